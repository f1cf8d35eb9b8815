import { forbidden } from '../../../shared/graphql/errors.ts';
import { mayAct, mayReach } from '../../../shared/identity/permission.ts';
import { type Action, ACTIONS } from '../../../shared/identity/permission-table.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';

/** Who acts, under which trace: what every act of administration is given and what its record says. */
export interface Act {
  readonly viewer: Viewer;
  readonly traceId: string;
}

/** Refuses who has the action in no role. The gateway has refused before; this holds without it. */
export function permit(viewer: Viewer, action: Action): void {
  if (!mayAct(viewer, action)) throw forbidden(`无权${ACTIONS[action]}`);
}

/** Refuses who does not reach the rows of this unit. */
export function permitUnit(viewer: Viewer, action: Action, memberUnit: string): void {
  if (!mayReach(viewer, action, { memberUnit, dataClass: 'internal' }))
    throw forbidden(`无权${ACTIONS[action]}：不是本单位的数据`);
}

/** Whether the action reaches the rows of every unit. */
export function reachesAll(viewer: Viewer, action: Action): boolean {
  return mayReach(viewer, action, { memberUnit: null, dataClass: 'internal' });
}

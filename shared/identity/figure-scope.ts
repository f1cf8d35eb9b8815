import { mayReach } from './permission.ts';
import { isGranted, type Viewer } from './viewer.ts';

/** A figure as far as permission goes: who answers for it and which measure it is of. */
export interface Figure {
  /** Null where no unit answers for it: only those who see everything see it. */
  readonly memberUnit: string | null;
  readonly measure: string;
}

/** True where the viewer's roles reach the figure or its owner has granted it. */
export function mayReadFigure(viewer: Viewer, { memberUnit, measure }: Figure): boolean {
  if (mayReach(viewer, 'observation:read', { memberUnit, dataClass: 'internal' })) return true;
  return memberUnit !== null && isGranted(viewer, memberUnit, measure);
}

/**
 * The same rule as a condition for lists: null means everything; else figures of these units, and of these
 * `unit/measure` pairs.
 */
export interface FigureScope {
  readonly units: readonly string[];
  readonly pairs: readonly string[];
}

export function figureScopeOf(viewer: Viewer): FigureScope | null {
  if (mayReach(viewer, 'observation:read', { memberUnit: null, dataClass: 'internal' })) return null;
  const { memberUnit } = viewer;
  const isOwnOpen = memberUnit !== null && mayReach(viewer, 'observation:read', { memberUnit, dataClass: 'internal' });
  const grants = viewer.grants ?? [];
  return {
    units: [
      ...(isOwnOpen ? [memberUnit] : []),
      ...grants.flatMap((grant) => (grant.measures === null ? [grant.memberUnit] : [])),
    ],
    pairs: grants.flatMap((grant) => (grant.measures ?? []).map((measure) => `${grant.memberUnit}/${measure}`)),
  };
}

import type { DataClass } from './data-class.ts';
import { type Action, ACTIONS, PERMISSIONS } from './permission-table.ts';
import type { Role } from './role.ts';
import type { Viewer } from './viewer.ts';

/** True where some role of the viewer has the action at all: the coarse check. */
export function mayAct(viewer: Viewer, action: Action): boolean {
  return viewer.roles.some((role) => PERMISSIONS[action][role] !== undefined);
}

/** What a row is for a viewer: whose it is and how closely it is held. */
export interface Row {
  /** The unit that answers for it; null for what belongs to no unit. */
  readonly memberUnit: string | null;
  readonly dataClass: DataClass;
}

/** True where some role of the viewer reaches the row: the fine check. Grants come on top, see `isGranted`. */
export function mayReach(viewer: Viewer, action: Action, row: Row): boolean {
  const isOwn = row.memberUnit !== null && row.memberUnit === viewer.memberUnit;
  return viewer.roles.some((role) => {
    const reach = PERMISSIONS[action][role];
    return reach !== undefined && (isOwn ? reach.own : reach.other).includes(row.dataClass);
  });
}

/** The actions a set of roles has: the scopes a viewer shows to the coarse check. */
export function scopesOf(roles: readonly Role[]): ReadonlySet<string> {
  const actions = Object.keys(ACTIONS).filter(isAction);
  return new Set(actions.filter((action) => roles.some((role) => PERMISSIONS[action][role] !== undefined)));
}

export function isAction(text: string): text is Action {
  return Object.hasOwn(ACTIONS, text);
}

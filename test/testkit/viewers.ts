import type { Role } from '../../shared/identity/role.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';

/** A viewer of a unit with roles; the machine editor of the unit when none are named. */
export function aViewer(memberUnit: string | null, ...roles: Role[]): Viewer {
  return {
    subject: `test:${memberUnit ?? 'outside'}`,
    memberUnit,
    roles: roles.length > 0 ? roles : ['unit-editor'],
    purpose: '测试',
  };
}

export const lead: Viewer = aViewer('union', 'lead-evaluator');
export const service: Viewer = aViewer(null, 'service');

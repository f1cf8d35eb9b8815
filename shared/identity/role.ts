/** What a caller may be. The permission of each action is written against these; nobody holds an unlisted one. */
export const ROLES = [
  'unit-editor',
  'unit-approver',
  'lead-evaluator',
  'lead-approver',
  'assessor',
  'integrator',
  'service',
  'system-administrator',
  'security-administrator',
  'auditor',
] as const;

export type Role = (typeof ROLES)[number];

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

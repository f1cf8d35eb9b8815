/** Accounts of a demonstration. */
export interface DemoPerson {
  readonly username: string;
  readonly displayName: string;
  readonly isTwoFactor: boolean;
  /** Unit and role the hub is told at the first start; here they are only told to the reader. */
  readonly memberUnit: string | null;
  readonly role: string;
}

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    username: 'lead-evaluator',
    displayName: '评价员（演示）',
    isTwoFactor: false,
    memberUnit: 'union',
    role: 'lead-evaluator',
  },
  {
    username: 'lead-approver',
    displayName: '评价审签人（演示）',
    isTwoFactor: true,
    memberUnit: 'union',
    role: 'lead-approver',
  },
  {
    username: 'hrss-editor',
    displayName: '人社填报员（演示）',
    isTwoFactor: false,
    memberUnit: 'hrss',
    role: 'unit-editor',
  },
  {
    username: 'hrss-approver',
    displayName: '人社审签人（演示）',
    isTwoFactor: true,
    memberUnit: 'hrss',
    role: 'unit-approver',
  },
  {
    username: 'system-administrator',
    displayName: '系统管理员（演示）',
    isTwoFactor: true,
    memberUnit: null,
    role: 'system-administrator',
  },
  {
    username: 'security-administrator',
    displayName: '安全管理员（演示）',
    isTwoFactor: true,
    memberUnit: null,
    role: 'security-administrator',
  },
  { username: 'auditor', displayName: '审计管理员（演示）', isTwoFactor: true, memberUnit: null, role: 'auditor' },
];

/** The name under which the hub knows a demo person. */
export function demoSubject(username: string): string {
  return `demo:${username}`;
}

/** Accounts of a demonstration. Their units and roles are the hub's to know; here they are only told to the reader. */
export interface DemoPerson {
  readonly username: string;
  readonly displayName: string;
  readonly isTwoFactor: boolean;
  readonly role: string;
}

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    username: 'lead-evaluator',
    displayName: '评价员（演示）',
    isTwoFactor: false,
    role: '协调小组办公室 评价员 lead-evaluator',
  },
  {
    username: 'lead-approver',
    displayName: '评价审签人（演示）',
    isTwoFactor: true,
    role: '协调小组办公室 审签人 lead-approver',
  },
  { username: 'hrss-editor', displayName: '人社填报员（演示）', isTwoFactor: false, role: 'hrss 填报员 unit-editor' },
  {
    username: 'hrss-approver',
    displayName: '人社审签人（演示）',
    isTwoFactor: true,
    role: 'hrss 审签人 unit-approver',
  },
  {
    username: 'system-administrator',
    displayName: '系统管理员（演示）',
    isTwoFactor: true,
    role: '系统管理员 system-administrator',
  },
  {
    username: 'security-administrator',
    displayName: '安全管理员（演示）',
    isTwoFactor: true,
    role: '安全管理员 security-administrator',
  },
  { username: 'auditor', displayName: '审计管理员（演示）', isTwoFactor: true, role: '审计管理员 auditor' },
];

/** The name under which the hub knows a demo person. */
export function demoSubject(username: string): string {
  return `demo:${username}`;
}

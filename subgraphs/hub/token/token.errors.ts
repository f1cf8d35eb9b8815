import type { Issue } from '../../../shared/primitives/issue.ts';

type Finding = Pick<Issue, 'message' | 'messageEn' | 'rule' | 'remedy'>;

function tokenIssue(code: string, field: string, finding: Finding): Issue {
  return { code, severity: 'ERROR', path: [field], row: null, ...finding };
}

/** What can be wrong with a request for a token. */
export const tokenErrors = {
  textMissing: (field: 'subject' | 'purpose') =>
    tokenIssue('TOKEN_TEXT_MISSING', field, {
      message: field === 'subject' ? '未写明令牌的持有者' : '未写明令牌的用途',
      messageEn: `${field} must not be empty`,
      rule: `token.${field}`,
      remedy: '补充后重新申请',
    }),
  roleMissing: () =>
    tokenIssue('TOKEN_ROLE_MISSING', 'roles', {
      message: '令牌至少应有一个角色',
      messageEn: 'a token needs at least one role',
      rule: 'token.roles',
      remedy: '填写角色后重新申请',
    }),
  roleUnknown: (role: string) =>
    tokenIssue('TOKEN_ROLE_UNKNOWN', 'roles', {
      message: `没有名为 ${role} 的角色`,
      messageEn: `there is no role ${role}`,
      rule: 'token.roles',
      remedy: '从角色名单中选取',
    }),
  administratorsExclude: () =>
    tokenIssue('TOKEN_ADMINISTRATORS_EXCLUDE', 'roles', {
      message: '系统管理员、安全管理员、审计管理员互斥，不得由同一令牌兼任',
      messageEn: 'system administrator, security administrator and auditor exclude each other',
      rule: 'token.administrators',
      remedy: '分别由不同的人员持有不同的令牌',
    }),
  unitUnknown: (unit: string) =>
    tokenIssue('TOKEN_UNIT_UNKNOWN', 'memberUnit', {
      message: `成员单位名单中没有代码 ${unit}`,
      messageEn: `there is no member unit ${unit}`,
      rule: 'token.unit',
      remedy: '从成员单位名单中选取',
    }),
  lifeOutOfRange: (maxDays: number) =>
    tokenIssue('TOKEN_LIFE_OUT_OF_RANGE', 'days', {
      message: `有效期应为 1 至 ${maxDays} 天的整数`,
      messageEn: `days must be a whole number from 1 to ${maxDays}`,
      rule: 'token.life',
      remedy: '改正有效期后重新申请',
    }),
} as const;

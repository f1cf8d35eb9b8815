import { inputIssue as tokenIssue } from '../act/input-issue.ts';

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
  subjectIsOtherAdministrator: () =>
    tokenIssue('TOKEN_ADMINISTRATORS_EXCLUDE', 'subject', {
      message: '该持有者已担任另一种管理员；系统管理员、安全管理员、审计管理员不得由一人兼任',
      messageEn: 'this subject already is another administrator',
      rule: 'token.administrators',
      remedy: '换由他人担任，或先吊销该持有者原有的管理员令牌和角色',
    }),
  ownSubject: () =>
    tokenIssue('TOKEN_OWN_SUBJECT', 'subject', {
      message: '不得为本人签发令牌',
      messageEn: 'nobody issues a token to themselves',
      rule: 'token.own-subject',
      remedy: '由另一名安全管理员签发',
    }),
  unitMissing: () =>
    tokenIssue('TOKEN_UNIT_MISSING', 'memberUnit', {
      message: '填报人、审签人应写明所属成员单位',
      messageEn: 'the roles unit-editor and unit-approver need a member unit',
      rule: 'token.unit',
      remedy: '写明成员单位代码后重新申请',
    }),
  tokenUnknown: () =>
    tokenIssue('TOKEN_UNKNOWN', 'id', {
      message: '没有此编号的令牌',
      messageEn: 'there is no token with this id',
      rule: 'token.id',
      remedy: '在令牌列表中查找编号',
    }),
  alreadyRevoked: () =>
    tokenIssue('TOKEN_ALREADY_REVOKED', 'id', {
      message: '该令牌已被吊销',
      messageEn: 'the token is revoked already',
      rule: 'token.revocation',
      remedy: '无需再次吊销',
    }),
  notTheFirst: () =>
    tokenIssue('ADMINISTRATOR_EXISTS', 'roles', {
      message: '已有管理员，首任管理员只能签发一次',
      messageEn: 'there is an administrator already; the first ones are issued once',
      rule: 'token.first-administrators',
      remedy: '由现任安全管理员签发',
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

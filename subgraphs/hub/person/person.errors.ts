import { inputIssue } from '../act/input-issue.ts';

/** What can be wrong with an act about people. */
export const personErrors = {
  textMissing: (field: 'name' | 'issuer' | 'loginSubject' | 'reason') =>
    inputIssue('PERSON_TEXT_MISSING', field, {
      message: {
        name: '未填写姓名或代号',
        issuer: '未填写身份提供方',
        loginSubject: '未填写登录标识',
        reason: '未填写事由',
      }[field],
      messageEn: `${field} must not be empty`,
      rule: `person.${field}`,
      remedy: '补充后重新办理',
    }),
  identityTaken: () =>
    inputIssue('PERSON_IDENTITY_TAKEN', 'loginSubject', {
      message: '该登录标识已登记给他人',
      messageEn: 'this identity belongs to another person',
      rule: 'person.identity',
      remedy: '核对身份提供方和登录标识',
    }),
  personUnknown: () =>
    inputIssue('PERSON_UNKNOWN', 'person', {
      message: '没有此编号的人员',
      messageEn: 'there is no person with this id',
      rule: 'person.id',
      remedy: '在人员列表中查找编号',
    }),
  unitUnknown: (field: string, unit: string) =>
    inputIssue('PERSON_UNIT_UNKNOWN', field, {
      message: `成员单位名单中没有代码 ${unit}`,
      messageEn: `there is no member unit ${unit}`,
      rule: 'person.unit',
      remedy: '从成员单位名单中选取',
    }),
  termReversed: () =>
    inputIssue('PERSON_TERM_REVERSED', 'validTo', {
      message: '终止日期应晚于起始日期',
      messageEn: 'validTo must lie after validFrom',
      rule: 'person.term',
      remedy: '改正日期',
    }),
  termEndedBefore: () =>
    inputIssue('PERSON_TERM_PAST', 'endsOn', {
      message: '终止日期不得早于今天',
      messageEn: 'endsOn must not lie before today',
      rule: 'person.term',
      remedy: '填写今天或以后的日期；既往记录不改写',
    }),
  membershipOverlaps: () =>
    inputIssue('MEMBERSHIP_OVERLAPS', 'validFrom', {
      message: '同一时期只能属于一个成员单位',
      messageEn: 'a person belongs to one unit at a time',
      rule: 'person.membership',
      remedy: '先终止原有任职，再登记新的任职',
    }),
  membershipUnknown: () =>
    inputIssue('MEMBERSHIP_UNKNOWN', 'memberUnit', {
      message: '该人员没有在该单位的现行任职',
      messageEn: 'the person has no open membership in this unit',
      rule: 'person.membership',
      remedy: '在人员列表中核对任职',
    }),
  administratorsExclude: () =>
    inputIssue('ADMINISTRATORS_EXCLUDE', 'role', {
      message: '系统管理员、安全管理员、审计管理员互斥，不得由一人兼任',
      messageEn: 'system administrator, security administrator and auditor exclude each other',
      rule: 'person.administrators',
      remedy: '换由他人担任，或先终止原有的管理员角色',
    }),
  roleNotForPeople: () =>
    inputIssue('ROLE_NOT_FOR_PEOPLE', 'role', {
      message: '服务角色只授予系统',
      messageEn: 'the role service is for machines only',
      rule: 'person.role',
      remedy: '改选其他角色',
    }),
  roleHeld: () =>
    inputIssue('ROLE_HELD', 'role', {
      message: '该人员在此期间已有该角色',
      messageEn: 'the person holds this role already in that time',
      rule: 'person.role',
      remedy: '无需重复授予',
    }),
  ownRole: () =>
    inputIssue('ROLE_OF_ONESELF', 'person', {
      message: '不得为本人授予角色',
      messageEn: 'nobody gives roles to themselves',
      rule: 'person.own-role',
      remedy: '由另一名安全管理员办理',
    }),
  assignmentUnknown: () =>
    inputIssue('ROLE_ASSIGNMENT_UNKNOWN', 'id', {
      message: '没有此编号的现行授权',
      messageEn: 'there is no open assignment with this id',
      rule: 'person.role',
      remedy: '在人员列表中查找编号',
    }),
  actingTooLong: (days: number) =>
    inputIssue('ACTING_TOO_LONG', 'validTo', {
      message: `代理审签一次不超过 ${days} 天`,
      messageEn: `acting lasts ${days} days at most`,
      rule: 'person.acting',
      remedy: '缩短期限，期满后可再次办理',
    }),
  notAMember: () =>
    inputIssue('ACTING_NOT_A_MEMBER', 'memberUnit', {
      message: '代理审签人应在代理期间属于该单位',
      messageEn: 'who acts for a unit belongs to it during that time',
      rule: 'person.acting',
      remedy: '由本单位其他人员代理',
    }),
  unitFollowed: (field: string, unit: string) =>
    inputIssue('UNIT_FOLLOWED_ALREADY', field, {
      message: `单位 ${unit} 已登记过合并或更名`,
      messageEn: `the unit ${unit} has been followed by another already`,
      rule: 'person.succession',
      remedy: '使用其后继单位的代码',
    }),
  unitFollowsItself: () =>
    inputIssue('UNIT_FOLLOWS_ITSELF', 'successor', {
      message: '后继单位不能是原单位',
      messageEn: 'a unit does not follow itself',
      rule: 'person.succession',
      remedy: '填写后继单位的代码',
    }),
} as const;

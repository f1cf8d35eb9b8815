import { inputIssue } from '../act/input-issue.ts';

/** What can be wrong with a grant. */
export const grantErrors = {
  readerUnclear: () =>
    inputIssue('GRANT_READER_UNCLEAR', 'reader', {
      message: '被授权方应且只应写明一种：人员或系统、成员单位、公开',
      messageEn: 'name exactly one reader: a subject, a member unit, or the public',
      rule: 'grant.reader',
      remedy: '只保留一种被授权方',
    }),
  readerUnknown: (unit: string) =>
    inputIssue('GRANT_READER_UNKNOWN', 'reader.memberUnit', {
      message: `成员单位名单中没有代码 ${unit}`,
      messageEn: `there is no member unit ${unit}`,
      rule: 'grant.reader',
      remedy: '从成员单位名单中选取',
    }),
  readerIsOwner: () =>
    inputIssue('GRANT_READER_IS_OWNER', 'reader.memberUnit', {
      message: '本单位查看本单位的数据无需授权',
      messageEn: 'a unit needs no grant for its own figures',
      rule: 'grant.reader',
      remedy: '改为其他单位',
    }),
  purposeMissing: () =>
    inputIssue('GRANT_PURPOSE_MISSING', 'purpose', {
      message: '未写明授权用途',
      messageEn: 'purpose must not be empty',
      rule: 'grant.purpose',
      remedy: '补充用途后重新授权',
    }),
  measuresEmpty: () =>
    inputIssue('GRANT_MEASURES_EMPTY', 'measures', {
      message: '数据项清单为空；授权全部数据项时不填该项',
      messageEn: 'the list of measures is empty; leave it out to grant all',
      rule: 'grant.measures',
      remedy: '写明数据项，或不填该项',
    }),
  measureUnknown: (measure: string) =>
    inputIssue('GRANT_MEASURE_UNKNOWN', 'measures', {
      message: `没有代码为 ${measure} 的数据项`,
      messageEn: `there is no measure ${measure}`,
      rule: 'grant.measures',
      remedy: '从数据项目录中选取',
    }),
  measureSensitive: (measure: string) =>
    inputIssue('GRANT_MEASURE_SENSITIVE', 'measures', {
      message: `数据项 ${measure} 为敏感数据，不得授权`,
      messageEn: `the measure ${measure} is sensitive and cannot be granted`,
      rule: 'grant.sensitive',
      remedy: '从清单中去掉该数据项',
    }),
  expiryOutOfRange: (latest: string) =>
    inputIssue('GRANT_EXPIRY_OUT_OF_RANGE', 'expiresOn', {
      message: `到期日应在今天至 ${latest} 之间`,
      messageEn: `expiresOn must lie between today and ${latest}`,
      rule: 'grant.expiry',
      remedy: '改正到期日，期满后可再次授权',
    }),
  unitMissing: () =>
    inputIssue('GRANT_OWNER_MISSING', '', {
      message: '授权人不属于任何成员单位，没有可授权的数据',
      messageEn: 'the caller belongs to no member unit and has no figures to grant',
      rule: 'grant.owner',
      remedy: '由数据所属单位的审签人办理',
    }),
  grantUnknown: () =>
    inputIssue('GRANT_UNKNOWN', 'id', {
      message: '没有此编号的授权',
      messageEn: 'there is no grant with this id',
      rule: 'grant.id',
      remedy: '在授权列表中查找编号',
    }),
  alreadyRevoked: () =>
    inputIssue('GRANT_ALREADY_REVOKED', 'id', {
      message: '该授权已被收回',
      messageEn: 'the grant is revoked already',
      rule: 'grant.revocation',
      remedy: '无需再次收回',
    }),
} as const;

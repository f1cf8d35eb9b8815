import type { Issue } from '../../../shared/primitives/issue.ts';
import type { WorkbookFault } from '../../../shared/catalogue/workbook/workbook-fault.ts';

type Wording = Pick<Issue, 'code' | 'message' | 'messageEn' | 'remedy' | 'rule'>;

function refusal(field: string, wording: Wording): Issue {
  return { ...wording, severity: 'ERROR', path: ['input', field], row: null };
}

export const frameworkVersionErrors = {
  unknown: (code: string) =>
    refusal('code', {
      code: 'FRAMEWORK_VERSION_UNKNOWN',
      message: `没有指标体系版本“${code}”`,
      messageEn: `There is no framework version ${code}`,
      remedy: '见 frameworkVersions 所列的代码',
      rule: 'framework-version.code',
    }),
  fixed: (code: string) =>
    refusal('workbook', {
      code: 'FRAMEWORK_VERSION_FIXED',
      message: `指标体系“${code}”已启用，不再改动`,
      messageEn: `Framework ${code} is published and does not change any more`,
      remedy: '另取代码作为新版本导入；沿用的指标保留原来的 key',
      rule: 'framework-version.fixed',
    }),
  notDraft: (code: string) =>
    refusal('code', {
      code: 'FRAMEWORK_VERSION_NOT_DRAFT',
      message: `指标体系“${code}”不是草案`,
      messageEn: `Framework ${code} is no draft`,
      remedy: '只有草案可以启用',
      rule: 'framework-version.state',
    }),
  draft: (code: string) =>
    refusal('code', {
      code: 'FRAMEWORK_VERSION_IS_DRAFT',
      message: `指标体系“${code}”仍是草案，不能沿用`,
      messageEn: `Framework ${code} is a draft and cannot be carried over`,
      remedy: '先启用，再决定沿用',
      rule: 'framework-version.state',
    }),
  sameHand: () =>
    refusal('code', {
      code: 'PUBLISHED_BY_IMPORTER',
      message: '导入草案的人不得自行启用',
      messageEn: 'Who imported a draft may not publish it',
      remedy: '由另一名有启用权限的人员启用',
      rule: 'framework-version.four-eyes',
    }),
  notSound: (count: number) =>
    refusal('code', {
      code: 'FRAMEWORK_VERSION_NOT_SOUND',
      message: `草案已不符合现行规则，共${count}处`,
      messageEn: `The draft no longer meets the rules, ${count} faults`,
      remedy: '重新导入工作簿，按所示单元格改正',
      rule: 'framework-version.checks',
    }),
  yearNotAfter: (year: number, first: number) =>
    refusal('year', {
      code: 'CARRY_OVER_YEAR',
      message: `沿用年度应晚于首个年度${first}，至多晚二十年，实为${year}`,
      messageEn: `A framework is carried over to a year after its first, ${first}, at most twenty later`,
      remedy: '填写指标体系首个年度之后的评价年度',
      rule: 'framework-version.carry-over-year',
    }),
  carriedAlready: (code: string, year: number) =>
    refusal('year', {
      code: 'CARRIED_OVER_ALREADY',
      message: `指标体系“${code}”已决定沿用于${year}年度`,
      messageEn: `Framework ${code} is carried over to ${year} already`,
      remedy: '不必重复决定',
      rule: 'framework-version.carry-over-once',
    }),
  textMissing: (field: 'documentTitle' | 'reason') =>
    refusal(field, {
      code: 'TEXT_REQUIRED',
      message: field === 'reason' ? '应写明理由' : '应写明所依据的决定或文件',
      messageEn: field === 'reason' ? 'The reason is missing' : 'The decision or document is missing',
      remedy: '补充后重新提交，至多 2000 字',
      rule: `framework-version.${field === 'reason' ? 'reason' : 'document'}`,
    }),
} as const;

/** A fault of a workbook as every mutation tells its errors: the path ends with sheet and cell. */
export function toIssue({ code, message, messageEn, sheet, cell, rule, remedy }: WorkbookFault): Issue {
  const row = /\d+$/.exec(cell)?.[0];
  const path = ['input', 'workbook', ...[sheet, cell].filter((part) => part !== '')];
  const place = sheet === '' ? '' : `“${sheet}”${cell}：`;
  const wording = { code, message: `${place}${message}`, messageEn, rule, remedy };
  return { ...wording, severity: 'ERROR', path, row: row === undefined ? null : Number(row) };
}

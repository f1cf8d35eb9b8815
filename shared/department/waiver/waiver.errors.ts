import type { Issue } from '../../primitives/issue.ts';

function about(field: string, code: string, [message, messageEn, remedy]: readonly [string, string, string]): Issue {
  return { code, severity: 'ERROR', path: [field], row: null, rule: `waiver.${field}`, message, messageEn, remedy };
}

/** Findings about an order to waive a rule. */
export const waiverErrors = {
  unitNotCarried: () =>
    about('memberUnit', 'UNIT_NOT_CARRIED', [
      '该单位的数据不在本子图报送',
      'this subgraph does not carry the unit',
      '到承载该单位的子图办理',
    ]),
  subjectUnknown: () => about('subject', 'SUBJECT_UNKNOWN', ['评价对象未登记', 'unknown subject', '核对评价对象代码']),
  periodMalformed: () =>
    about('period', 'PERIOD_MALFORMED', ['报告期的写法不对', 'malformed period', '按 2025、2025-Q3、2025-09 的写法']),
  measureUnknown: () =>
    about('measure', 'MEASURE_UNKNOWN', [
      '该年度的指标体系没有这一数据项',
      'the framework of the year has no such measure',
      '核对数据项代码和报告期',
    ]),
  ruleNotWaivable: (rule: string) =>
    about('rule', 'RULE_NOT_WAIVABLE', [
      `规则 ${rule.slice(0, 60)} 不能豁免`,
      'the rule is unknown or cannot be waived',
      '只有标明可豁免的强制性规则可以豁免，规则编号见审核意见',
    ]),
  reasonMissing: () =>
    about('reason', 'REASON_MISSING', ['豁免须写明理由（4 至 1000 字）', 'a waiver needs a reason', '写明豁免的依据']),
} as const;

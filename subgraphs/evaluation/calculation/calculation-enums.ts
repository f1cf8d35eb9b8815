import { registerEnumType } from 'type-graphql';
import { INTERVAL_RULES } from '../../../shared/scoring/outcome/interval-rules.ts';
import { RULE_WORDS } from '../../../shared/scoring/compile/rule-names.ts';

/** The steps an indicator's calculation can consist of, as the schema writes them. */
export enum CalculationRule {
  PARTS = 'PARTS',
  LINEAR_TO_TARGET = 'LINEAR_TO_TARGET',
  BANDS = 'BANDS',
  GROWTH = 'GROWTH',
  ATTAINMENT_AND_EFFORT = 'ATTAINMENT_AND_EFFORT',
  CHECKLIST = 'CHECKLIST',
  ITEM = 'ITEM',
  EACH_VALUE = 'EACH_VALUE',
  RUBRIC = 'RUBRIC',
  SURVEY = 'SURVEY',
  SURVEY_GROUP = 'SURVEY_GROUP',
  PLAN_COMPLETION = 'PLAN_COMPLETION',
  RANK = 'RANK',
  INFORMATIONAL = 'INFORMATIONAL',
  MEAN_PER_VALUE = 'MEAN_PER_VALUE',
  ANY_VALUE = 'ANY_VALUE',
}
registerEnumType(CalculationRule, {
  name: 'CalculationRule',
  description: '计分步骤的规则',
  valuesConfig: {
    PARTS: described('parts'),
    LINEAR_TO_TARGET: described('linear-to-target'),
    BANDS: described('bands'),
    GROWTH: described('growth'),
    ATTAINMENT_AND_EFFORT: described('attainment-and-effort'),
    CHECKLIST: described('checklist'),
    ITEM: described('item'),
    EACH_VALUE: described('each-value'),
    RUBRIC: described('rubric'),
    SURVEY: described('survey'),
    SURVEY_GROUP: described('survey-group'),
    PLAN_COMPLETION: described('plan-completion'),
    RANK: described('rank'),
    INFORMATIONAL: described('informational'),
    MEAN_PER_VALUE: described('mean-per-value'),
    ANY_VALUE: described('any-value'),
  },
});

function described(rule: keyof typeof RULE_WORDS): { readonly description: string } {
  const { name, formula } = RULE_WORDS[rule];
  return { description: `${name}：${formula}` };
}

/** Why something does not count as it stands. */
export enum ScoreGapReason {
  MISSING = 'MISSING',
  UNACCEPTED = 'UNACCEPTED',
  DISPUTED = 'DISPUTED',
  SUPPRESSED = 'SUPPRESSED',
  NOT_RATED = 'NOT_RATED',
  NOT_COMPUTABLE = 'NOT_COMPUTABLE',
  TOO_FEW_ANSWERS = 'TOO_FEW_ANSWERS',
  PEERS_MISSING = 'PEERS_MISSING',
}
registerEnumType(ScoreGapReason, {
  name: 'ScoreGapReason',
  description: '得分还在等待什么，各有一条区间规则',
  valuesConfig: {
    MISSING: ruled('MISSING'),
    UNACCEPTED: ruled('UNACCEPTED'),
    DISPUTED: ruled('DISPUTED'),
    SUPPRESSED: ruled('SUPPRESSED'),
    NOT_RATED: ruled('NOT_RATED'),
    NOT_COMPUTABLE: ruled('NOT_COMPUTABLE'),
    TOO_FEW_ANSWERS: ruled('TOO_FEW_ANSWERS'),
    PEERS_MISSING: ruled('PEERS_MISSING'),
  },
});

function ruled(condition: keyof typeof INTERVAL_RULES): { readonly description: string } {
  const { name, rule } = INTERVAL_RULES[condition];
  return { description: `${name}：${rule}` };
}

/** How far a value that a step reads is known. */
export enum ReadingStatus {
  RECEIVED = 'RECEIVED',
  PARTIAL = 'PARTIAL',
  MISSING = 'MISSING',
  UNAVAILABLE = 'UNAVAILABLE',
  NOT_APPLICABLE = 'NOT_APPLICABLE',
  WITHHELD = 'WITHHELD',
}
registerEnumType(ReadingStatus, {
  name: 'ReadingStatus',
  description: '计分步骤所读的值是否已知',
  valuesConfig: {
    RECEIVED: { description: '已知：有已核收的值' },
    PARTIAL: { description: '部分：收到一部分或有争议，只知道上下限' },
    MISSING: { description: '缺少：尚未收到' },
    UNAVAILABLE: { description: '没有可靠来源：不计分也不算缺少' },
    NOT_APPLICABLE: { description: '不适用：按日历或经批准' },
    WITHHELD: { description: '不显示：所依据的值中有查看者无权查看的' },
  },
});

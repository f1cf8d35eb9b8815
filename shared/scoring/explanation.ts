import type { Framework, MemberUnit } from '../catalogue/catalogue.ts';
import type { Decimal } from '../primitives/decimal.ts';
import type { Outcome } from './outcome.ts';
import type { Gap } from './gap.ts';
import { formatNumber } from './wording.ts';

/** Longest list in a sentence; the rest is counted. */
const MOST = 3;

export interface ExplanationFacts {
  readonly outcome: Outcome;
  /** Weight of the indicator; points are score × weight ÷ 100. */
  readonly weight: Decimal;
  readonly fraction: Decimal;
  readonly gaps: readonly Gap[];
  readonly framework: Framework;
  readonly memberUnits: ReadonlyMap<string, MemberUnit>;
}

/** One Chinese sentence an officer understands: score, why points were lost, what is missing and who files it. */
export function explain(facts: ExplanationFacts): string {
  const { outcome, weight, fraction } = facts;
  if (outcome.status === 'INFORMATIONAL') return '本指标只作展示，不计分。';
  if (outcome.status === 'NOT_APPLICABLE') return '本年度按日历不适用，权重分摊到同级其他指标，不扣分。';
  const clauses: string[] = [];
  if (outcome.value === null) clauses.push('尚无可计分的数据，暂不得分也不按零分计');
  else {
    const points = formatNumber(outcome.value.times(fraction));
    clauses.push(`得${formatNumber(outcome.value)}分（百分制，折合${points}分，权重${formatNumber(weight)}）`);
    if (outcome.status === 'PARTIAL')
      clauses.push(`数据未齐，最终在${formatNumber(outcome.low)}至${formatNumber(outcome.high)}分之间`);
  }
  const reasons = limited(reasonsOf(outcome), '项');
  if (reasons !== '') clauses.push(`扣分原因：${reasons}`);
  const missing = missingText(facts);
  if (missing !== '') clauses.push(missing);
  return `${clauses.join('；')}。`;
}

function reasonsOf(outcome: Outcome): string[] {
  const reasons: string[] = [];
  const visit = (each: Outcome): void => {
    const own = each.node.describe(each);
    if (own !== null) reasons.push(own);
    // Groups and parts of something that does not count cost no points.
    if (each.value !== null) each.children.forEach(visit);
  };
  visit(outcome);
  return reasons;
}

const REASONS: Readonly<Record<Gap['reason'], string>> = {
  MISSING: '缺',
  UNACCEPTED: '尚未核收',
  DISPUTED: '存在数据异议',
  SUPPRESSED: '样本过小不予公开',
  NOT_RATED: '待评价',
  NOT_COMPUTABLE: '分母为零无法计算',
  TOO_FEW_ANSWERS: '有效样本不足',
};

/** What a score waits for, said once for each reason and unit. */
function missingText({ gaps, framework, memberUnits }: ExplanationFacts): string {
  const lists = new Map<string, Set<string>>();
  for (const gap of gaps) {
    const item = gap.assessmentItem === null ? undefined : framework.assessmentItems.get(gap.assessmentItem);
    const measure = gap.measure === null ? undefined : framework.measures.get(gap.measure);
    const name = item?.nameZh ?? measure?.nameZh;
    if (name === undefined) continue;
    const unit = gap.memberUnit === null ? '' : (memberUnits.get(gap.memberUnit)?.nameZh ?? gap.memberUnit);
    const heading = unit === '' ? REASONS[gap.reason] : `${REASONS[gap.reason]}（由${unit}报送）`;
    const names = lists.get(heading) ?? new Set<string>();
    names.add(item === undefined ? `${gap.period}年${name}`.replace(/^(\d{4}-\S+?)年/, '$1 ') : name);
    lists.set(heading, names);
  }
  return [...lists].map(([heading, names]) => `${heading}：${limited([...names], '项')}`).join('；');
}

function limited(texts: readonly string[], counter: string): string {
  if (texts.length <= MOST) return texts.join('、');
  return `${texts.slice(0, MOST).join('、')}等${texts.length}${counter}`;
}

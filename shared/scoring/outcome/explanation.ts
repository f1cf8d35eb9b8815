import type { AssessmentItem } from '../../catalogue/framework/assessment-item.ts';
import type { Framework } from '../../catalogue/framework/framework.ts';
import type { Decimal } from '../../primitives/decimal.ts';
import { HUNDRED, type Outcome } from './outcome.ts';
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
  /** Whether the model has standards of peer groups for the indicator at all. */
  readonly hasStandards: boolean;
  readonly framework: Framework;
  /** Chinese names of the units that file values. */
  readonly unitNames: ReadonlyMap<string, string>;
}

/** One Chinese sentence an officer understands: score, why points were lost, what is missing and who is to bring it. */
export function explain(facts: ExplanationFacts): string {
  const { outcome, weight, fraction } = facts;
  if (outcome.status === 'INFORMATIONAL') return '本指标只作展示，不计分。';
  if (outcome.status === 'NOT_APPLICABLE') {
    const why = isExempt(outcome) ? '经批准' : '按日历';
    return `本年度${why}不适用，权重分摊到同级其他指标，不扣分。`;
  }
  const clauses: string[] = [];
  if (outcome.value === null) clauses.push('尚无可计分的数据，暂不得分也不按零分计');
  else {
    const points = formatNumber(outcome.value.times(fraction));
    clauses.push(`得${formatNumber(outcome.value)}分（百分制，折合${points}分，权重${formatNumber(weight)}）`);
  }
  if (outcome.status === 'PARTIAL' || (outcome.status === 'MISSING' && isNarrowed(outcome)))
    clauses.push(`数据未齐，最终在${formatNumber(outcome.low)}至${formatNumber(outcome.high)}分之间`);
  const standard = facts.hasStandards ? standardOf(outcome) : null;
  if (standard !== null) clauses.push(`使用“${standard}”的标准`);
  const reasons = limited(reasonsOf(outcome), '项');
  if (reasons !== '') clauses.push(`扣分原因：${reasons}`);
  const missing = missingText(facts);
  if (missing !== '') clauses.push(missing);
  return `${clauses.join('；')}。`;
}

/** What is there already leaves less open than everything. */
function isNarrowed({ low, high }: Outcome): boolean {
  return !low.isZero() || !high.eq(HUNDRED);
}

function isExempt({ readings, children }: Outcome): boolean {
  return readings.some((reading) => reading.isExempt) || children.some(isExempt);
}

/** Name of the peer group whose standard was used anywhere in it. */
function standardOf({ node, children }: Outcome): string | null {
  if (node.standard !== undefined) return node.standard.name;
  for (const child of children) {
    const found = standardOf(child);
    if (found !== null) return found;
  }
  return null;
}

function reasonsOf(outcome: Outcome, reasons: string[] = []): string[] {
  const own = outcome.node.describe(outcome);
  if (own !== null) reasons.push(own);
  // Groups and parts of something that does not count cost no points.
  if (outcome.value !== null) for (const child of outcome.children) reasonsOf(child, reasons);
  return reasons;
}

/** Who gives the marks of an assessment item. */
const JUDGES: Readonly<Record<AssessmentItem['judgedBy'][number], string>> = {
  superior: '上级',
  'third-party': '第三方机构',
  'spot-check-team': '抽查组',
  'named-body': '指定机构',
  public: '公众',
};

/** What a score waits for, said once for each reason and whoever is to bring it. */
function missingText(facts: ExplanationFacts): string {
  if (facts.gaps.length === 0) return '';
  const lists = new Map<string, Set<string>>();
  for (const gap of facts.gaps) {
    const name = nameOf(gap, facts);
    if (name === null) continue;
    const heading = `${REASONS[gap.reason]}${fromWhom(gap, facts)}`;
    const names = lists.get(heading) ?? new Set<string>();
    names.add(name);
    lists.set(heading, names);
  }
  return [...lists].map(([heading, names]) => `${heading}：${limited([...names], '项')}`).join('；');
}

/** How each reason begins its clause. */
const REASONS: Readonly<Record<Gap['reason'], string>> = {
  MISSING: '缺',
  UNACCEPTED: '尚未核收',
  DISPUTED: '存在数据异议',
  SUPPRESSED: '样本过小不予公开',
  NOT_RATED: '待评价',
  NOT_COMPUTABLE: '分母为零无法计算',
  TOO_FEW_ANSWERS: '有效样本不足',
  PEERS_MISSING: '同组数据不足',
};

function nameOf(gap: Gap, { framework }: ExplanationFacts): string | null {
  if (gap.assessmentItem !== null) return framework.assessmentItems.get(gap.assessmentItem)?.nameZh ?? null;
  const measure = gap.measure === null ? undefined : framework.measures.get(gap.measure);
  return measure === undefined ? null : `${periodWords(gap.period)}${measure.nameZh}`;
}

/** Chinese: the unit that files a value, or who gives a mark. */
function fromWhom(gap: Gap, { framework, unitNames }: ExplanationFacts): string {
  if (gap.memberUnit !== null) {
    const unit = unitNames.get(gap.memberUnit);
    return unit === undefined ? '' : `（由${unit}${gap.reason === 'DISPUTED' ? '处理' : '报送'}）`;
  }
  const item = gap.assessmentItem === null ? undefined : framework.assessmentItems.get(gap.assessmentItem);
  return item === undefined ? '' : `（由${item.judgedBy.map((judge) => JUDGES[judge]).join('、')}评）`;
}

/** A period as it is said: 2025年, 2025年3季度, 2025年上半年, 2025年9月. */
function periodWords(code: string): string {
  const year = code.slice(0, 4);
  const part = code.slice(5);
  if (part === '') return `${year}年`;
  if (part.startsWith('Q')) return `${year}年${part.slice(1)}季度`;
  if (part.startsWith('S')) return `${year}年${part === 'S1' ? '上' : '下'}半年`;
  return /^\d\d$/.test(part) ? `${year}年${Number(part)}月` : `${code} `;
}

function limited(texts: readonly string[], counter: string): string {
  if (texts.length <= MOST) return texts.join('、');
  return `${texts.slice(0, MOST).join('、')}等${texts.length}${counter}`;
}

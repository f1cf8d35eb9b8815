import { type Decimal, decimal } from '../../primitives/decimal.ts';
import type { Completeness, Grade, GradeSuggestion, ScoreResult } from '../evaluation-result.ts';
import { GRADE_GUARDS, type GradeRules } from './grade-rules.ts';
import { dropsOut, HUNDRED, type Outcome } from '../outcome/outcome.ts';
import { formatPercent } from '../outcome/wording.ts';

export interface GradeFacts {
  readonly score: ScoreResult;
  readonly pillars: readonly { readonly name: string; readonly outcome: Outcome }[];
  /** Outcome of `GradeRules.satisfaction`; null where the model has none. */
  readonly satisfaction: Outcome | null;
  readonly completeness: Completeness;
}

/** 建议类别 and the categories still possible. What is kept (four places) is what is judged. */
export function suggestGrade(rules: GradeRules, facts: GradeFacts): GradeSuggestion {
  const possible = possibleGrades(rules, facts);
  const { value } = facts.score;
  if (value === null) return { suggested: null, possible, reason: '尚未收到可计分的数据，暂不提出建议类别' };
  if (decimal(facts.completeness.ratio).lt(GRADE_GUARDS.completenessAtLeast)) {
    const least = formatPercent(GRADE_GUARDS.completenessAtLeast);
    return { suggested: null, possible, reason: `数据完整率低于${least}，暂不提出建议类别` };
  }
  const index = rules.bands.findIndex(({ atLeast }) => decimal(value).gte(atLeast));
  const grade = rules.bands[index]?.grade ?? null;
  const objection = grade === GRADE_GUARDS.guarded ? objectionTo(facts) : null;
  if (objection === null) return { suggested: grade, possible, reason: null };
  return { suggested: rules.bands[index + 1]?.grade ?? null, possible, reason: objection };
}

/** Every band the interval touches; where the guard may fail, the band below the guarded one as well. */
function possibleGrades({ bands }: GradeRules, { score, ...facts }: GradeFacts): Grade[] {
  const low = decimal(score.low);
  const high = decimal(score.high);
  const found = new Set<Grade>();
  for (const [index, { grade, atLeast }] of bands.entries()) {
    const above = bands[index - 1]?.atLeast;
    if (high.lt(atLeast) || (above !== undefined && low.gte(above))) continue;
    if (grade !== GRADE_GUARDS.guarded) found.add(grade);
    else {
      const guard = guardOf(facts);
      if (guard !== 'FAILS') found.add(grade);
      const below = bands[index + 1]?.grade;
      if (guard !== 'HOLDS' && below !== undefined) found.add(below);
    }
  }
  return bands
    .map(({ grade }) => grade)
    .filter((grade, index, all) => found.has(grade) && all.indexOf(grade) === index);
}

type GuardFacts = Pick<GradeFacts, 'pillars' | 'satisfaction'>;

/** Whether the guard holds for every completion, for none, or for some. */
function guardOf({ pillars, satisfaction }: GuardFacts): 'HOLDS' | 'FAILS' | 'OPEN' {
  const checks = pillars.map(({ outcome }) => check(outcome, GRADE_GUARDS.pillarAtLeast));
  if (satisfaction !== null) checks.push(check(satisfaction, satisfactionScore()));
  if (checks.includes('FAILS')) return 'FAILS';
  return checks.includes('OPEN') ? 'OPEN' : 'HOLDS';
}

function check(outcome: Outcome, least: Decimal): 'HOLDS' | 'FAILS' | 'OPEN' {
  if (dropsOut(outcome) || outcome.low.gte(least)) return 'HOLDS';
  return outcome.high.lt(least) ? 'FAILS' : 'OPEN';
}

/** Chinese: why the guarded category is not suggested; null where nothing speaks against it. */
function objectionTo({ pillars, satisfaction }: GuardFacts): string | null {
  const weak = pillars.filter(({ outcome }) => fallsShort(outcome, GRADE_GUARDS.pillarAtLeast));
  const reasons: string[] = [];
  if (satisfaction !== null && fallsShort(satisfaction, satisfactionScore())) {
    const least = formatPercent(GRADE_GUARDS.satisfactionAtLeast);
    reasons.push(satisfaction.value === null ? '产业工人满意度尚无有效结果' : `产业工人满意度低于${least}`);
  }
  if (weak.length > 0) reasons.push(`${weak.map(({ name }) => name).join('、')}得分不足该项权重的60%`);
  return reasons.length === 0 ? null : `得分达到优秀，但${reasons.join('；')}，建议为良好`;
}

function fallsShort(outcome: Outcome, least: Decimal): boolean {
  return !dropsOut(outcome) && (outcome.value === null || outcome.value.lt(least));
}

function satisfactionScore(): Decimal {
  return GRADE_GUARDS.satisfactionAtLeast.times(HUNDRED);
}

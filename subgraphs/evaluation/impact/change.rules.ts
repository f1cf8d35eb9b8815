import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import { isCell } from '../../../shared/catalogue/responsibility/ownership.ts';
import { isDecimalString } from '../../../shared/primitives/decimal.ts';
import { parseDimensions } from '../../../shared/primitives/dimensions.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { parsePeriod } from '../../../shared/primitives/period.ts';
import { cellRefText } from '../result/recalculation/derive-here.ts';
import { type AskedChange, IMPACT_LIMITS } from './impact.ts';
import { impactErrors } from './impact.errors.ts';

/** Years before the one evaluated whose values can play a part in it: the bases of growth. */
const YEARS_BACK = 2;

export interface ChangeContext {
  readonly framework: Framework;
  readonly year: number;
  /** True for a cell whose values the viewer may ask about. */
  readonly isOpen: (change: AskedChange) => boolean;
}

type ChangeRule = (change: AskedChange, index: number, context: ChangeContext) => Issue | null;

/** Checks of one change, each after those it rests on; the first finding of a change is told. */
const RULES: readonly ChangeRule[] = [
  ({ measure }, index, { framework }) =>
    framework.measures.has(measure) ? null : impactErrors.unknownMeasure(index, measure),
  ({ measure }, index, { framework }) =>
    framework.measures.get(measure)?.derivation == null ? null : impactErrors.computedMeasure(index, measure),
  ({ measure, dimensions }, index, { framework }) =>
    isCell(framework, measure, parseDimensions(dimensions)) ? null : impactErrors.unknownCell(index, measure),
  ({ period }, index, { year }) => {
    const of = parsePeriod(period)?.year ?? 0;
    return of <= year && of >= year - YEARS_BACK ? null : impactErrors.wrongPeriod(index, period, year);
  },
  ({ measure, value }, index, { framework }) =>
    value === null || isValueOf(framework, measure, value) ? null : impactErrors.wrongValue(index, value),
  (change, index, { isOpen }) => (isOpen(change) ? null : impactErrors.notOwnCell(index, change.measure)),
];

/** What is wrong with the changes asked about, at most one finding for each. */
export function checkChanges(changes: readonly AskedChange[], context: ChangeContext): Issue[] {
  if (changes.length === 0) return [impactErrors.noChanges()];
  const { changes: limit } = IMPACT_LIMITS;
  if (changes.length > limit) return [impactErrors.tooManyValues(changes.length, limit, 'changes')];
  const seen = new Set<string>();
  return changes.flatMap((change, index) => {
    const key = cellRefText(change);
    if (seen.has(key)) return [impactErrors.repeatedCell(index)];
    seen.add(key);
    for (const rule of RULES) {
      const issue = rule(change, index, context);
      if (issue !== null) return [issue];
    }
    return [];
  });
}

function isValueOf(framework: Framework, measure: string, value: string): boolean {
  const type = framework.measures.get(measure)?.type;
  if (type === 'text') return value.length <= 2000;
  return type === 'boolean' ? value === 'true' || value === 'false' : isDecimalString(value);
}

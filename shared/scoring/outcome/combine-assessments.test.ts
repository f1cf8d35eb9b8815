import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssessmentSource } from '../../catalogue/framework/assessment-item.ts';
import type { AssessmentRules } from '../../catalogue/scoring-model/scoring-model.ts';
import { EVERY_SOURCE_ALIKE } from '../../catalogue/reading/to-assessment-rules.ts';
import { decimal } from '../../primitives/decimal.ts';
import { combinationWords, combineAssessments } from './combine-assessments.ts';
import type { Mark } from '../reading/input-value.ts';

const SOURCES: readonly AssessmentSource[] = ['superior', 'spot-check-team', 'third-party', 'named-body', 'public'];
const aMark = (mark: string, source: AssessmentSource, review?: string): Mark => ({
  id: `${source} ${mark} ${review ?? ''}`,
  body: '某单位',
  source,
  mark,
  review,
});
const atMost100 = (mark: string) => (decimal(mark).gt(100) ? '100' : mark);
const combinedMark = (marks: readonly Mark[], rules: Partial<AssessmentRules> = {}) =>
  combineAssessments(marks, { ...EVERY_SOURCE_ALIKE, ...rules })?.value.toFixed() ?? null;

describe('combining assessments', () => {
  it('counts a source once, however many of its bodies spoke (rules 195, 196: 自评与他评、上评与下评相结合)', () => {
    const marks = [aMark('90', 'superior'), aMark('60', 'third-party'), aMark('70', 'third-party')];
    expect(combinedMark(marks)).toBe('77.5');
  });

  it('takes the mean of two blind reviewers and the middle of three', () => {
    const two = [aMark('90', 'third-party', 'r'), aMark('70', 'third-party', 'r')];
    expect(combinedMark(two)).toBe('80');
    expect(combinedMark([...two, aMark('72', 'third-party', 'r')])).toBe('72');
  });

  it('weighs sources as the model says', () => {
    const sources = [
      { code: 'superior', weight: '3' },
      { code: 'third-party', weight: '1' },
    ] as const;
    expect(combinedMark([aMark('100', 'superior'), aMark('60', 'third-party')], { sources })).toBe('90');
  });

  it('lets the first source of the list decide alone where the model says precedence', () => {
    const marks = [aMark('60', 'third-party'), aMark('100', 'superior')];
    expect(combinedMark(marks, { acrossSources: 'precedence' })).toBe('100');
    expect(combinedMark(marks.slice(0, 1), { acrossSources: 'precedence' })).toBe('60');
  });

  it('never counts a source that the model does not list', () => {
    const sources = [{ code: 'superior', weight: '1' }] as const;
    const marks = [aMark('10', 'public'), aMark('80', 'superior')];
    expect(combineAssessments(marks, { ...EVERY_SOURCE_ALIKE, sources })?.marks).toEqual([marks[1]]);
    expect(combinedMark([aMark('10', 'public')], { sources })).toBeNull();
    expect(combinedMark([])).toBeNull();
  });
});

describe('the words of a combination', () => {
  it('say what the model does', () => {
    expect(combinationWords(EVERY_SOURCE_ALIKE)).toBe('一次双人评定取中位数，同一来源取平均，各来源同等平均');
    const sources = [
      { code: 'superior', weight: '2' },
      { code: 'third-party', weight: '1' },
    ] as const;
    expect(combinationWords({ ...EVERY_SOURCE_ALIKE, sources })).toContain('各来源按权重平均');
    expect(combinationWords({ ...EVERY_SOURCE_ALIKE, sources, acrossSources: 'precedence' })).toContain('先后');
  });
});

const hundredths = fc.integer({ min: 0, max: 10_000 }).map((n) => decimal(n).div(100).toFixed());
const mark = fc
  .tuple(hundredths, fc.constantFrom(...SOURCES), fc.constantFrom(undefined, 'r1', 'r2'))
  .map(([value, source, review]) => aMark(value, source, review));
const marks = fc.array(mark, { minLength: 1, maxLength: 8 });
const rules: fc.Arbitrary<AssessmentRules> = fc
  .tuple(
    fc.constantFrom('mean' as const, 'median' as const),
    fc.constantFrom('mean' as const, 'median' as const),
    fc.constantFrom('weighted-mean' as const, 'precedence' as const),
    fc.shuffledSubarray([...SOURCES], { minLength: 1 }),
    fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 5, maxLength: 5 }),
  )
  .map(([withinReview, withinSource, acrossSources, chosen, weights]) => ({
    status: 'derived',
    reason: '',
    withinReview,
    withinSource,
    acrossSources,
    sources: chosen.map((code, index) => ({ code, weight: String(weights[index]) })),
  }));

describe('whatever the marks and the rules', () => {
  const TINY = '1e-30';

  it('lies within the marks that count', () => {
    fc.assert(
      fc.property(marks, rules, (given, how) => {
        const combined = combineAssessments(given, how);
        if (combined === null) return;
        const values = combined.marks.map((each) => Number(each.mark));
        expect(combined.value.gte(decimal(Math.min(...values)).minus(TINY))).toBe(true);
        expect(combined.value.lte(decimal(Math.max(...values)).plus(TINY))).toBe(true);
      }),
    );
  });

  it('does not depend on the order of the marks', () => {
    fc.assert(
      fc.property(marks, rules, (given, how) => {
        expect(combinedMark([...given].reverse(), how)).toBe(combinedMark(given, how));
      }),
    );
  });

  it('never falls when a mark rises', () => {
    fc.assert(
      fc.property(marks, rules, hundredths, fc.nat(), (given, how, rise, which) => {
        const at = which % given.length;
        const raised = given.map((each, index) =>
          index === at ? { ...each, mark: atMost100(decimal(each.mark).plus(rise).toFixed()) } : each,
        );
        const [before, after] = [combineAssessments(given, how), combineAssessments(raised, how)];
        expect(after === null).toBe(before === null);
        if (before === null || after === null) return;
        expect(after.value.gte(before.value.minus(TINY))).toBe(true);
      }),
    );
  });

  it('is the mark itself where all agree', () => {
    fc.assert(
      fc.property(marks, rules, hundredths, (given, how, value) => {
        const combined = combinedMark(
          given.map((each) => ({ ...each, mark: value })),
          how,
        );
        if (combined !== null) expect(decimal(combined).minus(value).abs().lte(TINY)).toBe(true);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadResultActionRules } from '../../../../shared/catalogue/round/result-actions.ts';
import { loadRoundProcedures } from '../../../../shared/catalogue/round/round-procedures.ts';
import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import { applicationOf, type GradedYear, raiseActions, type RaisingContext } from './raise-actions.ts';

const rules = loadResultActionRules();
const national: RaisingContext = { year: 2025, subjectKind: 'province', isStepOn: () => true };
const district: RaisingContext = { ...national, subjectKind: 'district', isStepOn: (step) => step !== 'CRITICISM' };
const SANCTIONS = ['CRITICISM', 'INTERVIEW', 'RECTIFICATION'];

const graded = (year: number, finalGrade: Grade, code = '91'): GradedYear => ({
  ...{ kind: 'SUBJECT', code, year, finalGrade },
  round: `national-2022@${year}`,
});
const actionsOf = (history: readonly GradedYear[], context = national) =>
  raiseActions(history, rules, context).map(({ rule }) => rule.action);

describe('what the grades of a year propose', () => {
  it('proposes a favoured quota, commendation and an example for the excellent (rules 55, 56, 63)', () => {
    expect(actionsOf([graded(2025, 'EXCELLENT')])).toEqual([
      'AWARD_QUOTA',
      'COMMENDATION',
      'TYPICAL_EXAMPLE',
      'CLASSIFIED_GUIDANCE',
    ]);
  });

  it('proposes guidance by category for everybody (rules 54, 59)', () => {
    const texts = (['EXCELLENT', 'GOOD', 'FAIR', 'POOR'] as const).map(
      (grade) =>
        raiseActions([graded(2025, grade)], rules, district).find(({ rule }) => rule.action === 'CLASSIFIED_GUIDANCE')
          ?.rule.name,
    );
    expect(texts).toEqual(['分类指导：示范带动', '分类指导：巩固提升', '分类指导：重点帮助', '分类指导：重点督办']);
  });

  it('proposes criticism, interview and rectification for fair or poor in successive years (rule 57)', () => {
    expect(actionsOf([graded(2024, 'FAIR'), graded(2025, 'FAIR')])).toEqual(['CLASSIFIED_GUIDANCE', ...SANCTIONS]);
    expect(actionsOf([graded(2024, 'POOR'), graded(2025, 'POOR')])).toEqual(['CLASSIFIED_GUIDANCE', ...SANCTIONS]);
  });

  it('counts 一般 then 差 as successive, and 差 then 一般 (rule 57, gap 211)', () => {
    expect(actionsOf([graded(2024, 'FAIR'), graded(2025, 'POOR')])).toEqual(expect.arrayContaining(SANCTIONS));
    expect(actionsOf([graded(2024, 'POOR'), graded(2025, 'FAIR')])).toEqual(expect.arrayContaining(SANCTIONS));
    expect(rules.successive).toMatchObject({ years: 2, status: 'derived' });
    expect(rules.successive.reason).toContain('先“一般”后“差”');
  });

  it('takes two years with a year between them for no succession', () => {
    expect(actionsOf([graded(2023, 'POOR'), graded(2025, 'POOR')])).toEqual(['CLASSIFIED_GUIDANCE']);
  });

  it('names no sanction of the district until it was adopted (rule 60)', () => {
    const history = [graded(2024, 'POOR'), graded(2025, 'POOR')];
    expect(actionsOf(history, district)).toEqual(['CLASSIFIED_GUIDANCE']);
    expect(actionsOf(history, { ...district, isStepOn: () => true })).toEqual(['CLASSIFIED_GUIDANCE', ...SANCTIONS]);
    for (const rule of rules.rules.filter(({ kind }) => kind === 'SANCTION')) {
      expect(applicationOf(rule, 'district')).toMatchObject({ step: 'CRITICISM', basis: 'NATIONAL' });
    }
    const step = loadRoundProcedures()
      .of('district')
      ?.steps.find((each) => each.step === 'CRITICISM');
    expect(step).toMatchObject({ isOn: false, basis: 'NATIONAL' });
  });

  it('gives incentive and supervision to the district by its own document, and no national quota (rule 60)', () => {
    expect(actionsOf([graded(2025, 'EXCELLENT')], district)).toEqual([
      'COMMENDATION',
      'TYPICAL_EXAMPLE',
      'CLASSIFIED_GUIDANCE',
    ]);
  });

  it('rests each proposal on its grades, the newest first', () => {
    const history = [graded(2024, 'FAIR'), graded(2025, 'POOR')];
    const found = raiseActions(history, rules, national).find(({ rule }) => rule.id === 'rectification');
    expect(found?.basis).toEqual([history[1], history[0]]);
    expect(found?.rule.rectificationWorkingDays).toBe(60);
  });
});

const grade = fc.constantFrom<Grade>('EXCELLENT', 'GOOD', 'FAIR', 'POOR');
const history = fc
  .uniqueArray(
    fc.record({ year: fc.integer({ min: 2021, max: 2026 }), code: fc.constantFrom('91', '92', '93'), grade }),
    {
      selector: ({ year, code }) => `${code} ${year}`,
      maxLength: 18,
    },
  )
  .map((rows) => rows.map((row) => graded(row.year, row.grade, row.code)));
const context = fc.constantFrom(national, district);
const textOf = (proposals: ReturnType<typeof raiseActions>) =>
  proposals.map(({ code, rule, basis }) => `${code} ${rule.id} ${basis.map(({ year }) => year).join()}`);

describe('whatever the history', () => {
  it('proposes the same for the same history in any order', () => {
    fc.assert(
      fc.property(history, context, (given, how) => {
        const reversed = textOf(raiseActions([...given].reverse(), rules, how));
        expect(reversed.sort()).toEqual(textOf(raiseActions(given, rules, how)).sort());
      }),
    );
  });

  it('rests every proposal on decided grades of the rule, the judged year among them and no year between missing', () => {
    fc.assert(
      fc.property(history, context, (given, how) => {
        for (const { code, rule, basis } of raiseActions(given, rules, how)) {
          expect(basis.map(({ year }) => year)).toEqual(basis.map((_, back) => how.year - back));
          for (const each of basis) {
            expect(given).toContain(each);
            expect(each.code).toBe(code);
            expect(rule.grades).toContain(each.finalGrade);
          }
        }
      }),
    );
  });

  it('never proposes something for and against one participant, and no sanction on one year alone', () => {
    fc.assert(
      fc.property(history, (given) => {
        const proposals = raiseActions(given, rules, national);
        for (const code of ['91', '92', '93']) {
          const kinds = new Set(proposals.filter((each) => each.code === code).map(({ rule }) => rule.kind));
          expect(kinds.has('POSITIVE') && kinds.has('SANCTION')).toBe(false);
        }
        for (const { rule, basis } of proposals) if (rule.kind === 'SANCTION') expect(basis.length).toBe(2);
      }),
    );
  });

  it('says of a participant what it would say of it alone, and looks at no later year', () => {
    fc.assert(
      fc.property(history, (given) => {
        const all = raiseActions(given, rules, national).filter(({ code }) => code === '91');
        const alone = given.filter(({ code, year }) => code === '91' && year <= national.year);
        expect(textOf(raiseActions(alone, rules, national))).toEqual(textOf(all));
      }),
    );
  });
});

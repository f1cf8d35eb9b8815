import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScoreResult } from '../../../shared/scoring/evaluation-result.ts';
import type { IndicatorRecord, VisibleEvaluation } from '../result/evaluation-record.ts';
import { compareStates, type EvaluationState } from './compare-states.ts';

const score = fc
  .integer({ min: 0, max: 2 })
  .map((value): ScoreResult => ({ value: String(value), low: '0', high: '100', isComplete: false }));
const codes = fc.uniqueArray(fc.constantFrom('1', '2', '3', '4'), { maxLength: 4 });
const nodes = codes.chain((list) =>
  fc.tuple(...list.map((code) => score.map((each) => ({ ...NODE, code, score: each })))),
);
const indicators = codes.chain((list) =>
  fc.tuple(
    ...list.map((indicator) => score.map((each): IndicatorRecord => ({ ...INDICATOR, indicator, score: each }))),
  ),
);
const kpis = codes.map((list) => list.map((code) => ({ code, value: null })));
const whole = fc
  .record({ pillars: nodes, groups: nodes, kpis, score })
  .map((parts): VisibleEvaluation => ({ ...WHOLE, ...parts }));
const state = fc.record({ whole: fc.option(whole), indicators }).map((each): EvaluationState => each);

describe('the difference of two states', () => {
  it('put over the first gives the second, whatever was added, changed or is gone', () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        const { whole: sides, ...lists } = compareStates(before, after);
        const known = parts(before);
        for (const [name, changes] of Object.entries(lists)) {
          for (const { code, after: row } of changes) {
            if (row === null) known.get(name)?.delete(code);
            else known.get(name)?.set(code, row);
          }
        }
        expect(known).toEqual(parts(after));
        expect(sides.after === null).toBe(after.whole === null);
      }),
    );
  });

  it('is nothing where the states are the same, and names only what differs', () => {
    fc.assert(
      fc.property(state, (each) => {
        const { whole: _sides, ...lists } = compareStates(each, structuredClone(each));
        expect(Object.values(lists).flat()).toEqual([]);
      }),
    );
  });
});

function parts({ whole: known, indicators: rows }: EvaluationState): Map<string, Map<string, unknown>> {
  const byCode = (list: readonly { readonly code: string }[]) => new Map(list.map((row) => [row.code, row]));
  return new Map<string, Map<string, unknown>>([
    ['pillars', byCode(known?.pillars ?? [])],
    ['groups', byCode(known?.groups ?? [])],
    ['kpis', byCode(known?.kpis ?? [])],
    ['memberUnits', new Map()],
    ['indicators', new Map(rows.map((row) => [row.indicator, row]))],
  ]);
}

const NODE = { weight: '1', effectiveWeight: '1', status: 'PARTIAL' } as const;
const INDICATOR: Omit<IndicatorRecord, 'indicator' | 'score'> = {
  status: 'PARTIAL',
  weight: '1',
  explanation: '',
  evidence: [],
  assessments: [],
};
const WHOLE = {
  ...{ subject: '110106', year: 2025, framework: 'f', model: 'm', grade: null, possibleGrades: [], gradeReason: null },
  completeness: { expected: 0, received: 0, unaccepted: 0, ratio: '1' },
  ...{ missing: [], memberUnits: [], knownFrom: new Date(0), isSuperseded: false },
};

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterAct,
  isOverdue,
  RECTIFICATION_STATES,
  type RectificationAct,
  type RectificationStateName,
} from './rectification.ts';
import { checkReport } from './rectification.rules.ts';

const ACTS: readonly RectificationAct[] = ['REPORTED', 'ACCEPTED', 'RETURNED', 'CLOSED'];
const acts = fc.array(fc.constantFrom(...ACTS), { maxLength: 20 });

/** The acts that were possible, and where they led. */
function walk(given: readonly RectificationAct[]) {
  let state: RectificationStateName = 'OPEN';
  const done: RectificationAct[] = [];
  for (const act of given) {
    const next = afterAct(state, act);
    if (next === null) continue;
    state = next;
    done.push(act);
  }
  return { state, done };
}

describe('the life of a rectification (rule 57)', () => {
  it('is closed only after a report that was accepted, whatever is tried', () => {
    fc.assert(
      fc.property(acts, (given) => {
        const { state, done } = walk(given);
        if (state !== 'CLOSED') return;
        expect(done.slice(-3)).toEqual(['REPORTED', 'ACCEPTED', 'CLOSED']);
        expect(done.filter((act) => act === 'CLOSED')).toHaveLength(1);
      }),
    );
  });

  it('has each return answered by a report before anything else happens', () => {
    fc.assert(
      fc.property(acts, (given) => {
        const { done } = walk(given);
        for (const [index, act] of done.entries()) {
          if (act === 'RETURNED' && index + 1 < done.length) expect(done[index + 1]).toBe('REPORTED');
        }
      }),
    );
  });

  it('ends with 销号: nothing leads out of it', () => {
    for (const act of ACTS) expect(afterAct('CLOSED', act)).toBeNull();
  });

  it('is overdue only while the unit owes a report, and never on the day itself', () => {
    for (const state of RECTIFICATION_STATES) {
      const owes = state === 'OPEN' || state === 'RETURNED';
      expect(isOverdue({ state, deadline: '2026-03-27' }, '2026-03-27')).toBe(false);
      expect(isOverdue({ state, deadline: '2026-03-27' }, '2026-03-28'), state).toBe(owes);
    }
  });
});

describe('a report', () => {
  const evidence = { name: '照片.zip', sha256: '0'.repeat(64), text: null };
  const codes = (report: string, given: readonly (typeof evidence)[]) =>
    checkReport({ report, evidence: given }).map(({ code, path }) => `${code} ${path.at(-1)}`);

  it('says what was put right and shows evidence that can be told from any other file', () => {
    expect(codes('已整改', [evidence])).toEqual([]);
    expect(codes(' ', [])).toEqual(['TEXT_REQUIRED report', 'EVIDENCE_REQUIRED evidence']);
    expect(codes('已整改', [{ ...evidence, sha256: 'F'.repeat(64) }])).toEqual(['EVIDENCE_INVALID sha256']);
    expect(codes('已整改', [{ ...evidence, name: '' }])).toEqual(['EVIDENCE_INVALID name']);
    expect(codes('已整改', Array(21).fill(evidence))).toEqual(['EVIDENCE_REQUIRED evidence']);
    expect(codes('字'.repeat(4001), [evidence])).toEqual(['TEXT_REQUIRED report']);
  });
});

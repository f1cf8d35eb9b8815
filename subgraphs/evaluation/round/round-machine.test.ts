import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  loadRoundProcedures,
  ROUND_STEPS,
  type RoundStepName,
} from '../../../shared/catalogue/round/round-procedures.ts';
import { ROUND_STATES, type RoundState } from './round.ts';
import { hasReached, nextState, whyNotMove } from './round-machine.ts';
import { isOverdue, planSteps, progressOf } from './round-step.ts';

const anyState = fc.constantFrom(...ROUND_STATES);
const anySwitch = fc
  .uniqueArray(fc.constantFrom(...ROUND_STEPS))
  .map((on) => (step: RoundStepName) => on.includes(step));

/** Goes where it is told as far as it may. */
function walk(targets: readonly RoundState[], isOn: (step: RoundStepName) => boolean): RoundState[] {
  const visited: RoundState[] = ['PLANNED'];
  for (const to of targets) {
    const from = visited.at(-1) ?? 'PLANNED';
    if (whyNotMove(from, to, isOn) === null) visited.push(to);
  }
  return visited;
}

describe('the states of a round', () => {
  it('no sequence of acts skips a step: each state follows the one before it, a spot check that is off apart', () => {
    fc.assert(
      fc.property(fc.array(anyState, { maxLength: 60 }), anySwitch, (targets, isOn) => {
        const visited = walk(targets, isOn);
        for (const [index, state] of visited.entries()) {
          const before = visited[index - 1];
          if (before === undefined) continue;
          const distance = ROUND_STATES.indexOf(state) - ROUND_STATES.indexOf(before);
          const isPassedBy = before === 'SELF_EVALUATION' && state === 'VERIFICATION' && !isOn('SPOT_CHECK');
          expect(distance === 1 || isPassedBy, `${before} → ${state}`).toBe(true);
        }
      }),
    );
  });

  it('no round goes back, and none comes to a step that is off', () => {
    fc.assert(
      fc.property(fc.array(anyState, { maxLength: 60 }), anySwitch, (targets, isOn) => {
        const visited = walk(targets, isOn);
        expect(new Set(visited).size).toBe(visited.length);
        if (!isOn('DECISION')) expect(visited).not.toContain('DECISION');
        if (!isOn('SPOT_CHECK')) expect(visited).not.toContain('SPOT_CHECK');
        if (!isOn('CIRCULATION')) expect(visited).not.toContain('CIRCULATED');
      }),
    );
  });

  it('exactly one target is accepted where a next state is, and none where there is not', () => {
    fc.assert(
      fc.property(anyState, anySwitch, (from, isOn) => {
        const accepted = ROUND_STATES.filter((to) => whyNotMove(from, to, isOn) === null);
        const next = nextState(from, isOn);
        expect(accepted).toEqual(next === null ? [] : [next]);
      }),
    );
  });

  it('with every step on, the whole way is the order of the states', () => {
    expect(walk(ROUND_STATES, () => true)).toEqual(ROUND_STATES);
  });

  it('rule 26: a spot check that is on stands between self-evaluation and verification', () => {
    expect(nextState('SELF_EVALUATION', () => true)).toBe('SPOT_CHECK');
    expect(nextState('SPOT_CHECK', () => true)).toBe('VERIFICATION');
    expect(whyNotMove('SELF_EVALUATION', 'VERIFICATION', () => true)).toBe('STEP_SKIPPED');
    expect(nextState('SELF_EVALUATION', (step) => step !== 'SPOT_CHECK')).toBe('VERIFICATION');
  });

  it('says whether a step is off, skipped or past', () => {
    const isOn = (step: RoundStepName) => step !== 'DECISION';
    expect(whyNotMove('HEARING', 'DECISION', isOn)).toBe('STEP_NOT_ADOPTED');
    expect(whyNotMove('PLANNED', 'HEARING', isOn)).toBe('STEP_SKIPPED');
    expect(whyNotMove('HEARING', 'VERIFICATION', isOn)).toBe('ALREADY_PAST');
  });
});

describe('the steps of a round', () => {
  const district = loadRoundProcedures().of('district');
  const province = loadRoundProcedures().of('province');
  if (district === null || province === null) throw new Error('no procedures');
  const nothing = { adopted: new Set<RoundStepName>(), days: [] };
  const stepOf = (steps: ReturnType<typeof planSteps>, name: RoundStepName) => steps.find(({ step }) => step === name);

  it('rule 31: the self-evaluation of the national round is due at the end of February of the next year', () => {
    expect(stepOf(planSteps(province, 2023, nothing), 'SELF_EVALUATION')?.dueOn).toBe('2024-02-29');
    expect(stepOf(planSteps(province, 2025, nothing), 'SELF_EVALUATION')?.dueOn).toBe('2026-02-28');
  });

  it('what the district document does not name is off until it is adopted', () => {
    const before = planSteps(district, 2025, nothing);
    for (const name of ['SPOT_CHECK', 'DECISION', 'CIRCULATION', 'CRITICISM'] as const) {
      expect(stepOf(before, name)?.isOn, name).toBe(false);
    }
    expect(stepOf(before, 'SELF_EVALUATION')?.dueOn).toBeNull();
    const after = planSteps(district, 2025, { adopted: new Set(['SELF_EVALUATION', 'DECISION'] as const), days: [] });
    expect(stepOf(after, 'SELF_EVALUATION')).toMatchObject({ dueOn: '2026-02-28', isAdopted: true });
    expect(stepOf(after, 'DECISION')).toMatchObject({ isOn: true, isAdopted: true });
  });

  it('the district report goes up to the city by the end of January', () => {
    expect(stepOf(planSteps(district, 2025, nothing), 'UPWARD_REPORT')?.dueOn).toBe('2026-01-31');
  });

  it('a day of the plan takes the place of the procedure’s', () => {
    const steps = planSteps(district, 2025, { ...nothing, days: [{ step: 'VERIFICATION', dueOn: '2026-03-31' }] });
    expect(stepOf(steps, 'VERIFICATION')).toMatchObject({ dueOn: '2026-03-31', dateBasis: '本次年度评价的安排' });
  });

  it('a step is overdue only while it is not done', () => {
    const [step] = planSteps(province, 2025, nothing).filter(({ step }) => step === 'SELF_EVALUATION');
    if (step === undefined) throw new Error('no step');
    expect(isOverdue(step, 'SELF_EVALUATION', '2026-02-28')).toBe(false);
    expect(isOverdue(step, 'SELF_EVALUATION', '2026-03-01')).toBe(true);
    expect(isOverdue(step, 'VERIFICATION', '2026-03-01')).toBe(false);
  });

  it('progress only grows as the round goes on', () => {
    const order = ['WAITING', 'OPEN', 'DONE'];
    fc.assert(
      fc.property(anyState, anyState, fc.constantFrom(...ROUND_STEPS), (a, b, step) => {
        if (!hasReached(b, a)) return;
        const [early, late] = [progressOf({ step, isOn: true }, a), progressOf({ step, isOn: true }, b)];
        expect(order.indexOf(late)).toBeGreaterThanOrEqual(order.indexOf(early));
        expect(progressOf({ step, isOn: false }, a)).toBe('NOT_ADOPTED');
      }),
    );
  });
});

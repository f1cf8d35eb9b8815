import { describe, expect, it } from 'vitest';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import { mayFollow, openingSteps, POLICY_ACTOR } from './publication.ts';

describe('the life of a publication', () => {
  it.each(['AUTOMATIC', 'FOUR_EYES'] as const)('opens by allowed steps under %s', (policy) => {
    const states = openingSteps(policy, 'someone', 'hrss').map((step) => step.state);
    expect(states[0]).toBe(ObservationState.DRAFT);
    for (const [index, state] of states.slice(1).entries()) {
      const from = states[index];
      expect(from !== undefined && mayFollow(from, state)).toBe(true);
    }
  });

  it('is accepted by the policy, not by the sender, under AUTOMATIC, and waits for people under FOUR_EYES', () => {
    const automatic = openingSteps('AUTOMATIC', 'someone', 'hrss').at(-1);
    expect(automatic).toMatchObject({ state: ObservationState.ACCEPTED, actor: POLICY_ACTOR });
    expect(openingSteps('FOUR_EYES', 'someone', 'hrss').at(-1)).toMatchObject({
      state: ObservationState.SUBMITTED,
      actor: 'someone',
    });
  });

  it('never leaves LOCKED or WITHDRAWN and never skips the approval', () => {
    const all = Object.values(ObservationState);
    expect(all.filter((to) => mayFollow(ObservationState.LOCKED, to))).toEqual([]);
    expect(all.filter((to) => mayFollow(ObservationState.WITHDRAWN, to))).toEqual([]);
    expect(mayFollow(ObservationState.SUBMITTED, ObservationState.ACCEPTED)).toBe(false);
    expect(mayFollow(ObservationState.RETURNED, ObservationState.SUBMITTED)).toBe(true);
  });
});

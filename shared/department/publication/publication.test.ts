import { describe, expect, it } from 'vitest';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import { mayFollow, openingSteps, POLICY_ACTOR, type PublicationKind } from './publication.ts';

const someone = { subject: 'someone', memberUnit: 'hrss' };
const report = { kind: 'REPORT', submit: false } as const;

describe('the life of a publication', () => {
  it.each(['AUTOMATIC', 'FOUR_EYES'] as const)('opens by allowed steps under %s', (policy) => {
    for (const kind of ['REPORT', 'AMENDMENT', 'WITHDRAWAL'] satisfies PublicationKind[]) {
      const states = openingSteps({ policy, kind, submit: true }, someone).map((step) => step.state);
      expect(states[0]).toBe(ObservationState.DRAFT);
      for (const [index, state] of states.slice(1).entries()) {
        const from = states[index];
        expect(from !== undefined && mayFollow(from, state)).toBe(true);
      }
    }
  });

  it('is accepted by the policy, not by the sender, under AUTOMATIC, and is a draft under FOUR_EYES until submitted', () => {
    const automatic = openingSteps({ policy: 'AUTOMATIC', ...report }, someone).at(-1);
    expect(automatic).toMatchObject({ state: ObservationState.ACCEPTED, actor: POLICY_ACTOR, capacity: 'POLICY' });
    const draft = openingSteps({ policy: 'FOUR_EYES', ...report }, someone).at(-1);
    expect(draft).toMatchObject({ state: ObservationState.DRAFT, actor: 'someone', capacity: 'FILLER' });
    const submitted = openingSteps({ policy: 'FOUR_EYES', kind: 'REPORT', submit: true }, someone).at(-1);
    expect(submitted).toMatchObject({ state: ObservationState.SUBMITTED, actor: 'someone' });
  });

  it.each(['AMENDMENT', 'WITHDRAWAL'] as const)('waits for the lead with an %s, whatever the policy', (kind) => {
    const last = openingSteps({ policy: 'AUTOMATIC', kind, submit: false }, someone).at(-1);
    expect(last?.state).toBe(ObservationState.APPROVED);
  });

  it('never leaves LOCKED or WITHDRAWN and never skips the approval', () => {
    const all = Object.values(ObservationState);
    expect(all.filter((to) => mayFollow(ObservationState.LOCKED, to))).toEqual([]);
    expect(all.filter((to) => mayFollow(ObservationState.WITHDRAWN, to))).toEqual([]);
    expect(mayFollow(ObservationState.SUBMITTED, ObservationState.ACCEPTED)).toBe(false);
    expect(mayFollow(ObservationState.DRAFT, ObservationState.APPROVED)).toBe(false);
    expect(mayFollow(ObservationState.RETURNED, ObservationState.SUBMITTED)).toBe(true);
  });
});

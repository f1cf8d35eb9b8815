import { isSameParticipant, type Participant, type RoundParticipant } from '../participant.ts';
import type { RoundState } from '../round.ts';
import { progressOf, type RoundStep, selfEvaluationDueOn } from '../round-step.ts';
import type { RoundStepName } from '../../../../shared/catalogue/round/round-procedures.ts';
import type { Appeal, HearingResponse } from '../hearing/hearing.ts';

/** Something that is owed by a day: by a participant, or by the office where `participant` is null. */
export interface Owed {
  readonly step: RoundStepName;
  readonly participant: Participant | null;
  readonly dueOn: string;
  /** Chinese: what is owed. */
  readonly what: string;
}

/** How far a round has come, as far as something may be owed. */
export interface OwedFacts {
  readonly state: RoundState;
  readonly steps: readonly RoundStep[];
  readonly participants: readonly RoundParticipant[];
  /** Participants whose self-evaluation was sent. */
  readonly sent: readonly Participant[];
  readonly responses: readonly Pick<HearingResponse, 'participant'>[];
  readonly appeals: readonly Pick<Appeal, 'participant' | 'answerDueOn' | 'outcome'>[];
}

/** Everything that is owed now, in the order of the steps and then of the participants. */
export function owedIn(facts: OwedFacts): Owed[] {
  return facts.steps.flatMap((step) => {
    const progress = progressOf(step, facts.state);
    if (progress === 'NOT_ADOPTED' || progress === 'DONE') return [];
    if (step.step === 'SELF_EVALUATION') return progress === 'OPEN' ? selfEvaluations(facts) : [];
    // The district's own report is its self-evaluation.
    if (step.step === 'UPWARD_REPORT') return [];
    if (step.step === 'HEARING') return progress === 'OPEN' ? hearing(facts, step) : [];
    return step.dueOn === null ? [] : [{ step: step.step, participant: null, dueOn: step.dueOn, what: '完成本步骤' }];
  });
}

function selfEvaluations({ steps, participants, sent }: OwedFacts): Owed[] {
  return participants
    .filter(({ isScored }) => isScored)
    .filter((who) => !sent.some((each) => isSameParticipant(each, who)))
    .flatMap(({ kind, code }) => {
      const dueOn = selfEvaluationDueOn(steps, { kind });
      return dueOn === null
        ? []
        : [{ step: 'SELF_EVALUATION' as const, participant: { kind, code }, dueOn, what: '报出自评报告和自评类别' }];
    });
}

function hearing({ participants, responses, appeals }: OwedFacts, { dueOn }: RoundStep): Owed[] {
  const answers = participants
    .filter(({ isScored }) => isScored)
    .filter((who) => !responses.some(({ participant }) => isSameParticipant(participant, who)))
    .flatMap(({ kind, code }) =>
      dueOn === null
        ? []
        : [{ step: 'HEARING' as const, participant: { kind, code }, dueOn, what: '对本单位的评价结果反馈意见' }],
    );
  const open = appeals.filter(({ outcome }) => outcome === null);
  return [
    ...answers,
    ...open.map(({ participant, answerDueOn }) => ({
      ...{ step: 'HEARING' as const, participant: null, dueOn: answerDueOn },
      what: `答复“${participant.code}”的复核申请`,
    })),
  ];
}

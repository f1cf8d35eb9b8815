import type { SubjectKind } from '../../../../shared/catalogue/subject/subject-kind.ts';
import type { ResultActionRule, ResultActionRules } from '../../../../shared/catalogue/round/result-actions.ts';
import type { RoundStepName } from '../../../../shared/catalogue/round/round-procedures.ts';
import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import { type Participant, participantText } from '../../round/participant.ts';

/** What the rules need of a grade record. */
export interface GradedYear extends Participant {
  readonly year: number;
  readonly round: string;
  readonly finalGrade: Grade;
}

/** The judged year, whom the framework judges, and which steps of its round are on. */
export interface RaisingContext {
  readonly year: number;
  readonly subjectKind: SubjectKind;
  readonly isStepOn: (step: RoundStepName) => boolean;
}

/** An action as the rules propose it: nobody has decided it yet. */
export interface ProposedAction extends Participant {
  readonly rule: ResultActionRule;
  /** The grades it rests on, the newest first. */
  readonly basis: readonly GradedYear[];
}

/**
 * What the grades of a year propose (产改字〔2022〕1号 三（八）, 丰产改发〔2023〕2号 二（三）4). Pure: the same history and rules
 * give the same proposals, participant by participant in the order of the history, then in the order of the rules. A year
 * without a decided grade proposes nothing and breaks a succession.
 */
export function raiseActions(
  history: readonly GradedYear[],
  { successive, rules }: ResultActionRules,
  context: RaisingContext,
): ProposedAction[] {
  const applying = rules.filter((rule) => appliesIn(rule, context));
  return [...byParticipant(history).values()].flatMap((years) =>
    applying.flatMap((rule) => {
      const count = rule.isSuccessive ? successive.years : 1;
      const basis = Array.from({ length: count }, (_, back) => years.get(context.year - back)).filter(
        (graded) => graded !== undefined && rule.grades.includes(graded.finalGrade),
      );
      const found = basis.filter((graded) => graded !== undefined);
      const [newest] = found;
      return newest === undefined || found.length < count
        ? []
        : [{ kind: newest.kind, code: newest.code, rule, basis: found }];
    }),
  );
}

/** The document by which a rule holds for subjects of a kind; null where it does not. */
export function applicationOf(
  { appliesTo }: ResultActionRule,
  subjectKind: SubjectKind,
): ResultActionRule['appliesTo'][number] | null {
  return appliesTo.find((application) => application.subjectKind === subjectKind) ?? null;
}

function appliesIn(rule: ResultActionRule, { subjectKind, isStepOn }: RaisingContext): boolean {
  const application = applicationOf(rule, subjectKind);
  return application !== null && isStepOn(application.step);
}

function byParticipant(history: readonly GradedYear[]): Map<string, Map<number, GradedYear>> {
  const participants = new Map<string, Map<number, GradedYear>>();
  for (const graded of history) {
    const years = participants.get(participantText(graded)) ?? new Map<number, GradedYear>();
    years.set(graded.year, graded);
    participants.set(participantText(graded), years);
  }
  return participants;
}

import type { Framework } from '../../../../shared/catalogue/framework/framework.ts';
import type { MemberUnit } from '../../../../shared/catalogue/responsibility/member-unit.ts';
import type { ResponsibilitySplit } from '../../../../shared/catalogue/responsibility/responsibility-split.ts';
import type { ScoringModel } from '../../../../shared/catalogue/scoring-model/scoring-model.ts';
import type { Subject } from '../../subject/subject.ts';
import type { Participant, RoundParticipant } from '../participant.ts';

/** What says who takes part. */
export interface ParticipantSources {
  readonly subjects: readonly Subject[];
  readonly memberUnits: readonly MemberUnit[];
  readonly model: ScoringModel | null;
  readonly areUnitsJudged: boolean;
  readonly year: number;
}

/** Who takes part, in the official order: each subject, then the member units of it. */
export function participantsOf(sources: ParticipantSources): RoundParticipant[] {
  const { subjects, memberUnits, model, areUnitsJudged, year } = sources;
  const list: Omit<RoundParticipant, 'position'>[] = subjects.flatMap((subject) => [
    { kind: 'SUBJECT' as const, code: subject.code, subject: subject.code, isScored: true },
    ...(areUnitsJudged ? memberUnits.filter((unit) => isOfYear(unit, year)) : []).map(({ id }) => ({
      kind: 'MEMBER_UNIT' as const,
      ...{ code: id, subject: subject.code, isScored: model?.unitView?.commentsOnly.has(id) === false },
    })),
  ]);
  return list.map((participant, index) => ({ ...participant, position: index + 1 }));
}

/** Keys of the indicators a participant answers for: those a unit leads, all of them for a subject. */
export function indicatorsOf(
  { indicators }: Pick<Framework, 'indicators'>,
  split: ResponsibilitySplit | null,
  { kind, code }: Participant,
): string[] {
  if (kind === 'SUBJECT') return indicators.map(({ key }) => key);
  return indicators.filter((each) => split?.indicators.get(each.code)?.lead === code).map(({ key }) => key);
}

/** Judged are the units that existed at some time of the year. */
function isOfYear({ validFrom, validTo }: MemberUnit, year: number): boolean {
  return (validFrom === null || validFrom <= `${year}-12-31`) && (validTo === null || validTo > `${year}-01-01`);
}

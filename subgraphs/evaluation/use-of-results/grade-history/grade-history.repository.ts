import type { EntityManager } from 'typeorm';
import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import type { ParticipantKind } from '../../round/participant.ts';
import type { RoundState } from '../../round/round.ts';
import type { GradeRecord } from './grade-history.ts';

interface HistoryRow {
  readonly framework: string;
  readonly year: number;
  readonly round: string;
  readonly round_state: RoundState;
  readonly participant_kind: ParticipantKind;
  readonly participant: string;
  readonly position: number;
  readonly self_grade: Grade | null;
  readonly suggested_grade: Grade | null;
  readonly final_grade: Grade;
  readonly reason: string | null;
  readonly body: 'OFFICE' | 'MEETING';
  readonly meeting_name: string | null;
  readonly decided_on: string;
  readonly minutes_number: string | null;
  readonly circulated_at: Date | null;
  readonly notice_number: string | null;
  readonly is_demo: boolean;
}

/** Which grades are asked for; null for any. */
export interface HistoryFilter {
  readonly framework: string;
  readonly year: number | null;
  readonly kind: ParticipantKind | null;
  readonly participant: string | null;
}

/** Which grades may be told: all that are decided, or those circulated and a unit's own from the decision on. */
export type HistorySight = { readonly kind: 'all' } | { readonly kind: 'circulated'; readonly ownUnit: string | null };

// A reopened edition takes the place of the one before it as soon as it may be told, and not before.
const LATEST = `
  select distinct on (round.year, decision.participant_kind, decision.participant)
    round.framework, round.year, round.code as round, round.state as round_state, decision.participant_kind,
    decision.participant, coalesce(place.position, 0) as position, decision.self_grade, decision.suggested_grade,
    decision.final_grade, decision.reason, decision.body, decision.meeting_name, decision.decided_on::text,
    decision.minutes_number, circulation.circulated_at, circulation.notice_number, round.is_demo
  from round_decision decision
    join round on round.code = decision.round
    left join round_circulation circulation on circulation.round = round.code
    left join round_participant place on place.round = round.code
      and place.participant_kind = decision.participant_kind and place.participant = decision.participant
  where round.framework = $1 and ($2::integer is null or round.year = $2)
    and ($3::text is null or decision.participant_kind = $3) and ($4::text is null or decision.participant = $4)
    and ($5 or round.state in ('CIRCULATED', 'ARCHIVED') or (round.state = 'CIRCULATION'
      and decision.participant_kind = 'MEMBER_UNIT' and decision.participant = $6))
  order by round.year, decision.participant_kind, decision.participant, round.edition desc, decision.decided_at desc`;

/** Grades of a framework in the official order of participants, the years of each from the first on. */
export async function gradeHistory(
  manager: EntityManager,
  { framework, year, kind, participant }: HistoryFilter,
  sight: HistorySight,
): Promise<GradeRecord[]> {
  const rows: HistoryRow[] = await manager.query(
    `select * from (${LATEST}) latest order by position, participant_kind desc, participant, year`,
    [...[framework, year, kind, participant, sight.kind === 'all'], sight.kind === 'circulated' ? sight.ownUnit : null],
  );
  return rows.map(toGradeRecord);
}

function toGradeRecord(row: HistoryRow): GradeRecord {
  return {
    ...{ kind: row.participant_kind, code: row.participant, framework: row.framework, year: row.year },
    ...{ round: row.round, roundState: row.round_state, position: row.position, isDemo: row.is_demo },
    ...{ selfGrade: row.self_grade, suggestedGrade: row.suggested_grade, finalGrade: row.final_grade },
    ...{ reason: row.reason, body: row.body, meetingName: row.meeting_name, decidedOn: row.decided_on },
    ...{ minutesNumber: row.minutes_number, circulatedAt: row.circulated_at, noticeNumber: row.notice_number },
  };
}

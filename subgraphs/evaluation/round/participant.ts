/** What takes part in a round: a subject (a province, the district), or a member unit of one. */
export const PARTICIPANT_KINDS = ['SUBJECT', 'MEMBER_UNIT'] as const;

export type ParticipantKind = (typeof PARTICIPANT_KINDS)[number];

/** 参评单位: who is judged in a round. */
export interface Participant {
  readonly kind: ParticipantKind;
  /** Code of the subject, or of the member unit. */
  readonly code: string;
}

/** A participant as it stands in the plan of a round. */
export interface RoundParticipant extends Participant {
  /** The subject whose evaluation holds the score: itself, or the district of the unit. */
  readonly subject: string;
  /** Place in the official order; never an order by score. */
  readonly position: number;
  /** False for units that are only commented on and never scored. */
  readonly isScored: boolean;
}

/** One text for a participant, for maps and locks. */
export function participantText({ kind, code }: Participant): string {
  return `${kind}:${code}`;
}

export function isSameParticipant(a: Participant, b: Participant): boolean {
  return a.kind === b.kind && a.code === b.code;
}

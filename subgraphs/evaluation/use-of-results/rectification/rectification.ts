export const RECTIFICATION_STATES = ['OPEN', 'REPORTED', 'RETURNED', 'ACCEPTED', 'CLOSED'] as const;
export type RectificationStateName = (typeof RECTIFICATION_STATES)[number];

export type RectificationAct = 'REPORTED' | 'ACCEPTED' | 'RETURNED' | 'CLOSED';

/** A piece of evidence; the file itself stays with the unit, its SHA-256 says which one was meant. */
export interface RectificationEvidence {
  readonly name: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  readonly text: string | null;
}

export interface RectificationReport {
  readonly revision: number;
  readonly report: string;
  readonly evidence: readonly RectificationEvidence[];
  readonly reportedBy: string;
  readonly reportedAt: Date;
}

/** 限期整改: from the confirmed action to 销号. */
export interface Rectification {
  /** `YYYY-MM-DD`, Beijing time. */
  readonly deadline: string;
  readonly state: RectificationStateName;
  readonly endedOn: string | null;
  readonly reports: readonly RectificationReport[];
}

const STEPS: Readonly<Record<RectificationStateName, Partial<Record<RectificationAct, RectificationStateName>>>> = {
  OPEN: { REPORTED: 'REPORTED' },
  REPORTED: { ACCEPTED: 'ACCEPTED', RETURNED: 'RETURNED' },
  RETURNED: { REPORTED: 'REPORTED' },
  ACCEPTED: { CLOSED: 'CLOSED' },
  CLOSED: {},
};

/** Where an act takes a rectification; null where it is not the time for it. */
export function afterAct(state: RectificationStateName, act: RectificationAct): RectificationStateName | null {
  return STEPS[state][act] ?? null;
}

/** Overdue: the deadline has passed, Beijing time, and the unit owes a report. */
export function isOverdue({ state, deadline }: Pick<Rectification, 'state' | 'deadline'>, today: string): boolean {
  return (state === 'OPEN' || state === 'RETURNED') && today > deadline;
}

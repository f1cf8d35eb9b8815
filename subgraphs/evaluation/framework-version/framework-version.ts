import type { SubjectKind } from '../../../shared/catalogue/subject/subject-kind.ts';

export const VERSION_STATES = ['DRAFT', 'PUBLISHED', 'USED'] as const;
/** 草案 → 已启用 → 已使用（冻结）. */
export type VersionState = (typeof VERSION_STATES)[number];

export const VERSION_ACTIONS = ['SEEDED', 'IMPORTED', 'PUBLISHED', 'USED', 'CARRIED_OVER'] as const;
export type VersionAction = (typeof VERSION_ACTIONS)[number];

/** One act upon a version; acts are only ever added. */
export interface VersionEvent {
  readonly seq: string;
  readonly code: string;
  readonly revision: number;
  readonly action: VersionAction;
  /** The year to which it is carried over. */
  readonly year: number | null;
  readonly documentTitle: string | null;
  readonly documentNumber: string | null;
  readonly reason: string | null;
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly happenedAt: Date;
}

/** A version as its acts tell of it. */
export interface VersionRecord {
  readonly code: string;
  readonly state: VersionState;
  /** The documents that count: those published, else the newest draft. */
  readonly revision: number;
  readonly hash: string;
  readonly carriedTo: readonly number[];
  readonly events: readonly VersionEvent[];
}

/** What the documents of a version say of themselves. */
export interface VersionHead {
  readonly title: string;
  readonly documentNo: string;
  readonly subjectKind: SubjectKind;
  readonly validFrom: string;
}

/** A version with what its documents say of themselves. */
export type ListedVersion = VersionRecord & VersionHead;

/** The state that acts add up to; a round that rests on a version uses it as a result does. */
export function stateOf(events: readonly Pick<VersionEvent, 'action'>[], isInRound: boolean): VersionState {
  if (!events.some(({ action }) => action === 'PUBLISHED')) return 'DRAFT';
  return isInRound || events.some(({ action }) => action === 'USED') ? 'USED' : 'PUBLISHED';
}

/** The revision that counts: the last one published, else the newest. */
export function countingRevision(events: readonly Pick<VersionEvent, 'action' | 'revision'>[]): number {
  const published = events.filter(({ action }) => action === 'PUBLISHED');
  return Math.max(0, ...(published.length > 0 ? published : events).map(({ revision }) => revision));
}

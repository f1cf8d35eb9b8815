import type { DataStatus } from '../data-status.ts';
import type { SubjectKind } from './subject-kind.ts';

/** One group of comparable subjects. */
export interface PeerGroup {
  readonly id: string;
  readonly zh: string;
}

/** A way of grouping subjects of one kind (地区类别, 规模类别 …): each subject is in at most one of its groups at a time. */
export interface PeerClassification {
  readonly id: string;
  readonly zh: string;
  readonly subjectKind: SubjectKind;
  readonly status: DataStatus;
  readonly reason: string;
  readonly groups: readonly PeerGroup[];
}

/** That a subject belongs to a group, from a day up to and without another. */
export interface PeerMembership {
  readonly subject: string;
  readonly group: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/**
 * Groups for standards that differ with conditions, base and level (注重差异性, 产改字〔2022〕1号 二（四）3). The document
 * names the principle and no groups, so every one of them is derived data and can be replaced by a file.
 */
export interface PeerGroups {
  readonly classifications: readonly PeerClassification[];
  readonly memberships: readonly PeerMembership[];
}

export const NO_PEER_GROUPS: PeerGroups = { classifications: [], memberships: [] };

/** Groups a subject belongs to in an evaluation year: those of its last day (derived rule; the year is judged as a whole). */
export function peerGroupsOf({ memberships }: PeerGroups, subject: string, year: number): string[] {
  const day = `${year}-12-31`;
  return memberships
    .filter((row) => row.subject === subject && row.validFrom <= day && (row.validTo === null || day < row.validTo))
    .map(({ group }) => group);
}

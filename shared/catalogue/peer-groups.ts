import type { PeerGroups } from './catalogue.ts';

export type { PeerGroups } from './catalogue.ts';

export const NO_PEER_GROUPS: PeerGroups = { classifications: [], memberships: [] };

/** Groups a subject belongs to in an evaluation year: those of its last day (derived rule; the year is judged as a whole). */
export function peerGroupsOf({ memberships }: PeerGroups, subject: string, year: number): string[] {
  const day = `${year}-12-31`;
  return memberships
    .filter((row) => row.subject === subject && row.validFrom <= day && (row.validTo === null || day < row.validTo))
    .map(({ group }) => group);
}

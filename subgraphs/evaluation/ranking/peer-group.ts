import type { Framework } from '../../../shared/catalogue/catalogue.ts';

/** Whom a subject is compared with, within one framework and year. */
export interface PeerGroup {
  readonly code: string;
  /** As it stands in the statement of the group; null for all subjects of the framework. */
  readonly name: string | null;
}

/** Tells the peer group of a subject: one for all, unless the scoring model tells groups apart (注重差异性). */
export type PeerGroupOf = (framework: Framework, subject: string) => PeerGroup;

export const ONE_GROUP: PeerGroupOf = () => ({ code: 'all', name: null });

/** The stated group: framework, year, group and how many are in it. */
export function statePeerGroup(framework: Framework, year: number, { name }: PeerGroup): string {
  return [framework.title, `${year}年`, name ?? '同类评价对象'].join('·');
}

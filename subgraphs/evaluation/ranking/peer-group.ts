import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import { peerGroupsOf } from '../../../shared/catalogue/subject/peer-groups.ts';

/** Whom a subject is compared with, within one framework and year. */
export interface PeerGroup {
  readonly code: string;
  readonly name: string;
}

/**
 * The peer group of a subject in a year: those in the same groups of comparable subjects (注重差异性, 产改字〔2022〕1号 二（四）3).
 * Derived rule: subjects in no group are compared with each other.
 */
export function peerGroupOf(
  { peerGroups }: Pick<Catalogue, 'peerGroups'>,
  { subjectKind }: Pick<Framework, 'subjectKind'>,
  { subject, year }: { readonly subject: string; readonly year: number },
): PeerGroup {
  const known = peerGroups.classifications
    .filter((classification) => classification.subjectKind === subjectKind)
    .flatMap(({ groups }) => groups);
  if (known.length === 0) return { code: '', name: '全部评价对象' };
  const own = new Set(peerGroupsOf(peerGroups, subject, year));
  const groups = known.filter(({ id }) => own.has(id));
  if (groups.length === 0) return { code: '', name: '未列入任何类别的评价对象' };
  return { code: groups.map(({ id }) => id).join(' '), name: groups.map(({ zh }) => zh).join('、') };
}

/** The stated group: framework, year and group. */
export function statePeerGroup({ title }: Pick<Framework, 'title'>, year: number, { name }: PeerGroup): string {
  return [title, `${year}年`, name].join('·');
}

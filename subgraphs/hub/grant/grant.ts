import type { ReadGrant } from '../../../shared/identity/viewer.ts';

/** Who may read: one person or system, everybody of a unit, or every caller with a token. */
export type GrantReader =
  | { readonly kind: 'SUBJECT'; readonly code: string }
  | { readonly kind: 'UNIT'; readonly code: string }
  | { readonly kind: 'PUBLIC'; readonly code: null };

/** A grant (授权) as it was stored. */
export interface StoredGrant {
  readonly id: string;
  readonly ownerUnit: string;
  readonly reader: GrantReader;
  /** Codes of measures; null means all. */
  readonly measures: readonly string[] | null;
  readonly purpose: string;
  /** Last day on which it holds, Asia/Shanghai. */
  readonly expiresOn: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

export interface GrantFilter {
  readonly ownerUnit: string | null;
  /** Subject or unit code of the reader. */
  readonly reader: string | null;
  readonly isLive: boolean | null;
}

/** What many grants let one viewer read, one entry for each owner, in a stable order: equal rights make equal texts. */
export function mergeGrants(grants: readonly Pick<StoredGrant, 'ownerUnit' | 'measures'>[]): ReadGrant[] {
  const byUnit = new Map<string, Set<string> | null>();
  for (const { ownerUnit, measures } of grants) {
    const known = byUnit.get(ownerUnit);
    if (measures === null || known === null) byUnit.set(ownerUnit, null);
    else byUnit.set(ownerUnit, new Set([...(known ?? []), ...measures]));
  }
  return [...byUnit]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([memberUnit, measures]) => ({ memberUnit, measures: measures === null ? null : [...measures].sort() }));
}

import type { Machine } from './machine.ts';
import type { Measurement } from './measurement.ts';

/** A row that gave no figures, and why. */
export interface Missing {
  readonly id: string;
  readonly title: string;
  readonly kind: 'failed' | 'skipped';
  readonly reason: string;
}

/** What `bench.json` holds. */
export interface Report {
  readonly version: 1;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly machine: Machine;
  readonly loadBefore: string;
  readonly loadAfter: string;
  readonly measurements: readonly Measurement[];
  readonly missing: readonly Missing[];
}

/** A later run's rows in place of the same rows of an earlier one on the same machine; the others stay. */
export function mergeReports(earlier: Report | null, later: Report): Report {
  const fresh = new Set([...later.measurements, ...later.missing].map(({ id }) => id));
  const kept = <T extends { readonly id: string }>(rows: readonly T[]): T[] => rows.filter(({ id }) => !fresh.has(id));
  return {
    ...later,
    measurements: inOrder([...kept(earlier?.measurements ?? []), ...later.measurements]),
    missing: inOrder([...kept(earlier?.missing ?? []), ...later.missing]),
  };
}

/** P1 before P10, P before S; rows of the same name as they came. */
function inOrder<T extends { readonly id: string }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

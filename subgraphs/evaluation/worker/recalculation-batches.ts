import type { SubjectYear } from '../result/recalculation/recalculation-job.repository.ts';

/** Subjects of one year that are calculated together. */
export interface RecalculationBatch {
  readonly year: number;
  readonly subjects: readonly string[];
}

/** Every subject and year once, earlier years first: what is derived for a year is the base of the next. */
export function batchesOf(pairs: readonly SubjectYear[], size: number): RecalculationBatch[] {
  const years = new Map<number, Set<string>>();
  for (const { subject, year } of pairs) years.set(year, (years.get(year) ?? new Set()).add(subject));
  return [...years]
    .sort(([a], [b]) => a - b)
    .flatMap(([year, subjects]) => {
      const all = [...subjects];
      return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => ({
        year,
        subjects: all.slice(index * size, (index + 1) * size),
      }));
    });
}

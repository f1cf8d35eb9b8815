import type { Catalogue } from './catalogue.ts';
import type { Framework } from './framework/framework.ts';
import type { SubjectKind } from './subject/subject-kind.ts';

/** The framework that evaluates subjects of a kind in an evaluation year, by its own year or a recorded 沿用; null when there is none. */
export function frameworkFor(catalogue: Catalogue, kind: SubjectKind, year: number): Framework | null {
  for (const framework of catalogue.frameworks.values()) {
    if (framework.subjectKind === kind && framework.years.includes(year)) return framework;
  }
  return null;
}

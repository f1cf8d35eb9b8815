import type { Catalogue } from './catalogue.ts';
import type { Framework, Indicator } from './framework/framework.ts';
import type { UnitOfMeasure } from './framework/measure.ts';
import type { SubjectKind } from './subject/subject-kind.ts';

/** Id of the subgraph that carries a member unit; null for an unknown unit. */
export function carriedBy(catalogue: Catalogue, unit: string): string | null {
  return catalogue.memberUnits.get(unit)?.subgraph ?? null;
}

/** The framework that evaluates subjects of a kind in an evaluation year, by its own year or a recorded 沿用; null when there is none. */
export function frameworkFor(catalogue: Catalogue, kind: SubjectKind, year: number): Framework | null {
  for (const framework of catalogue.frameworks.values()) {
    if (framework.subjectKind === kind && framework.years.includes(year)) return framework;
  }
  return null;
}

/** The frameworks that have a measure. */
export function frameworksUsing(catalogue: Catalogue, measure: string): Framework[] {
  return [...catalogue.frameworks.values()].filter(({ measures }) => measures.has(measure));
}

/** 计量单位 of a measure of a framework; null for an unknown measure. */
export function unitOfMeasureOf(framework: Framework, measure: string): UnitOfMeasure | null {
  const code = framework.measures.get(measure)?.unitOfMeasure;
  return code === undefined ? null : (framework.unitsOfMeasure.get(code) ?? null);
}

const indicatorsByMeasure = new WeakMap<Framework, ReadonlyMap<string, Indicator>>();

/** The indicator to which a measure or assessment item belongs; null when the framework has neither. */
export function indicatorOf(framework: Framework, measureOrItem: string): Indicator | null {
  const known = indicatorsByMeasure.get(framework) ?? mapIndicators(framework);
  indicatorsByMeasure.set(framework, known);
  return known.get(measureOrItem) ?? null;
}

function mapIndicators(framework: Framework): Map<string, Indicator> {
  const pairs = framework.indicators.flatMap((indicator) =>
    [...indicator.measures, ...indicator.assessmentItems].map((code) => [code, indicator] as const),
  );
  return new Map(pairs);
}

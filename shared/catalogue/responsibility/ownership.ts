import { type DimensionValue, formatDimensions } from '../../primitives/dimensions.ts';
import type { Framework } from '../framework/framework.ts';
import type { MeasureOwnership, ResponsibilitySplit } from './responsibility-split.ts';
import { combineDimensions } from '../framework/dimension-combinations.ts';

/** One cell of a measure: the measure and one value of each of its dimensions. */
export interface MeasureCell {
  readonly measure: string;
  readonly dimensions: readonly DimensionValue[];
}

/**
 * Id of the unit that answers for a cell; null when the measure is not in the split
 * or the cell does not say, or misnames, the value on which its owner depends.
 */
export function ownerOfCell(
  split: ResponsibilitySplit,
  measure: string,
  dimensions: readonly DimensionValue[],
): string | null {
  const ownership = split.measures.get(measure);
  if (ownership === undefined) return null;
  const { byDimension, owner } = ownership;
  if (byDimension === null) return owner;
  const value = dimensions.find(({ key }) => key === byDimension.dimension)?.code;
  // Codes come from outside: `constructor` must not find an owner on the prototype.
  return value !== undefined && Object.hasOwn(byDimension.owners, value) ? (byDimension.owners[value] ?? null) : null;
}

/**
 * Id of the unit that answers for a value: the owner of its cell, or of the measure as a whole where the value
 * is a total over cells of several owners.
 */
export function answerableUnit(
  split: ResponsibilitySplit,
  measure: string,
  dimensions: readonly DimensionValue[],
): string | null {
  return ownerOfCell(split, measure, dimensions) ?? split.measures.get(measure)?.owner ?? null;
}

/** True for a measure that the hub computes: its cells are typed by nobody. */
export function isComputed(split: ResponsibilitySplit, measure: string): boolean {
  return split.measures.get(measure)?.computed ?? false;
}

const cellsByFramework = new WeakMap<Framework, Map<string, readonly (readonly DimensionValue[])[]>>();

/** Every combination of the values of a measure's dimensions; one empty combination without dimensions, none for an unknown measure. */
export function cellsOf(framework: Framework, measure: string): readonly (readonly DimensionValue[])[] {
  const known = remembered(cellsByFramework, framework, () => new Map());
  const cells = known.get(measure) ?? combineMeasure(framework, measure);
  known.set(measure, cells);
  return cells;
}

/** True when the coordinates name exactly one value of each dimension of the measure, in any order. */
export function isCell(framework: Framework, measure: string, dimensions: readonly DimensionValue[]): boolean {
  const ids = framework.measures.get(measure)?.dimensions;
  if (ids === undefined || ids.length !== dimensions.length) return false;
  const cell = formatDimensions(dimensions);
  return cellsOf(framework, measure).some((candidate) => formatDimensions(candidate) === cell);
}

const measuresByUnit = new WeakMap<ResponsibilitySplit, ReadonlyMap<string, readonly string[]>>();

/** Codes of the measures of which a unit owns at least one cell, computed ones included, in the order of the split. */
export function measuresOwnedBy(split: ResponsibilitySplit, unit: string): readonly string[] {
  return remembered(measuresByUnit, split, () => groupMeasures(split)).get(unit) ?? [];
}

/** The cells a unit owns and has to enter: those of computed measures are left out. */
export function cellsEnteredBy(split: ResponsibilitySplit, framework: Framework, unit: string): MeasureCell[] {
  return measuresOwnedBy(split, unit)
    .filter((measure) => !isComputed(split, measure))
    .flatMap((measure) => cellsOf(framework, measure).map((dimensions) => ({ measure, dimensions })))
    .filter(({ measure, dimensions }) => ownerOfCell(split, measure, dimensions) === unit);
}

/** Codes of the indicators a unit leads (牵头), in the order of the framework. */
export function indicatorsLedBy(split: ResponsibilitySplit, unit: string): string[] {
  return [...split.indicators.values()].filter(({ lead }) => lead === unit).map(({ indicatorCode }) => indicatorCode);
}

function combineMeasure(framework: Framework, measure: string): DimensionValue[][] {
  const ids = framework.measures.get(measure)?.dimensions;
  return ids === undefined ? [] : combineDimensions(framework, ids);
}

function groupMeasures(split: ResponsibilitySplit): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const ownership of split.measures.values()) {
    for (const unit of unitsOf(ownership)) groups.set(unit, [...(groups.get(unit) ?? []), ownership.measure]);
  }
  return groups;
}

function unitsOf({ owner, byDimension }: MeasureOwnership): Set<string> {
  return new Set(byDimension === null ? [owner] : Object.values(byDimension.owners));
}

function remembered<K extends object, V>(memory: WeakMap<K, V>, key: K, compute: () => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const value = compute();
  memory.set(key, value);
  return value;
}

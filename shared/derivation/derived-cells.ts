import type { Framework } from '../catalogue/framework/framework.ts';
import type { Measure } from '../catalogue/framework/measure.ts';
import { type Frequency, parsePeriod } from '../primitives/period.ts';
import { cellsAt } from './dimension-total.ts';
import { derivationParts } from './derive-value.ts';
import { cellsOf, type MeasureCell } from './measure-cells.ts';
import { rollUpPeriods } from './roll-up.ts';

/** One value of one subject: measure, period code and canonical text of its dimensions. */
export interface CellRef {
  readonly measure: string;
  readonly period: string;
  readonly dimensions: string;
}

interface Dependent {
  readonly measure: Measure;
  readonly dimensions: string;
  readonly yearsLater: 0 | 1;
}

/** Which computed cells rest on which cells, of one framework. Built once, asked on every publication. */
export interface DerivationGraph {
  /** Computed measures, each after everything it rests on. */
  readonly order: readonly Measure[];
  /** Cells that rest on a cell directly, by `measure` and dimensions text. */
  readonly dependents: ReadonlyMap<string, readonly Dependent[]>;
  readonly measures: ReadonlyMap<string, Measure>;
}

/** The derivation graph of a framework; throws where computed measures rest on each other in a circle. */
export function createDerivationGraph(framework: Framework): DerivationGraph {
  const dependents = new Map<string, Dependent[]>();
  const order = orderOfDerivation(framework);
  for (const measure of order) {
    for (const cell of cellsOf(framework, measure)) {
      for (const { key, yearsLater } of sourcesOf(framework, measure, cell)) {
        const list = dependents.get(key) ?? [];
        list.push({ measure, dimensions: cell.text, yearsLater });
        dependents.set(key, list);
      }
    }
  }
  return { order, dependents, measures: framework.measures };
}

/** Cells that a computed cell rests on directly. */
function sourcesOf(
  framework: Framework,
  { derivation }: Measure,
  { coordinates }: MeasureCell,
): { readonly key: string; readonly yearsLater: 0 | 1 }[] {
  if (derivation === null) return [];
  return derivationParts(derivation).flatMap(({ measure, yearsEarlier }) => {
    const part = framework.measures.get(measure);
    const cells = part === undefined ? [] : (cellsAt(framework, part, coordinates) ?? []);
    return cells.map(({ text }) => ({ key: cellId(measure, text), yearsLater: yearsEarlier }));
  });
}

/** Every computed cell that a changed cell can touch, directly or through others, in order of computation. */
export function dependentCells(graph: DerivationGraph, changed: CellRef): CellRef[] {
  const found = new Map<string, CellRef>();
  const waiting: CellRef[] = [changed];
  for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
    const source = graph.measures.get(cell.measure);
    for (const dependent of graph.dependents.get(cellId(cell.measure, cell.dimensions)) ?? []) {
      const period = source === undefined ? null : periodOfDependent(source, cell.period, dependent);
      if (period === null) continue;
      const next = { measure: dependent.measure.code, period, dimensions: dependent.dimensions };
      const key = `${cellId(next.measure, next.dimensions)}\t${period}`;
      if (found.has(key)) continue;
      found.set(key, next);
      waiting.push(next);
    }
  }
  if (found.size < 2) return [...found.values()];
  const rank = new Map(graph.order.map(({ code }, index) => [code, index]));
  return [...found.values()].sort(
    (a, b) => a.period.localeCompare(b.period) || (rank.get(a.measure) ?? 0) - (rank.get(b.measure) ?? 0),
  );
}

/** Computed measures in an order in which each comes after its parts. */
export function orderOfDerivation(framework: Framework): Measure[] {
  const order: Measure[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (code: string): void => {
    const measure = framework.measures.get(code);
    if (measure?.derivation == null || state.get(code) === 'done') return;
    if (state.get(code) === 'open') throw new Error(`derivation of ${code} rests on itself`);
    state.set(code, 'open');
    for (const { measure: part } of derivationParts(measure.derivation)) visit(part);
    state.set(code, 'done');
    order.push(measure);
  };
  for (const code of framework.measures.keys()) visit(code);
  return order;
}

/** Period in which a dependent is touched: the same, a year later, or the year where the dependent is annual. */
function periodOfDependent(source: Measure, periodCode: string, dependent: Dependent): string | null {
  const period = parsePeriod(periodCode);
  if (period === null) return null;
  const year = period.year + dependent.yearsLater;
  if (dependent.measure.frequency === 'annual') {
    const counted = periodCode === String(period.year) || rollUpPeriods(source, period.year).includes(periodCode);
    return counted ? String(year) : null;
  }
  if (!hasFrequency(periodCode, dependent.measure.frequency)) return null;
  return periodCode.replace(/^\d{4}/, String(year));
}

function hasFrequency(period: string, frequency: Frequency): boolean {
  const type = parsePeriod(period)?.type;
  return frequency === 'quarterly' ? type === 'QUARTER' : type === 'MONTH';
}

function cellId(measure: string, dimensions: string): string {
  return `${measure}\t${dimensions}`;
}

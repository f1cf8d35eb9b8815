import type { EntityManager } from 'typeorm';
import { derivedStage } from '../../catalogue/calendar/release-calendar.ts';
import { newId } from '../../primitives/identifiers.ts';
import { parsePeriod } from '../../primitives/period.ts';
import type { DepartmentKnowledge } from '../department-knowledge.ts';
import { type Cell, cellKey } from '../observation/observation.ts';
import type { NewObservation } from '../observation/observation.repository.ts';
import { readRecordCells } from '../observation/record-cell.repository.ts';
import type { RecordCell } from '../observation/record-cell.ts';
import type { KnownValue } from '../validation/cell-rule.ts';
import { placeText } from '../validation/place.ts';
import type { CellRef } from '../../derivation/derived-cells.ts';
import type { ComputedCell, LocalDerivation } from './local-derivation.ts';

/** What a change of cells makes of the cells computed from them. */
export interface Derived {
  /** New revisions of computed cells. */
  readonly computed: readonly NewObservation[];
  /** Computed values that no longer stand, because a part is gone. */
  readonly vanished: readonly RecordCell[];
}

const NOTHING: Derived = { computed: [], vanished: [] };

interface Touched {
  readonly subject: string;
  readonly derivation: LocalDerivation;
  readonly affected: ReturnType<LocalDerivation['affected']>;
}

/**
 * Computes what rests on changed cells, from the record as it stands after the change, by one statement or none. Frozen
 * values stay as they are unless the lead agreed to the change.
 */
export async function deriveAfter(
  knowledge: DepartmentKnowledge,
  manager: EntityManager,
  { changed, movesFrozen }: { readonly changed: readonly Cell[]; readonly movesFrozen: boolean },
): Promise<Derived> {
  const touched = touchedBy(knowledge, changed);
  const { written, beside } = cellsOf(touched);
  if (written.length === 0) return NOTHING;
  const record = await readRecordCells(manager, written, beside);
  const countingOf = (subject: string) => (cell: CellRef) => record.get(cellKey({ ...cell, subject }))?.known ?? null;
  return derive(knowledge, touched, { record, countingOf, movesFrozen });
}

/** The cells that computing what rests on changed cells writes and reads. */
export function cellsToDerive(
  knowledge: DepartmentKnowledge,
  changed: readonly Cell[],
): { readonly written: readonly Cell[]; readonly beside: readonly Cell[] } {
  return cellsOf(touchedBy(knowledge, changed));
}

/**
 * Computes what rests on values that are about to count, before they do. The record must know `cellsToDerive` of them,
 * as far as anything is known of them. Frozen values stay as they are.
 */
export function deriveAhead(
  knowledge: DepartmentKnowledge,
  record: ReadonlyMap<string, RecordCell>,
  entered: readonly NewObservation[],
): Derived {
  const ahead = new Map<string, Map<string, NewObservation>>();
  for (const value of entered) {
    const place = placeText(value.period, value.measure, value.dimensions);
    const ofSubject = ahead.get(value.subject);
    if (ofSubject === undefined) ahead.set(value.subject, new Map([[place, value]]));
    else ofSubject.set(place, value);
  }
  const countingOf = (subject: string) => {
    const ofSubject = ahead.get(subject);
    return (cell: CellRef): CountingValue | null =>
      ofSubject?.get(textOf(cell)) ??
      (record.size === 0 ? null : (record.get(cellKey({ ...cell, subject }))?.known ?? null));
  };
  return derive(knowledge, touchedBy(knowledge, entered), { record, countingOf, movesFrozen: false });
}

type CountingValue = Pick<KnownValue, 'value' | 'stage'>;

interface Standing {
  readonly record: ReadonlyMap<string, RecordCell>;
  /** What counts of a subject's cells, as far as it is not computed anew. */
  readonly countingOf: (subject: string) => (cell: CellRef) => CountingValue | null;
  readonly movesFrozen: boolean;
}

function derive(
  knowledge: DepartmentKnowledge,
  touched: readonly Touched[],
  { record, countingOf, movesFrozen }: Standing,
): Derived {
  const computed: NewObservation[] = [];
  const vanished: RecordCell[] = [];
  for (const { subject, derivation, affected: all } of touched) {
    const counting = countingOf(subject);
    const recorded = (cell: CellRef): RecordCell | undefined =>
      record.size === 0 ? undefined : record.get(cellKey({ ...cell, subject }));
    const affected = movesFrozen ? all : all.filter((cell) => recorded(cell)?.isFrozen !== true);
    const found = new Set<string>();
    const stages = new Map<string, NewObservation['stage']>();
    const recomputed = new Set(affected.map(textOf));
    // What is computed anew here never rests on what was computed before.
    const read = (part: CellRef): string | null =>
      recomputed.has(textOf(part)) ? null : (counting(part)?.value ?? null);
    for (const cell of derivation.compute(affected, read)) {
      const text = textOf(cell);
      found.add(text);
      const before = recorded(cell);
      if (before?.known?.value === cell.value) continue;
      const parts = derivation.reads([cell]).map((part) => ({
        measure: part.measure,
        period: part.period,
        stage: stages.get(textOf(part)) ?? counting(part)?.stage ?? null,
      }));
      const stage = derivedStage(knowledge.releaseCalendar, cell, parts);
      stages.set(text, stage);
      const observation = toObservation(subject, cell, (before?.highestRevision ?? 0) + 1, stage);
      if (observation) computed.push(observation);
    }
    for (const cell of affected) {
      const before = recorded(cell);
      if (before?.known && !found.has(textOf(before))) vanished.push(before);
    }
  }
  return { computed, vanished };
}

function textOf({ period, measure, dimensions }: CellRef): string {
  return placeText(period, measure, dimensions);
}

function cellsOf(touched: readonly Touched[]): { readonly written: Cell[]; readonly beside: Cell[] } {
  return {
    written: touched.flatMap(({ subject, affected }) => affected.map((cell) => ({ subject, ...cell }))),
    beside: touched.flatMap(({ subject, derivation, affected }) =>
      derivation.reads(affected).map((cell) => ({ subject, ...cell })),
    ),
  };
}

/** Per subject and framework, the computed cells that the changed ones can touch. */
function touchedBy(knowledge: DepartmentKnowledge, changed: readonly Cell[]): Touched[] {
  const groups = new Map<string, { subject: string; derivation: LocalDerivation; cells: Cell[] }>();
  for (const cell of changed) {
    const kind = knowledge.subjectKind(cell.subject);
    const framework = kind && knowledge.frameworkFor(kind, parsePeriod(cell.period)?.year ?? null)?.framework;
    const derivation = framework ? knowledge.derivationOf(framework.id) : null;
    if (!framework || !derivation) continue;
    const key = `${cell.subject}|${framework.id}`;
    const group = groups.get(key) ?? { subject: cell.subject, derivation, cells: [] };
    groups.set(key, group);
    group.cells.push(cell);
  }
  return [...groups.values()].map(({ subject, derivation, cells }) => ({
    subject,
    derivation,
    affected: derivation.affected(cells),
  }));
}

function toObservation(
  subject: string,
  cell: ComputedCell,
  revision: number,
  stage: NewObservation['stage'],
): NewObservation | null {
  const period = parsePeriod(cell.period);
  if (period === null) return null;
  // Written out, as in `toNewObservation`.
  return {
    subject,
    measure: cell.measure,
    period: cell.period,
    dimensions: cell.dimensions,
    uuid: newId(),
    periodYear: period.year,
    periodStart: period.start,
    periodEnd: period.end,
    value: cell.value,
    isNumber: true,
    revision,
    memberUnit: cell.memberUnit,
    explanation: null,
    isDerived: true,
    stage,
  };
}

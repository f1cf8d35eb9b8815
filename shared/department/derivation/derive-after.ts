import type { EntityManager } from 'typeorm';
import { derivedStage } from '../../catalogue/release-calendar.ts';
import { newId } from '../../primitives/identifiers.ts';
import { parsePeriod } from '../../primitives/period.ts';
import type { DepartmentKnowledge } from '../department-knowledge.ts';
import { type Cell, cellKey } from '../observation/observation.ts';
import type { NewObservation } from '../observation/observation.repository.ts';
import { readRecordCells } from '../observation/record-cell.repository.ts';
import type { RecordCell } from '../observation/record-cell.ts';
import type { LocalDerivation } from './local-derivation.ts';

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
  const written = touched.flatMap(({ subject, affected }) => affected.map((cell) => ({ subject, ...cell })));
  if (written.length === 0) return NOTHING;
  const beside = touched.flatMap(({ subject, derivation, affected }) =>
    derivation.reads(affected).map((cell) => ({ subject, ...cell })),
  );
  const record = await readRecordCells(manager, written, beside);
  const computed: NewObservation[] = [];
  const vanished: RecordCell[] = [];
  for (const { subject, derivation, affected: all } of touched) {
    const isFree = (cell: Omit<Cell, 'subject'>): boolean => !record.get(cellKey({ subject, ...cell }))?.isFrozen;
    const affected = movesFrozen ? all : all.filter(isFree);
    const found = new Set<string>();
    const stages = new Map<string, NewObservation['stage']>();
    const recomputed = new Set(affected.map((cell) => cellKey({ subject, ...cell })));
    // What is computed anew here never rests on what was computed before.
    const read = (part: Omit<Cell, 'subject'>): string | null => {
      const key = cellKey({ subject, ...part });
      return recomputed.has(key) ? null : (record.get(key)?.known?.value ?? null);
    };
    for (const cell of derivation.compute(affected, read)) {
      const key = cellKey({ subject, ...cell });
      found.add(key);
      const before = record.get(key);
      if (before?.known?.value === cell.value) continue;
      const parts = derivation.reads([cell]).map((part) => {
        const key = cellKey({ subject, ...part });
        return {
          measure: part.measure,
          period: part.period,
          stage: stages.get(key) ?? record.get(key)?.known?.stage ?? null,
        };
      });
      const stage = derivedStage(knowledge.releaseCalendar, cell, parts);
      stages.set(key, stage);
      const observation = toObservation({ subject, ...cell }, (before?.highestRevision ?? 0) + 1, stage);
      if (observation) computed.push(observation);
    }
    for (const cell of affected) {
      const before = record.get(cellKey({ subject, ...cell }));
      if (before?.known && !found.has(cellKey(before))) vanished.push(before);
    }
  }
  return { computed, vanished };
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
  cell: Cell & { readonly value: string; readonly memberUnit: string },
  revision: number,
  stage: NewObservation['stage'],
): NewObservation | null {
  const period = parsePeriod(cell.period);
  if (period === null) return null;
  return {
    ...cell,
    uuid: newId(),
    periodYear: period.year,
    periodStart: period.start,
    periodEnd: period.end,
    isNumber: true,
    revision,
    explanation: null,
    isDerived: true,
    stage,
  };
}

import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import { deriveCell } from '../../../shared/derivation/derive-cell.ts';
import { type CellRef, dependentCells, type DerivationGraph } from '../../../shared/derivation/derived-cells.ts';
import { decimal, isDecimalString, toDecimalString } from '../../../shared/primitives/decimal.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import { DERIVED_HERE } from '../input-store/department-register.ts';
import { cellRefText, latestReceipt } from '../result/recalculation/derive-here.ts';

/** What would stand in a cell: another value, or nothing where the value is withdrawn. */
export interface CellChange extends CellRef {
  readonly value: AcceptedObservation | null;
}

export interface OverlayRules {
  readonly framework: Framework;
  readonly graph: DerivationGraph;
  /** The unit that answers for a computed cell. */
  readonly unitOf: (cell: CellRef) => string | null;
  /** Computed cells that whoever evaluates the overlaid values derives anyway. */
  readonly isDerivedLater: (cell: CellRef) => boolean;
}

/**
 * The known values as they would be after the changes. Computed values that rest on a changed one are computed
 * anew by the rule their departments follow on acceptance; one that lost a part is gone, missing is never zero.
 */
export function overlayChanges(
  observations: readonly AcceptedObservation[],
  changes: readonly CellChange[],
  rules: OverlayRules,
): AcceptedObservation[] {
  const store = new Map(observations.map((observation) => [cellRefText(observation), observation]));
  const given = new Set(changes.map(cellRefText));
  for (const change of changes) {
    if (change.value === null) store.delete(cellRefText(change));
    else store.set(cellRefText(change), change.value);
  }
  for (const cell of affectedCells(changes, rules.graph)) {
    const key = cellRefText(cell);
    const stored = store.get(key);
    if (given.has(key) || rules.isDerivedLater(cell) || stored?.isDerived === false) continue;
    const derived = derive(cell, store, rules);
    if (derived === null) store.delete(key);
    else if (stored?.value !== derived.value) store.set(key, derived);
  }
  return [...store.values()];
}

/** Computed cells that rest on a changed one, each after what it rests on. */
function affectedCells(changes: readonly CellRef[], graph: DerivationGraph): CellRef[] {
  const found = new Map<string, CellRef>();
  for (const change of changes) {
    for (const cell of dependentCells(graph, change)) found.set(cellRefText(cell), cell);
  }
  const rank = new Map(graph.order.map(({ code }, index) => [code, index]));
  return [...found.values()].sort(
    (a, b) => a.period.localeCompare(b.period) || (rank.get(a.measure) ?? 0) - (rank.get(b.measure) ?? 0),
  );
}

/** The calculator computes such a value for itself; it is put here for what reads cells without it. */
function derive(
  cell: CellRef,
  store: ReadonlyMap<string, AcceptedObservation>,
  { framework, unitOf }: OverlayRules,
): AcceptedObservation | null {
  const { value, inputs } = deriveCell(framework, cell, (part) => {
    const known = store.get(cellRefText(part))?.value;
    return known !== undefined && isDecimalString(known) ? decimal(known) : null;
  });
  const parts = inputs.flatMap((input) => store.get(cellRefText(input)) ?? []);
  const [first] = parts;
  if (value === null || first === undefined) return null;
  return {
    ...cell,
    id: `${DERIVED_HERE}:${cell.period.slice(0, 4)}:provisional:${cell.measure}:${cell.period}:${cell.dimensions}`,
    department: DERIVED_HERE,
    subject: first.subject,
    value: toDecimalString(value),
    state: 'ACCEPTED',
    stage: null,
    revision: 1,
    memberUnit: unitOf(cell),
    receiptHash: null,
    isDerived: true,
    isDemo: parts.some(({ isDemo }) => isDemo),
    inputs: [...new Set(parts.flatMap((part) => (part.department === DERIVED_HERE ? part.inputs : [part])))],
    reportedOn: null,
    receivedAt: latestReceipt(parts, first),
  };
}

import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import { answerableUnit } from '../../../shared/catalogue/responsibility/ownership.ts';
import { createDerivationGraph, type DerivationGraph } from '../../../shared/derivation/derived-cells.ts';
import { parseDimensions } from '../../../shared/primitives/dimensions.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import { isSameDerived } from '../input-store/derived-store.repository.ts';
import { DERIVED_HERE } from '../input-store/department-register.ts';
import type { PendingObservation } from '../pending/pending-observation.ts';
import { cellRefText, type DerivedObservation } from '../result/recalculation/derive-here.ts';
import type { EvaluationRecord } from '../result/evaluation-record.ts';
import type { YearCalculator, YearFacts } from '../result/recalculation/year-calculator.ts';
import { type CellChange, overlayChanges } from './overlay.ts';

const graphs = new WeakMap<Framework, DerivationGraph>();

/** The evaluation as it stands, calculated and not stored. */
export function evaluateAsKnown(calculator: YearCalculator, facts: YearFacts): EvaluationRecord {
  const rows = new Map(facts.inputs.derived.map(({ observation }) => [cellRefText(observation), observation]));
  return calculator.evaluate(
    facts,
    calculator.derive(facts).map((value) => {
      const row = rows.get(cellRefText(value));
      return row !== undefined && isSameDerived(row, value) ? row : toShown(value);
    }),
  );
}

/** The evaluation as it would be after the changes: the same calculation on overlaid values. Nothing is stored. */
export function evaluateWith(
  calculator: YearCalculator,
  facts: YearFacts,
  changes: readonly CellChange[],
): EvaluationRecord {
  return evaluateAsKnown(calculator, overlaidFacts(calculator, facts, changes));
}

/** What would be known after the changes. */
export function overlaidFacts(calculator: YearCalculator, facts: YearFacts, changes: readonly CellChange[]): YearFacts {
  if (changes.length === 0) return facts;
  const { framework, split } = facts.plan.setup;
  const later = new Set(calculator.crossCellsOf(framework, facts.pair.year).map(cellRefText));
  const changed = new Set(changes.map(cellRefText));
  return {
    ...facts,
    inputs: {
      ...facts.inputs,
      observations: overlayChanges(facts.inputs.observations, changes, {
        framework,
        graph: graphOf(framework),
        unitOf: ({ measure, dimensions }) => answerableUnit(split, measure, parseDimensions(dimensions)),
        isDerivedLater: (cell) => later.has(cellRefText(cell)),
      }),
    },
    pending: facts.pending.filter((pending) => !changed.has(cellRefText(pending))),
  };
}

/** Pending values as changes: in each cell the latest revision, where it would replace what counts. */
export function toChanges(pending: readonly PendingObservation[], facts: YearFacts): CellChange[] {
  const counting = countingByCell(facts);
  const latest = new Map<string, PendingObservation>();
  for (const value of pending) {
    const key = cellRefText(value);
    const floor = latest.get(key)?.revision ?? counting.get(key)?.revision ?? 0;
    if (value.revision >= floor) latest.set(key, value);
  }
  return [...latest.values()].map((value) => {
    const { measure, period, dimensions } = value;
    return { measure, period, dimensions, value: asAccepted(value, counting.get(cellRefText(value)) ?? null) };
  });
}

/** The values that count, by cell. */
export function countingByCell({ inputs }: YearFacts): Map<string, AcceptedObservation> {
  return new Map(inputs.observations.map((observation) => [cellRefText(observation), observation]));
}

function asAccepted(pending: PendingObservation, counting: AcceptedObservation | null): AcceptedObservation {
  const { id, department, subject, measure, period, dimensions, value, revision, memberUnit } = pending;
  return {
    ...{ id, department, subject, measure, period, dimensions, value, revision, memberUnit },
    state: 'ACCEPTED',
    stage: pending.stage,
    receiptHash: pending.receiptHash,
    isDerived: pending.isDerived,
    isDemo: pending.isDemo,
    inputs: [],
    reportedOn: counting?.reportedOn ?? pending.reportedOn,
    receivedAt: pending.recordedAt,
  };
}

function graphOf(framework: Framework): DerivationGraph {
  const known = graphs.get(framework);
  if (known !== undefined) return known;
  const graph = createDerivationGraph(framework);
  graphs.set(framework, graph);
  return graph;
}

/** A value derived for an answer only: told by its cell, because no row holds it. */
function toShown(value: DerivedObservation): AcceptedObservation {
  const { measure, period, dimensions } = value;
  return {
    ...value,
    id: `${DERIVED_HERE}:${period.slice(0, 4)}:provisional:${measure}:${period}:${dimensions}`,
    revision: 1,
  };
}

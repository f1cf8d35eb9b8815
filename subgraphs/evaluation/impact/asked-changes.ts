import { answerableUnit } from '../../../shared/catalogue/responsibility/ownership.ts';
import { parseDimensions } from '../../../shared/primitives/dimensions.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { normaliseWireValue } from '../../../shared/primitives/wire-value.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import { cellRefText } from '../result/recalculation/derive-here.ts';
import type { YearFacts } from '../result/recalculation/year-calculator.ts';
import { checkChanges } from './change.rules.ts';
import type { AskedChange } from './impact.ts';
import type { CellChange } from './overlay.ts';
import { countingByCell } from './what-if.ts';

interface Asking {
  /** True for a unit whose values the viewer may ask about. */
  readonly isOpenTo: (unit: string | null) => boolean;
  readonly now: Date;
}

/** Changes as somebody asked about them, made ready to lie over what is known; every fault, where there is one. */
export function readAskedChanges(
  asked: readonly AskedChange[],
  facts: YearFacts,
  { isOpenTo, now }: Asking,
): Result<CellChange[], Issue[]> {
  const counting = countingByCell(facts);
  const changes = asked.map((change) => ({ ...change, unit: unitOf(change, facts, counting) }));
  const units = new Map(changes.map((change) => [cellRefText(change), change.unit]));
  const issues = checkChanges(asked, {
    framework: facts.plan.setup.framework,
    year: facts.pair.year,
    isOpen: (change) => isOpenTo(units.get(cellRefText(change)) ?? null),
  });
  if (issues.length > 0) return err(issues);
  const surroundings = { subject: facts.pair.subject, counting, now };
  return ok(changes.map((change) => toCellChange(change, surroundings)));
}

interface Surroundings {
  readonly subject: string;
  readonly counting: ReadonlyMap<string, AcceptedObservation>;
  readonly now: Date;
}

/** A value nobody has handed in yet, as if its unit had. */
function toCellChange(
  { measure, period, dimensions, value, unit }: AskedChange & { readonly unit: string | null },
  { subject, counting, now }: Surroundings,
): CellChange {
  const cell = { measure, period, dimensions };
  if (value === null) return { ...cell, value: null };
  const known = counting.get(cellRefText(cell));
  const observation: AcceptedObservation = {
    ...cell,
    id: `what-if:${cellRefText(cell)}`,
    department: known?.department ?? 'what-if',
    subject,
    value: normaliseWireValue(value),
    state: 'ACCEPTED',
    stage: known?.stage ?? null,
    revision: (known?.revision ?? 0) + 1,
    memberUnit: unit,
    receiptHash: null,
    isDerived: false,
    isDemo: known?.isDemo ?? false,
    inputs: [],
    reportedOn: known?.reportedOn ?? null,
    receivedAt: now.toISOString(),
  };
  return { ...cell, value: observation };
}

/** The unit that reported the value that counts, else the one that has to. */
function unitOf(
  change: AskedChange,
  { plan }: YearFacts,
  counting: ReadonlyMap<string, AcceptedObservation>,
): string | null {
  const known = counting.get(cellRefText(change));
  if (known !== undefined) return known.memberUnit;
  return answerableUnit(plan.setup.split, change.measure, parseDimensions(change.dimensions));
}

import { BATCH_ROWS, inBatches, type ObservationRow } from './publish-batch.ts';
import type { DemoObservation } from './generate.ts';

/** One submission of the demo: what one unit reports for one year, in time or late. */
export interface PlannedPublication {
  readonly unit: string;
  readonly idempotencyKey: string;
  readonly reportedOn: string;
  readonly rows: readonly ObservationRow[];
}

/** When the figures of a year are reported: in the middle of January, the late ones at the end of February. */
const IN_TIME = '01-15';
const LATE = '02-26';

/**
 * Orders the values into submissions. The keys tell unit, year and part, so a load that is repeated
 * or goes on after a break sends the same submissions again and changes nothing.
 */
export function planPublications(
  observations: readonly DemoObservation[],
  plan: { label: string; today: string; rows?: number },
): PlannedPublication[] {
  const groups = new Map<string, DemoObservation[]>();
  for (const observation of observations) {
    const key = `${plan.label}-${observation.year}-${observation.unit}${observation.isLate ? '-late' : ''}`;
    const group = groups.get(key) ?? [];
    group.push(observation);
    groups.set(key, group);
  }
  return [...groups]
    .flatMap(([key, group]) =>
      inBatches(group, plan.rows ?? BATCH_ROWS).map((rows, index) =>
        toPublication(`${key}-${index + 1}`, rows, plan.today),
      ),
    )
    .sort((a, b) => (a.idempotencyKey < b.idempotencyKey ? -1 : 1));
}

function toPublication(idempotencyKey: string, group: readonly DemoObservation[], today: string): PlannedPublication {
  const [first] = group;
  if (first === undefined) throw new Error('an empty publication');
  const due = `${first.year + 1}-${first.isLate ? LATE : IN_TIME}`;
  const rows = group.map(({ subject, measure, period, dimensions, value }) => ({
    subject,
    measure,
    period,
    dimensions,
    value,
    explanation: null,
    expectedRevision: null,
  }));
  // A clock that stands before the due day must not make the demo report from the future.
  return { unit: first.unit, idempotencyKey, reportedOn: due < today ? due : today, rows };
}

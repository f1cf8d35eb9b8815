import type { AcceptedObservation } from '../input-store/accepted-observation.ts';

/**
 * Evidence as it is stored since `form` 1: each value once, as a row without names; parts of a value that was derived here
 * and the list that is shown point at rows. A third of the bytes of the list of values that was stored before.
 */
export interface EvidenceTable {
  readonly form: 1;
  readonly rows: readonly EvidenceRow[];
  /** What the indicator rests on, in its order: places of rows. */
  readonly shown: readonly number[];
}

/** A value; its subject is that of the result. */
type EvidenceRow = readonly [
  id: AcceptedObservation['id'],
  department: AcceptedObservation['department'],
  measure: AcceptedObservation['measure'],
  period: AcceptedObservation['period'],
  dimensions: AcceptedObservation['dimensions'],
  value: AcceptedObservation['value'],
  state: AcceptedObservation['state'],
  stage: AcceptedObservation['stage'],
  revision: AcceptedObservation['revision'],
  memberUnit: AcceptedObservation['memberUnit'],
  receiptHash: AcceptedObservation['receiptHash'],
  isDerived: AcceptedObservation['isDerived'],
  isDemo: AcceptedObservation['isDemo'],
  reportedOn: AcceptedObservation['reportedOn'],
  receivedAt: AcceptedObservation['receivedAt'],
  inputs: readonly number[],
];

/** What a row of an indicator's result may hold: values one by one are those of results from before `form` 1. */
export type StoredEvidence = EvidenceTable | readonly AcceptedObservation[];

export function toEvidenceTable(evidence: readonly AcceptedObservation[]): EvidenceTable {
  const rows: EvidenceRow[] = [];
  const places = new Map<AcceptedObservation, number>();
  const placeOf = (observation: AcceptedObservation): number => {
    const known = places.get(observation);
    if (known !== undefined) return known;
    const inputs = observation.inputs.map(placeOf);
    const place = rows.push(toRow(observation, inputs)) - 1;
    places.set(observation, place);
    return place;
  };
  const shown = evidence.map(placeOf);
  return { form: 1, rows, shown };
}

function toRow(of: AcceptedObservation, inputs: readonly number[]): EvidenceRow {
  return [
    ...([of.id, of.department, of.measure, of.period, of.dimensions, of.value, of.state, of.stage] as const),
    ...([of.revision, of.memberUnit, of.receiptHash, of.isDerived, of.isDemo, of.reportedOn, of.receivedAt] as const),
    inputs,
  ];
}

/** The values again, in their order. */
export function fromStoredEvidence(stored: StoredEvidence, subject: string): readonly AcceptedObservation[] {
  if (!('form' in stored)) return stored;
  const values: AcceptedObservation[] = [];
  // Parts come before what was derived from them.
  for (const row of stored.rows) values.push(toObservation(row, subject, values));
  return stored.shown.flatMap((place) => values[place] ?? []);
}

/** By place, in one literal: a consolidated answer makes a thousand of them. */
function toObservation(row: EvidenceRow, subject: string, before: readonly AcceptedObservation[]): AcceptedObservation {
  const inputs = row[15];
  return {
    id: row[0],
    department: row[1],
    subject,
    measure: row[2],
    period: row[3],
    dimensions: row[4],
    value: row[5],
    state: row[6],
    stage: row[7],
    revision: row[8],
    memberUnit: row[9],
    receiptHash: row[10],
    isDerived: row[11],
    isDemo: row[12],
    reportedOn: row[13],
    receivedAt: row[14],
    inputs: inputs.length === 0 ? NONE : inputs.flatMap((place) => before[place] ?? []),
  };
}

const NONE: readonly never[] = [];

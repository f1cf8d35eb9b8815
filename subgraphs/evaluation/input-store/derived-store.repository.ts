import type { EntityManager } from 'typeorm';
import { newId } from '../../../shared/primitives/identifiers.ts';
import type { AcceptedObservation } from './accepted-observation.ts';
import type { DerivedRow } from './calculation-input.repository.ts';
import { DERIVED_HERE } from './department-register.ts';
import { derivedColumns, IngestRepository, yearOf } from './ingest.repository.ts';

type Derived = Omit<AcceptedObservation, 'id' | 'revision'>;

/** What became of the derived values of a subject's year. */
export interface DerivedChange {
  /** The derived values as they now stand. */
  readonly observations: readonly AcceptedObservation[];
  readonly isChanged: boolean;
  /** Rows that were derived anew or can no longer be derived. */
  readonly closed: readonly DerivedRow[];
  readonly added: readonly AcceptedObservation[];
}

/** Compares the values derived here with those that are kept beside the departments': new rows only for what changed. */
export function changeDerived(stored: readonly DerivedRow[], derived: readonly Derived[]): DerivedChange {
  const known = new Map(stored.map((row) => [cellOf(row.observation), row]));
  const standing: AcceptedObservation[] = [];
  const added: AcceptedObservation[] = [];
  for (const value of derived) {
    const row = known.get(cellOf(value));
    if (row !== undefined && isSameDerived(row.observation, value)) {
      standing.push(row.observation);
      known.delete(cellOf(value));
    } else {
      added.push({ ...value, id: newDerivedId(value.period), revision: (row?.observation.revision ?? 0) + 1 });
    }
  }
  const closed = [...known.values()];
  return { observations: [...standing, ...added], isChanged: closed.length + added.length > 0, closed, added };
}

/** Keeps the changes, so that neutral paths show both kinds of values; two statements for any number of subjects. */
export async function storeDerived(
  manager: EntityManager,
  changes: readonly Pick<DerivedChange, 'closed' | 'added'>[],
  at: string,
): Promise<void> {
  const repository = new IngestRepository(manager);
  await repository.close(
    changes.flatMap(({ closed }) => closed),
    at,
  );
  await repository.insert(
    changes.flatMap(({ added }) => added.map(toRow)),
    at,
  );
}

/** True where a row holds just this value, with the same parts. */
export function isSameDerived(stored: AcceptedObservation, derived: Derived): boolean {
  return (
    stored.value === derived.value &&
    stored.state === derived.state &&
    stored.stage === derived.stage &&
    stored.inputs.map(({ id }) => id).join() === derived.inputs.map(({ id }) => id).join()
  );
}

function cellOf({ measure, period, dimensions }: Derived): string {
  return `${measure}\t${period}\t${dimensions}`;
}

function newDerivedId(period: string): string {
  return `${DERIVED_HERE}:${yearOf(period)}:${newId()}`;
}

function toRow(observation: AcceptedObservation): object {
  return {
    ...derivedColumns(observation.period, observation.value),
    observation_id: observation.id,
    department: observation.department,
    subject: observation.subject,
    measure: observation.measure,
    period: observation.period,
    dimensions: observation.dimensions,
    value: observation.value,
    state: observation.state,
    stage: observation.stage,
    revision: observation.revision,
    member_unit: observation.memberUnit,
    is_derived: true,
    is_demo: observation.isDemo,
    inputs: observation.inputs,
    recorded_at: observation.receivedAt,
  };
}

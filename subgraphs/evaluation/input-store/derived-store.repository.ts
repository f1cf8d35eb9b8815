import type { EntityManager } from 'typeorm';
import { newId } from '../../../shared/primitives/identifiers.ts';
import type { AcceptedObservation } from './accepted-observation.ts';
import type { DerivedRow } from './calculation-input.repository.ts';
import { DERIVED_HERE } from './department-register.ts';
import { derivedColumns, IngestRepository, yearOf } from './ingest.repository.ts';

type Derived = Omit<AcceptedObservation, 'id' | 'revision'>;

export interface StoredDerived {
  /** The derived values as they now stand. */
  readonly observations: readonly AcceptedObservation[];
  readonly isChanged: boolean;
}

/**
 * Keeps the values derived here beside those of the departments, so that neutral paths show both:
 * new rows only for what changed.
 */
export async function storeDerived(
  manager: EntityManager,
  stored: readonly DerivedRow[],
  derived: readonly Derived[],
  at: string,
): Promise<StoredDerived> {
  const known = new Map(stored.map((row) => [cellOf(row.observation), row]));
  const standing: AcceptedObservation[] = [];
  const added: AcceptedObservation[] = [];
  for (const value of derived) {
    const row = known.get(cellOf(value));
    if (row !== undefined && isSame(row.observation, value)) {
      standing.push(row.observation);
      known.delete(cellOf(value));
    } else {
      added.push({ ...value, id: newDerivedId(value.period), revision: (row?.observation.revision ?? 0) + 1 });
    }
  }
  const repository = new IngestRepository(manager);
  // What is left in `known` was derived anew or can no longer be derived.
  await repository.close([...known.values()], at);
  await repository.insert(added.map(toRow), at);
  return { observations: [...standing, ...added], isChanged: known.size > 0 || added.length > 0 };
}

function isSame(stored: AcceptedObservation, derived: Derived): boolean {
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

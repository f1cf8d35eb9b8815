import type { EntityManager } from 'typeorm';
import { ROUND_STEPS, type RoundStepName } from '../../../shared/catalogue/round/round-procedures.ts';
import type { RoundStep, StepAdoption } from './round-step.ts';

interface StepRow {
  readonly step: RoundStepName;
  readonly is_on: boolean;
  readonly is_adopted: boolean;
  readonly due_on: string | null;
  readonly date_basis: string | null;
}

/** The steps of a round in their order. */
export async function listSteps(manager: EntityManager, round: string): Promise<RoundStep[]> {
  const rows: StepRow[] = await manager.query(
    `select step, is_on, is_adopted, due_on::text, date_basis from round_step where round = $1 order by position`,
    [round],
  );
  return rows.map((row) => ({
    step: row.step,
    isOn: row.is_on,
    isAdopted: row.is_adopted,
    dueOn: row.due_on,
    dateBasis: row.date_basis,
  }));
}

export async function insertSteps(manager: EntityManager, round: string, steps: readonly RoundStep[]): Promise<void> {
  for (const step of steps) {
    await manager.query(
      `insert into round_step (round, step, position, is_on, is_adopted, due_on, date_basis)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [round, step.step, ROUND_STEPS.indexOf(step.step), step.isOn, step.isAdopted, step.dueOn, step.dateBasis],
    );
  }
}

/** Brings a step of a round up to date: adopted, or with a day reckoned in the meantime. */
export async function updateStep(manager: EntityManager, round: string, step: RoundStep): Promise<void> {
  await manager.query(
    `update round_step set is_on = $3, is_adopted = $4, due_on = $5, date_basis = $6 where round = $1 and step = $2`,
    [round, step.step, step.isOn, step.isAdopted, step.dueOn, step.dateBasis],
  );
}

/** Steps that rounds of a framework have borrowed by a recorded act. */
export async function adoptedSteps(manager: EntityManager, framework: string): Promise<Set<RoundStepName>> {
  const rows: { step: RoundStepName }[] = await manager.query(
    'select step from round_step_adoption where framework = $1',
    [framework],
  );
  return new Set(rows.map(({ step }) => step));
}

export async function findAdoption(
  manager: EntityManager,
  framework: string,
  step: RoundStepName,
): Promise<StepAdoption | null> {
  const rows: { act_title: string; act_number: string; decided_on: string }[] = await manager.query(
    `select act_title, act_number, decided_on::text from round_step_adoption where framework = $1 and step = $2`,
    [framework, step],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return { framework, step, actTitle: row.act_title, actNumber: row.act_number, decidedOn: row.decided_on };
}

/** False where the step was adopted already. */
export async function insertAdoption(
  manager: EntityManager,
  adoption: StepAdoption & { readonly adoptedBy: string; readonly adoptedAt: Date },
): Promise<boolean> {
  const rows: unknown[] = await manager.query(
    `insert into round_step_adoption (framework, step, act_title, act_number, decided_on, adopted_by, adopted_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning step`,
    [
      ...[adoption.framework, adoption.step, adoption.actTitle, adoption.actNumber, adoption.decidedOn],
      ...[adoption.adoptedBy, adoption.adoptedAt],
    ],
  );
  return rows.length === 1;
}

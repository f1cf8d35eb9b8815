import type { EntityManager } from 'typeorm';
import { isUuid } from '../../../../shared/primitives/identifiers.ts';
import type { PolicyProblem } from './policy-problem.ts';

interface ProblemRow {
  readonly id: string;
  readonly framework: string;
  readonly year: number;
  readonly indicator_key: string | null;
  readonly problem: string;
  readonly proposal: string;
  readonly addressee: string | null;
  readonly raised_by: string;
  readonly raised_unit: string | null;
  readonly raised_at: Date;
  readonly is_demo: boolean;
  readonly answer: string | null;
  readonly answered_body: string | null;
  readonly answered_at: Date | null;
}

/** Which problems are asked for; null for any. */
export interface ProblemFilter {
  readonly framework: string | null;
  readonly year: number | null;
  readonly isAnswered: boolean | null;
  /** Only those this unit raised. */
  readonly unit: string | null;
}

const SELECT = `select problem.id, framework, year, indicator_key, problem.problem, proposal, addressee, raised_by,
    raised_unit, raised_at, is_demo, answer.answer, answered_body, answered_at
  from policy_problem problem left join policy_problem_answer answer on answer.problem = problem.id`;
const WHERE = `where ($1::text is null or framework = $1) and ($2::integer is null or year = $2)
  and ($3::boolean is null or (answer.problem is not null) = $3) and ($4::text is null or raised_unit = $4)`;

export async function insertProblem(manager: EntityManager, problem: PolicyProblem): Promise<void> {
  const { id, framework, year, indicatorKey, proposal, addressee, raisedBy, raisedUnit, raisedAt, isDemo } = problem;
  await manager.query(
    `insert into policy_problem (id, framework, year, indicator_key, problem, proposal, addressee, raised_by, raised_unit,
       raised_at, is_demo) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[id, framework, year, indicatorKey, problem.problem, proposal, addressee, raisedBy, raisedUnit],
      ...[raisedAt, isDemo],
    ],
  );
}

/** False where somebody has answered already. */
export async function insertAnswer(
  manager: EntityManager,
  answer: { problem: string; text: string; body: string; by: string; at: Date },
): Promise<boolean> {
  const rows: unknown[] = await manager.query(
    `insert into policy_problem_answer (problem, answer, answered_body, answered_by, answered_at)
     values ($1, $2, $3, $4, $5) on conflict do nothing returning problem`,
    [answer.problem, answer.text, answer.body, answer.by, answer.at],
  );
  return rows.length === 1;
}

export async function findProblem(manager: EntityManager, id: string): Promise<PolicyProblem | null> {
  if (!isUuid(id)) return null;
  const rows: ProblemRow[] = await manager.query(`${SELECT} where problem.id = $1`, [id]);
  return rows[0] === undefined ? null : toProblem(rows[0]);
}

/** In the order in which they were raised. */
export async function listProblems(
  manager: EntityManager,
  filter: ProblemFilter,
  after: string | null,
  limit: number,
): Promise<PolicyProblem[]> {
  const rows: ProblemRow[] = await manager.query(
    `${SELECT} ${WHERE} and ($5::uuid is null or problem.id > $5) order by problem.id limit $6`,
    [...parameters(filter), after, limit],
  );
  return rows.map(toProblem);
}

export async function countProblems(manager: EntityManager, filter: ProblemFilter): Promise<number> {
  const rows: { total: number }[] = await manager.query(
    `select count(*)::integer as total from policy_problem problem
       left join policy_problem_answer answer on answer.problem = problem.id ${WHERE}`,
    parameters(filter),
  );
  return rows[0]?.total ?? 0;
}

function parameters({ framework, year, isAnswered, unit }: ProblemFilter): unknown[] {
  return [framework, year, isAnswered, unit];
}

function toProblem(row: ProblemRow): PolicyProblem {
  const { id, framework, year, problem, proposal, addressee, answer, answered_body, answered_at } = row;
  return {
    ...{ id, framework, year, problem, proposal, addressee, isDemo: row.is_demo },
    ...{ indicatorKey: row.indicator_key, raisedBy: row.raised_by, raisedUnit: row.raised_unit },
    raisedAt: row.raised_at,
    answer:
      answer === null || answered_body === null || answered_at === null
        ? null
        : { text: answer, body: answered_body, answeredAt: answered_at },
  };
}

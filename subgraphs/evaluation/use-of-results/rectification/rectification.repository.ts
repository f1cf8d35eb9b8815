import type { EntityManager } from 'typeorm';
import { newId } from '../../../../shared/primitives/identifiers.ts';
import type {
  Rectification,
  RectificationEvidence,
  RectificationReport,
  RectificationStateName,
} from './rectification.ts';

interface RectificationRow {
  readonly action: string;
  readonly deadline: string;
  readonly state: RectificationStateName;
  readonly ended_on: string | null;
}

interface ReportRow {
  readonly action: string;
  readonly revision: number;
  readonly report: string;
  readonly evidence: readonly RectificationEvidence[];
  readonly reported_by: string;
  readonly reported_at: Date;
}

/** Rectifications by the id of their action. */
export async function rectificationsOf(
  manager: EntityManager,
  actions: readonly string[],
): Promise<Map<string, Rectification>> {
  if (actions.length === 0) return new Map();
  const rows: RectificationRow[] = await manager.query(
    'select action, deadline::text, state, ended_on::text from rectification where action = any($1)',
    [actions],
  );
  const reports: ReportRow[] = await manager.query(
    `select action, revision, report, evidence, reported_by, reported_at from rectification_report
     where action = any($1) order by revision`,
    [actions],
  );
  return new Map(
    rows.map(({ action, deadline, state, ended_on }) => {
      const own = reports.filter((report) => report.action === action).map(toReport);
      return [action, { deadline, state, endedOn: ended_on, reports: own }];
    }),
  );
}

export async function openRectification(
  manager: EntityManager,
  action: string,
  deadline: string,
  at: Date,
): Promise<void> {
  await manager.query(`insert into rectification (action, deadline, state, updated_at) values ($1, $2, 'OPEN', $3)`, [
    ...[action, deadline],
    at,
  ]);
}

export async function moveRectification(
  manager: EntityManager,
  action: string,
  to: { readonly state: RectificationStateName; readonly endedOn: string | null; readonly at: Date },
): Promise<void> {
  await manager.query('update rectification set state = $2, ended_on = $3, updated_at = $4 where action = $1', [
    ...[action, to.state, to.endedOn],
    to.at,
  ]);
}

export async function insertReport(manager: EntityManager, action: string, report: RectificationReport): Promise<void> {
  const { revision, report: text, evidence, reportedBy, reportedAt } = report;
  await manager.query(
    `insert into rectification_report (id, action, revision, report, evidence, reported_by, reported_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [newId(reportedAt.getTime()), action, revision, text, JSON.stringify(evidence), reportedBy, reportedAt],
  );
}

function toReport({ revision, report, evidence, reported_by, reported_at }: ReportRow): RectificationReport {
  return { revision, report, evidence, reportedBy: reported_by, reportedAt: reported_at };
}

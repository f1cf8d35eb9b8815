import { dayInShanghai } from '../../primitives/calendar-day.ts';
import type { EntityManager } from 'typeorm';
import { countObservations } from '../../observability/metrics.ts';
import { forbidden } from '../../graphql/errors.ts';
import { canonicalJson, sha256Hex } from '../../primitives/canonical-json.ts';
import type { Issue } from '../../primitives/issue.ts';
import { recordRefused } from '../audit/audit.repository.ts';
import { findKey } from '../idempotency/idempotency.repository.ts';
import { resolveRow, type RowContext } from '../validation/row.ts';
import { checkRows, commonRowRules } from '../validation/row.rules.ts';
import { commitPublication } from './commit-publication.ts';
import { publicationErrors } from './publication.errors.ts';
import { unitToPublishFor } from './publication.permission.ts';
import { isIdempotencyKey, MUTATION_ROW_LIMIT, type PublishCommand } from './publish.ts';
import {
  actionName,
  type CheckedSubmission,
  keyReused,
  type PublishAct,
  type PublishDependencies,
  type PublishOutcome,
  readAnswer,
} from './publish-outcome.ts';

export interface PublishService {
  publish(command: PublishCommand, act: PublishAct): Promise<PublishOutcome>;
}

/** Reporting (报送): permission, checks, one transaction, receipt. The one path for every way in. */
export function createPublishService(dependencies: PublishDependencies): PublishService {
  return { publish: (command, act) => publish(dependencies, command, act) };
}

async function publish(
  dependencies: PublishDependencies,
  command: PublishCommand,
  act: PublishAct,
): Promise<PublishOutcome> {
  const memberUnit = await permittedUnit(dependencies, command, act);
  const payloadHash = hashOf(command, memberUnit);
  const earlier = await earlierAnswer(dependencies.dataSource.manager, {
    memberUnit,
    key: command.idempotencyKey,
    payloadHash,
  });
  if (earlier) return earlier;
  const submission = check(dependencies, command, memberUnit, payloadHash);
  const hasErrors = submission.issues.some((issue) => issue.severity === 'ERROR');
  if (submission.rows.length === 0 || (hasErrors && command.mode === 'ATOMIC')) {
    return refuse(dependencies, submission, act);
  }
  if (command.dryRun) return { publication: null, receipt: null, issues: submission.issues };
  const outcome = await commitPublication(dependencies, submission, act);
  return outcome.publication === null ? refuse(dependencies, { ...submission, issues: outcome.issues }, act) : outcome;
}

async function permittedUnit(
  dependencies: PublishDependencies,
  command: PublishCommand,
  act: PublishAct,
): Promise<string> {
  const { knowledge, dataSource, clock } = dependencies;
  const permission = unitToPublishFor(act.viewer, command.onBehalfOf, knowledge);
  if (permission.ok) return permission.value;
  await recordRefused(dataSource.manager, {
    actor: act.viewer.subject,
    actorUnit: act.viewer.memberUnit,
    action: actionName(dependencies.department),
    traceId: act.traceId,
    codes: ['FORBIDDEN'],
    payloadHash: sha256Hex(command.onBehalfOf ?? ''),
    detail: { reason: permission.error, onBehalfOf: command.onBehalfOf },
    at: clock.now(),
  });
  throw forbidden(permission.error);
}

/** The hash of what is asked, without the way it is asked: a dry run and the act itself are the same payload. */
function hashOf(command: PublishCommand, memberUnit: string): string {
  const { mode, isDemo, reportedOn, rows } = command;
  const content = rows.map((row) => ({ ...row, dimensions: row.dimensions.map(({ key, code }) => ({ key, code })) }));
  return sha256Hex(canonicalJson({ memberUnit, mode, isDemo, reportedOn, rows: content }));
}

async function earlierAnswer(
  manager: EntityManager,
  claim: { memberUnit: string; key: string; payloadHash: string },
): Promise<PublishOutcome | null> {
  const found = await findKey(manager, claim);
  if (found === null || found.kind === 'new') return null;
  return found.kind === 'done' ? readAnswer(found.response) : keyReused();
}

function check(
  dependencies: PublishDependencies,
  command: PublishCommand,
  memberUnit: string,
  payloadHash: string,
): CheckedSubmission {
  const today = dayInShanghai(dependencies.clock.now());
  const whole = checkWhole(command, today);
  if (whole.length > 0) return { command, memberUnit, rows: [], issues: whole, payloadHash, today };
  const context: RowContext = { ...dependencies.knowledge, memberUnit, today };
  const rows = command.rows.map((row, index) => resolveRow(row, index + 1, context));
  const issues = checkRows(rows, [...commonRowRules, ...dependencies.department.rules], context);
  const refused = new Set(issues.filter((issue) => issue.severity === 'ERROR').map((issue) => issue.row));
  return { command, memberUnit, rows: rows.filter((row) => !refused.has(row.number)), issues, payloadHash, today };
}

function checkWhole(command: PublishCommand, today: string): Issue[] {
  const issues: Issue[] = [];
  if (!isIdempotencyKey(command.idempotencyKey)) issues.push(publicationErrors.badKey());
  if (command.rows.length === 0) issues.push(publicationErrors.noRows());
  if (command.rows.length > MUTATION_ROW_LIMIT) issues.push(publicationErrors.tooManyRows(command.rows.length));
  const { reportedOn } = command;
  if (reportedOn !== null && reportedOn > today) issues.push(publicationErrors.reportedInFuture(reportedOn));
  if (reportedOn !== null && reportedOn < today && !command.isDemo)
    issues.push(publicationErrors.reportedEarlier(reportedOn));
  return issues;
}

async function refuse(
  dependencies: PublishDependencies,
  submission: CheckedSubmission,
  act: PublishAct,
): Promise<PublishOutcome> {
  const { issues, payloadHash, command, memberUnit } = submission;
  if (!command.dryRun) {
    countObservations(dependencies.department.service, { accepted: 0, refused: command.rows.length });
    await recordRefused(dependencies.dataSource.manager, {
      actor: act.viewer.subject,
      actorUnit: act.viewer.memberUnit,
      action: actionName(dependencies.department),
      traceId: act.traceId,
      codes: [...new Set(issues.map((issue) => issue.code))],
      payloadHash,
      detail: {
        memberUnit,
        rowCount: command.rows.length,
        findings: issues.slice(0, 50).map(({ code, row }) => ({ code, row })),
      },
      at: dependencies.clock.now(),
    });
  }
  return { publication: null, receipt: null, issues };
}

import type { EntityManager } from 'typeorm';
import { countObservations } from '../../observability/metrics.ts';
import { dayInShanghai } from '../../primitives/calendar-day.ts';
import { recordRefused } from '../audit/audit.repository.ts';
import { findKey } from '../idempotency/idempotency.repository.ts';
import { resolveRow } from '../validation/row.ts';
import { checkRows, commonRowRules } from '../validation/row.rules.ts';
import { checkCommand } from './check-order.ts';
import { commitPublication } from './commit-publication.ts';
import { examineSubmission, rowContextOf } from './examine-submission.ts';
import { PayloadDigest } from './payload-digest.ts';
import { readPolicy } from './publication.repository.ts';
import { unitToPublishFor } from './publication.permission.ts';
import type { PublishCommand, PublishOrder } from './publish.ts';
import {
  actionName,
  keyReused,
  notStored,
  type PublishAct,
  type PublishDependencies,
  type PublishOutcome,
  readAnswer,
} from './publish-outcome.ts';
import { refuseForbidden } from './refuse-forbidden.ts';
import { isRefused, type Submission } from './submission.ts';

export interface PublishService {
  publish(command: PublishCommand, act: PublishAct): Promise<PublishOutcome>;
}

/** Reporting (报送) by rows in hand: permission, checks, one transaction, receipt. */
export function createPublishService(dependencies: PublishDependencies): PublishService {
  return { publish: (command, act) => publish(dependencies, command, act) };
}

async function publish(
  dependencies: PublishDependencies,
  { rows, ...order }: PublishCommand,
  act: PublishAct,
): Promise<PublishOutcome> {
  const memberUnit = await permittedUnit(dependencies, order, act);
  const digest = new PayloadDigest(order, memberUnit);
  for (const row of rows) digest.addRow(row);
  const payloadHash = digest.end();
  const claim = { memberUnit, key: order.idempotencyKey, payloadHash };
  const earlier = await earlierAnswer(dependencies.dataSource.manager, claim);
  if (earlier) return earlier;
  const today = dayInShanghai(dependencies.clock.now());
  const whole = checkCommand(order, rows.length, today);
  const about = { order, memberUnit, payloadHash, today };
  if (whole.length > 0) return refuse(dependencies, about, act, { outcome: notStored(whole), handedIn: rows.length });
  const context = rowContextOf(dependencies, about);
  const resolved = rows.map((row, index) => resolveRow(row, index + 1, context));
  const issues = checkRows(resolved, [...commonRowRules, ...dependencies.department.rules], context);
  const submission: Submission = { ...about, rows: resolved, issues, faults: [] };
  const outcome = await decide(dependencies, submission, act);
  if (outcome.publication !== null || order.dryRun) return outcome;
  return refuse(dependencies, about, act, { outcome, handedIn: rows.length });
}

/**
 * Stores the submission, or only tells what storing it would do: for a dry run, and where a row is refused already
 * and takes all others with it; then nobody has to wait for the department's turn.
 */
export async function decide(
  dependencies: PublishDependencies,
  submission: Submission,
  act: PublishAct,
): Promise<PublishOutcome> {
  const { order, memberUnit } = submission;
  const { manager } = dependencies.dataSource;
  const { faults } = submission;
  const isFaulty = faults.length > 0 || submission.issues.some((issue) => issue.severity === 'ERROR');
  if (!order.dryRun && !(order.mode === 'ATOMIC' && isFaulty)) return commitPublication(dependencies, submission, act);
  const { policy } = await readPolicy(manager, memberUnit);
  const { examination } = await examineSubmission(dependencies, manager, submission, policy);
  const kept = examination.accepted.length + examination.comparison.unchanged;
  // Every fault may have been waived in the meantime.
  const refused = examination.refused.length + faults.length;
  const isAcceptable = !isRefused(order.mode, { refused, kept });
  if (!order.dryRun && isAcceptable) return commitPublication(dependencies, submission, act);
  return { ...notStored([...faults, ...examination.issues], examination.comparison), isAcceptable };
}

/** The unit the submission is for; a refusal is put on record before the caller learns of it. */
export async function permittedUnit(
  dependencies: PublishDependencies,
  order: Pick<PublishOrder, 'onBehalfOf' | 'kind'>,
  act: PublishAct,
): Promise<string> {
  const permission = unitToPublishFor(act.viewer, order.onBehalfOf, dependencies.knowledge);
  if (permission.ok) return permission.value;
  return refuseForbidden(dependencies, act, {
    action: actionName(dependencies.department, order.kind),
    reason: permission.error,
    about: { onBehalfOf: order.onBehalfOf },
  });
}

/** The answer an earlier act with the key got; null where it was never used. */
export async function earlierAnswer(
  manager: EntityManager,
  claim: { memberUnit: string; key: string; payloadHash: string },
): Promise<PublishOutcome | null> {
  const found = await findKey(manager, claim);
  if (found === null || found.kind === 'new') return null;
  return found.kind === 'done' ? readAnswer(found.response) : keyReused();
}

/** What a refusal is about. */
type Refused = Pick<Submission, 'order' | 'memberUnit' | 'payloadHash'>;

/** Puts a refusal on record and hands its outcome on. */
export async function refuse(
  dependencies: PublishDependencies,
  { order, memberUnit, payloadHash }: Refused,
  act: PublishAct,
  { outcome, handedIn }: { readonly outcome: PublishOutcome; readonly handedIn: number },
): Promise<PublishOutcome> {
  if (order.dryRun) return outcome;
  const { issues } = outcome;
  countObservations(dependencies.department.service, { accepted: 0, refused: handedIn });
  await recordRefused(dependencies.dataSource.manager, {
    actor: act.viewer.subject,
    actorUnit: act.viewer.memberUnit,
    action: actionName(dependencies.department, order.kind),
    traceId: act.traceId,
    codes: [...new Set(issues.map((issue) => issue.code))],
    payloadHash,
    detail: { memberUnit, rowCount: handedIn, findings: issues.slice(0, 50).map(({ code, row }) => ({ code, row })) },
    at: dependencies.clock.now(),
  });
  return outcome;
}

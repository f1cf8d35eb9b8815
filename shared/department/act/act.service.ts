import type { EntityManager } from 'typeorm';
import type { Acceptance } from '../../catalogue/responsibility/acceptance.ts';
import { mayAct } from '../../identity/permission.ts';
import { dayInShanghai } from '../../primitives/calendar-day.ts';
import { sha256Hex } from '../../primitives/canonical-json.ts';
import { isUuid } from '../../primitives/identifiers.ts';
import type { Issue } from '../../primitives/issue.ts';
import { recordAccepted, recordRefused } from '../audit/audit.repository.ts';
import { advanceHead, takeTurn, type Turn } from '../change-feed/feed-head.repository.ts';
import { storeEvents } from '../publication/publication-event.repository.ts';
import { issueReceipts } from '../publication/publication-receipt.ts';
import { mayReadPublication } from '../publication/publication.permission.ts';
import type { PublishAct, PublishDependencies } from '../publication/publish-outcome.ts';
import { refuseForbidden } from '../publication/refuse-forbidden.ts';
import { ACT_LIMIT, type ActCommand, type ActKind } from './act.ts';
import { actErrors } from './act.errors.ts';
import { ACTIONS_OF_ACTS, checkCommand, decideAct } from './act.rules.ts';
import { allowLongAct, lockPublications } from './act.repository.ts';
import { type Decided, removeObstructed } from './obstructed.ts';
import { tellFeed } from './tell-feed.ts';

export interface ActDependencies extends PublishDependencies {
  readonly acceptance: Acceptance;
}

/** What an act did: the publications it moved, and why it left others. */
export interface ActOutcome {
  readonly ids: readonly string[];
  readonly issues: readonly Issue[];
}

export interface ActService {
  act(command: ActCommand, act: PublishAct): Promise<ActOutcome>;
}

/** From this many rows on a statement may take longer than statements otherwise may. */
const MANY_ROWS = 20_000;

class UndoAct extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super('undone');
    this.issues = issues;
  }
}

/** Submitting, approving, accepting, returning and recalling publications, many at once, in one transaction. */
export function createActService(dependencies: ActDependencies): ActService {
  return {
    async act(command, act) {
      const action = ACTIONS_OF_ACTS[command.act];
      const named = nameOf(dependencies, command.act);
      if (!mayAct(act.viewer, action))
        return refuseForbidden(dependencies, act, {
          action: named,
          reason: `没有权限：${named}`,
          about: { ids: command.ids.filter(isUuid).slice(0, ACT_LIMIT) },
        });
      const today = dayInShanghai(dependencies.clock.now());
      const whole = checkCommand(command, today);
      const outcome = whole.length > 0 ? { ids: [], issues: whole } : await tryAct(dependencies, command, act);
      if (outcome.issues.length > 0) await recordRefusal(dependencies, command, act, outcome.issues);
      return outcome;
    },
  };
}

async function tryAct(dependencies: ActDependencies, command: ActCommand, act: PublishAct): Promise<ActOutcome> {
  try {
    return await dependencies.dataSource.transaction((manager) => perform(dependencies, manager, command, act));
  } catch (error) {
    if (!(error instanceof UndoAct)) throw error;
    return { ids: [], issues: error.issues };
  }
}

async function perform(
  dependencies: ActDependencies,
  manager: EntityManager,
  command: ActCommand,
  act: PublishAct,
): Promise<ActOutcome> {
  const context = { ...dependencies.knowledge, acceptance: dependencies.acceptance };
  const ids = [...new Set(command.ids)];
  const found = await lockPublications(manager, ids.filter(isUuid));
  const known = new Set(
    found.filter((subject) => mayReadPublication(act.viewer, subject, dependencies.knowledge)).map(({ id }) => id),
  );
  if (found.reduce((sum, { rowCount }) => sum + rowCount, 0) > MANY_ROWS) await allowLongAct(manager);
  const placeOf = (id: string): number => command.ids.indexOf(id);
  const issues: Issue[] = ids.filter((id) => !known.has(id)).map((id) => actErrors.notFound()(placeOf(id)));
  const allowed: Decided[] = [];
  for (const subject of found) {
    if (!known.has(subject.id)) continue;
    const decision = decideAct(command, subject, act.viewer, context);
    if (decision.ok) allowed.push({ subject, steps: decision.value });
    else issues.push(decision.error(placeOf(subject.id)));
  }
  if (allowed.length === 0) throw new UndoAct(inOrder(issues));
  // From here on nothing else changes the record: what is no obstacle now is none when the values begin to count.
  const turn = await takeTurn(manager);
  const { decided, findings } = await removeObstructed(manager, allowed);
  issues.push(...findings.map(({ id, finding }) => finding(placeOf(id))));
  if (decided.length === 0 || (command.mode === 'ATOMIC' && issues.length > 0)) throw new UndoAct(inOrder(issues));
  await record(dependencies, manager, decided, { command, act, turn });
  const done = new Set(decided.map(({ subject }) => subject.id));
  return { ids: ids.filter((id) => done.has(id)), issues: inOrder(issues) };
}

function inOrder(issues: readonly Issue[]): Issue[] {
  return [...issues].sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
}

async function record(
  dependencies: ActDependencies,
  manager: EntityManager,
  decided: readonly Decided[],
  { command, act, turn }: { readonly command: ActCommand; readonly act: PublishAct; readonly turn: Turn },
): Promise<void> {
  const told = await tellFeed(dependencies, manager, decided, turn);
  const when = { at: turn.recordedAt, traceId: act.traceId };
  const named = nameOf(dependencies, command.act);
  await storeEvents(
    manager,
    decided.map(({ subject, steps }) => ({
      publication: subject,
      firstOrdinal: subject.eventCount,
      steps,
      positions: told.ranges.get(subject.id) ?? null,
    })),
    when,
  );
  if (told.position > turn.position) await advanceHead(manager, told.position);
  const receipts = await issueReceipts(
    dependencies,
    manager,
    decided.map(({ subject, steps }) => {
      const range = told.ranges.get(subject.id);
      return {
        memberUnit: subject.memberUnit,
        publicationId: subject.id,
        eventOrdinal: subject.eventCount + steps.length - 1,
        act: named,
        state: steps.at(-1)?.state ?? subject.state,
        rowCount: subject.rowCount,
        rowsHash: subject.rowsHash,
        derivedCount: told.derived.get(subject.id)?.count ?? 0,
        derivedHash: told.derived.get(subject.id)?.hash ?? told.noneHash,
        positions: range ? { first: BigInt(range.first), last: BigInt(range.last) } : null,
      };
    }),
    when,
  );
  await recordAccepted(
    manager,
    decided.map(({ subject, steps }, index) => ({
      actor: act.viewer.subject,
      actorUnit: act.viewer.memberUnit,
      action: named,
      traceId: act.traceId,
      objectType: 'publication',
      objectId: subject.id,
      afterHash: receipts[index]?.hash ?? '',
      detail: {
        memberUnit: subject.memberUnit,
        kind: subject.kind,
        from: subject.state,
        to: steps.at(-1)?.state,
        capacity: steps[0]?.capacity,
        reasonCode: command.reasonCode,
        deadline: command.deadline,
        purpose: act.viewer.purpose,
      },
      at: turn.recordedAt,
    })),
  );
}

const VERBS: Readonly<Record<ActKind, string>> = {
  SUBMIT: 'submit',
  APPROVE: 'approve',
  ACCEPT: 'accept',
  RETURN: 'return',
  RECALL: 'recall',
};

/** Name of an act in audit records and receipts: that of its mutation. */
function nameOf({ department }: Pick<ActDependencies, 'department'>, act: ActKind): string {
  return `${VERBS[act]}${department.typePrefix}Publications`;
}

async function recordRefusal(
  dependencies: ActDependencies,
  command: ActCommand,
  { viewer, traceId }: PublishAct,
  issues: readonly Issue[],
): Promise<void> {
  await recordRefused(dependencies.dataSource.manager, {
    actor: viewer.subject,
    actorUnit: viewer.memberUnit,
    action: nameOf(dependencies, command.act),
    traceId,
    codes: [...new Set(issues.map(({ code }) => code))],
    payloadHash: sha256Hex([...command.ids].sort().join()),
    detail: {
      ids: command.ids.filter(isUuid).slice(0, 50),
      findings: issues.slice(0, 50).map(({ code, row }) => ({ code, row })),
    },
    at: dependencies.clock.now(),
  });
}

import type { EntityManager } from 'typeorm';
import { dayInShanghai } from '../../primitives/calendar-day.ts';
import { canonicalJson, sha256Hex } from '../../primitives/canonical-json.ts';
import { isUuid } from '../../primitives/identifiers.ts';
import { takeTurn } from '../change-feed/feed-head.repository.ts';
import { claimKey } from '../idempotency/idempotency.repository.ts';
import { checkOrder } from '../publication/check-order.ts';
import { NOTHING_COMPARED } from '../publication/comparison.ts';
import { toPublication } from '../publication/commit-publication.ts';
import { publicationErrors } from '../publication/publication.errors.ts';
import { RowsDigest } from '../publication/publication-receipt.ts';
import { readPolicy, storePublication } from '../publication/publication.repository.ts';
import { openingSteps } from '../publication/publication.ts';
import type { PublishOrder } from '../publication/publish.ts';
import {
  keyReused,
  notStored,
  type PublishAct,
  type PublishDependencies,
  type PublishOutcome,
  readAnswer,
} from '../publication/publish-outcome.ts';
import { earlierAnswer, permittedUnit, refuse } from '../publication/publish.service.ts';
import { recordEntry } from '../publication/record-entry.ts';
import { Undo, undoable } from '../publication/undoable.ts';
import { countingValues, storeTargets } from './withdrawal.repository.ts';

/** Asks to take the values of an accepted publication out of the record. */
export interface WithdrawalCommand {
  readonly idempotencyKey: string;
  readonly onBehalfOf: string | null;
  /** The publication whose values are meant, as far as they still count. */
  readonly publication: string;
  /** Only these observations of it; null for all. */
  readonly observations: readonly string[] | null;
  readonly justification: string;
  readonly submit: boolean;
}

export interface WithdrawalService {
  withdraw(command: WithdrawalCommand, act: PublishAct): Promise<PublishOutcome>;
}

/** Requests to withdraw accepted values (撤回申请); the lead decides by accepting or returning them. */
export function createWithdrawalService(dependencies: PublishDependencies): WithdrawalService {
  return {
    async withdraw(command, act) {
      const order = orderOf(command);
      const memberUnit = await permittedUnit(dependencies, order, act);
      const { publication, observations, justification } = command;
      const sorted = observations && [...observations].sort();
      const payloadHash = sha256Hex(canonicalJson({ memberUnit, publication, observations: sorted, justification }));
      const claim = { memberUnit, key: order.idempotencyKey, payloadHash };
      const earlier = await earlierAnswer(dependencies.dataSource.manager, claim);
      if (earlier) return earlier;
      const today = dayInShanghai(dependencies.clock.now());
      const about: About = { order, memberUnit, payloadHash, today };
      const whole = checkOrder(order, today);
      const outcome =
        whole.length > 0
          ? notStored(whole)
          : await undoable(dependencies.dataSource, (manager) =>
              request(dependencies, manager, { command, about, act }),
            );
      return outcome.publication ? outcome : refuse(dependencies, about, act, { outcome, handedIn: 0 });
    },
  };
}

interface About {
  readonly order: PublishOrder;
  readonly memberUnit: string;
  readonly payloadHash: string;
  readonly today: string;
}

function orderOf({ idempotencyKey, onBehalfOf, justification, submit }: WithdrawalCommand): PublishOrder {
  return {
    idempotencyKey,
    onBehalfOf,
    kind: 'WITHDRAWAL',
    justification,
    channel: 'MUTATION',
    mode: 'ATOMIC',
    dryRun: false,
    submit,
    isDemo: false,
    reportedOn: null,
  };
}

async function request(
  dependencies: PublishDependencies,
  manager: EntityManager,
  { command, about, act }: { command: WithdrawalCommand; about: About; act: PublishAct },
): Promise<PublishOutcome> {
  const { memberUnit, payloadHash, order } = about;
  const at = dependencies.clock.now();
  const claim = await claimKey(manager, { memberUnit, key: order.idempotencyKey, payloadHash, at });
  if (claim.kind === 'done') return readAnswer(claim.response);
  if (claim.kind === 'reused') return keyReused();
  const turn = await takeTurn(manager);
  const counting = isUuid(command.publication) ? await countingValues(manager, command.publication, memberUnit) : [];
  const wanted = command.observations === null ? null : new Set(command.observations);
  const targets = wanted === null ? counting : counting.filter(({ uuid }) => wanted.has(uuid));
  const found = new Set(targets.map(({ uuid }) => uuid));
  const missing = command.observations?.flatMap((uuid, place) => (found.has(uuid) ? [] : [place])) ?? [];
  if (targets.length > 0 && missing.length > 0)
    throw new Undo(notStored(missing.map((place) => publicationErrors.notCounting(place))));
  if (targets.length === 0) throw new Undo(notStored([publicationErrors.nothingToWithdraw()]));
  const { policy } = await readPolicy(manager, memberUnit);
  const steps = openingSteps({ policy, kind: 'WITHDRAWAL', submit: order.submit }, act.viewer);
  const counts = { rowCount: targets.length, unchangedCount: 0 };
  const publication = toPublication(about, act, { ...counts, policy, createdAt: turn.recordedAt });
  await storePublication(manager, publication);
  await storeTargets(manager, publication.id, targets);
  return recordEntry(dependencies, manager, {
    publication,
    steps,
    turn,
    act,
    payloadHash,
    rowsHash: RowsDigest.of(targets),
    fed: 0,
    changed: [],
    comparison: NOTHING_COMPARED,
    issues: [],
    refusedCount: 0,
  });
}

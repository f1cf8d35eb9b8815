import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../identity/viewer.ts';
import type { UploadCall, UploadReceiver, UploadReply } from '../../graphql/upload-call.ts';
import { dayInShanghai } from '../../primitives/calendar-day.ts';
import { newId } from '../../primitives/identifiers.ts';
import type { Issue } from '../../primitives/issue.ts';
import { readRows } from '../intake/read-rows.ts';
import { addComparisons, NOTHING_COMPARED } from '../publication/comparison.ts';
import { checkOrder } from '../publication/check-order.ts';
import { rowContextOf } from '../publication/examine-submission.ts';
import { PayloadDigest } from '../publication/payload-digest.ts';
import { mayReadPublication } from '../publication/publication.permission.ts';
import { readPolicy } from '../publication/publication.repository.ts';
import { isIdempotencyKey, type PublishOrder } from '../publication/publish.ts';
import {
  notStored,
  type PublishAct,
  type PublishDependencies,
  type PublishOutcome,
} from '../publication/publish-outcome.ts';
import { isRefused } from '../publication/submission.ts';
import { decide, earlierAnswer, permittedUnit, refuse } from '../publication/publish.service.ts';
import { checkRepeats, commonRowRules } from '../validation/row.rules.ts';
import { sweepAbandoned } from './abandoned.repository.ts';
import { commitStaged } from './commit-staged.ts';
import { examineStaged, type StagedSubmission } from './examine-staged.ts';
import { readOrder } from './read-order.ts';
import { dropStaged, prepareForMany } from './staged-row.repository.ts';
import { keep, takeIn, type TakenIn } from './take-in.ts';
import { formatOf, type UploadJob, type UploadLimits, type UploadState } from './upload.ts';
import { uploadErrors } from './upload.errors.ts';
import { findJob, noteProgress, startJob } from './upload-job.repository.ts';
import { toReply } from './upload-reply.ts';

export interface UploadService {
  /** Takes a file in: the same path into the record as a mutation. */
  readonly receive: UploadReceiver;
  /** The last upload under a key; null where there is none or the viewer may not see it. */
  progress(key: string, memberUnit: string | null, viewer: Viewer): Promise<UploadJob | null>;
}

export function createUploadService(dependencies: PublishDependencies, limits: UploadLimits): UploadService {
  const { manager } = dependencies.dataSource;
  return {
    receive: (call) => receive(dependencies, limits, call),
    async progress(key, memberUnit, viewer) {
      if (memberUnit === null || !mayReadPublication(viewer, { memberUnit }, dependencies.knowledge)) return null;
      return !isIdempotencyKey(key) ? null : findJob(manager, memberUnit, key);
    },
  };
}

async function receive(
  dependencies: PublishDependencies,
  limits: UploadLimits,
  call: UploadCall,
): Promise<UploadReply> {
  const order = readOrder(call.parameters);
  if (!order.ok) return toReply(notStored([uploadErrors.badParameter(order.error)]), 400);
  const act: PublishAct = { viewer: call.viewer, traceId: call.traceId };
  const memberUnit = await permittedUnit(dependencies, order.value, act);
  const whole = checkOrder(order.value, dayInShanghai(dependencies.clock.now()));
  if (whole.length > 0) return toReply(notStored(whole));
  const upload = new Upload(dependencies, limits, { order: order.value, memberUnit, act });
  return toReply(await upload.run(call));
}

interface UploadAbout {
  readonly order: PublishOrder;
  readonly memberUnit: string;
  readonly act: PublishAct;
}

/** One upload from its first byte to its answer. */
class Upload {
  private readonly id = newId();
  private rowsRead = 0;
  private errorCount = 0;

  constructor(
    private readonly dependencies: PublishDependencies,
    private readonly limits: UploadLimits,
    private readonly about: UploadAbout,
  ) {}

  async run(call: UploadCall): Promise<PublishOutcome> {
    const { clock, dataSource } = this.dependencies;
    const { memberUnit, order, act } = this.about;
    const startedBy = act.viewer.subject;
    const { idempotencyKey } = order;
    await sweepAbandoned(dataSource.manager, clock.now());
    await startJob(dataSource.manager, { id: this.id, memberUnit, idempotencyKey, startedBy, at: clock.now() });
    try {
      const outcome = await this.take(call);
      this.errorCount = outcome.issues.length;
      const stored = outcome.publication ? 'STORED' : outcome.isAcceptable ? 'CHECKED' : 'REFUSED';
      await this.note(stored, outcome.publication?.id ?? null);
      return outcome;
    } catch (error) {
      await this.note('FAILED').catch(() => undefined);
      throw error;
    } finally {
      await dropStaged(dataSource.manager, this.id).catch(() => undefined);
    }
  }

  private async take(call: UploadCall): Promise<PublishOutcome> {
    const { dataSource, department } = this.dependencies;
    const { order, memberUnit } = this.about;
    const today = dayInShanghai(this.dependencies.clock.now());
    const format = formatOf(call.contentType) ?? 'csv';
    const taken = await takeIn(readRows(call.body, format, this.limits), {
      manager: dataSource.manager,
      submission: this.id,
      digest: new PayloadDigest(order, memberUnit),
      rules: [...commonRowRules, ...department.rules],
      context: rowContextOf(this.dependencies, { memberUnit, today, order }),
      limits: this.limits,
      onProgress: (rowsRead, errorCount) => this.progress(rowsRead, errorCount),
    });
    this.rowsRead = taken.rowCount;
    const { payloadHash } = taken;
    const claim = { memberUnit, key: order.idempotencyKey, payloadHash };
    const earlier = taken.isUnfinished ? null : await earlierAnswer(dataSource.manager, claim);
    if (earlier) return earlier;
    await this.note('CHECKING');
    const outcome = await this.judge(taken, today);
    if (outcome.publication || order.dryRun) return outcome;
    return refuse(this.dependencies, { order, memberUnit, payloadHash }, this.about.act, {
      outcome,
      handedIn: taken.rowCount,
    });
  }

  /** Stores it, or says what storing it would do. */
  private async judge(taken: TakenIn, today: string): Promise<PublishOutcome> {
    const { order, memberUnit, act } = this.about;
    const { rows, issues, faults, payloadHash } = taken;
    if (taken.isUnfinished || taken.rowCount === 0) return notStored(inOrder([...faults, ...issues]));
    const submission = { order, memberUnit, payloadHash, today, faults, issues };
    if (rows !== null) {
      const withRepeats = { ...submission, rows, issues: [...issues, ...checkRepeats(rows)] };
      return sorted(await decide(this.dependencies, withRepeats, act));
    }
    const { batch } = this.limits;
    const staged: StagedSubmission = { ...submission, id: this.id, rowCount: taken.rowCount, batch };
    const isFaulty = faults.length > 0 || issues.some(isError);
    if (order.dryRun || (order.mode === 'ATOMIC' && isFaulty)) return this.onlyExamine(staged);
    await this.note('STORING');
    return sorted(await commitStaged(this.dependencies, staged, act));
  }

  private onlyExamine(staged: StagedSubmission): Promise<PublishOutcome> {
    return this.dependencies.dataSource.transaction((manager) => this.examineAll(manager, staged));
  }

  private async examineAll(manager: EntityManager, staged: StagedSubmission): Promise<PublishOutcome> {
    await prepareForMany(manager);
    const { policy } = await readPolicy(manager, staged.memberUnit);
    const issues: Issue[] = [...staged.faults];
    let comparison = NOTHING_COMPARED;
    let refused = staged.faults.length;
    let kept = 0;
    for await (const examination of examineStaged(this.dependencies, manager, staged, policy)) {
      keep(issues, examination.issues);
      comparison = addComparisons(comparison, examination.comparison);
      refused += examination.refused.length;
      kept += examination.accepted.length + examination.comparison.unchanged;
    }
    const isAcceptable = !isRefused(staged.order.mode, { refused, kept });
    return sorted({ ...notStored(issues, comparison), isAcceptable });
  }

  private async progress(rowsRead: number, errorCount: number): Promise<void> {
    this.rowsRead = rowsRead;
    this.errorCount = errorCount;
    await this.note('RECEIVING');
  }

  private note(state: UploadState, publicationId: string | null = null): Promise<void> {
    const { dataSource, clock } = this.dependencies;
    const { rowsRead, errorCount } = this;
    return noteProgress(dataSource.manager, this.id, { state, rowsRead, errorCount, publicationId }, clock.now());
  }
}

function isError({ severity }: Issue): boolean {
  return severity === 'ERROR';
}

function inOrder(issues: readonly Issue[]): Issue[] {
  return [...issues].sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
}

function sorted(outcome: PublishOutcome): PublishOutcome {
  return { ...outcome, issues: inOrder(outcome.issues) };
}

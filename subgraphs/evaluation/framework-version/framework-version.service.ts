import type { EntityManager } from 'typeorm';
import { checkVersion } from '../../../shared/catalogue/version/check-version.ts';
import { forbidden } from '../../../shared/graphql/errors.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { recordAudit } from '../audit/audit-event.repository.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import { findOutdated } from '../result/recalculation/outdated-result.repository.ts';
import { enqueueRecalculations } from '../result/recalculation/recalculation-job.repository.ts';
import type { VersionRecord } from './framework-version.ts';
import { frameworkVersionErrors } from './framework-version.errors.ts';
import { FrameworkVersionRepository, type NewVersionEvent, type VersionActor } from './framework-version.repository.ts';
import type { FrameworkVersions } from './framework-versions.ts';
import { mayPublishFrameworks } from './permission.ts';
import { type ReadVersion, VersionReader } from './version-reader.ts';

/** The decision by which something is done, as it is recorded. */
export interface Decision {
  readonly code: string;
  readonly documentTitle: string;
  readonly documentNumber: string | null;
  readonly reason: string;
}

export interface CarryOver extends Decision {
  readonly year: number;
}

export interface VersionServiceDependencies {
  readonly database: EvaluationDatabase;
  readonly versions: FrameworkVersions;
  readonly clock: Clock;
}

const TEXT_LIMIT = 2_000;
const FURTHEST = 20;

/** Puts versions into use (启用) and carries them over (沿用): event, audit and recalculations in one transaction. */
export class FrameworkVersionService {
  private readonly dependencies: VersionServiceDependencies;

  constructor(dependencies: VersionServiceDependencies) {
    this.dependencies = dependencies;
  }

  async publish(viewer: Viewer, decision: Decision, traceId: string): Promise<Result<VersionRecord, Issue[]>> {
    if (!mayPublishFrameworks(viewer)) throw forbidden('没有启用指标体系的权限');
    const missing = missingTexts(decision);
    if (missing.length > 0) return err(missing);
    return this.act(viewer, decision, traceId, async (manager, record) => {
      if (record.state !== 'DRAFT') return err([frameworkVersionErrors.notDraft(record.code)]);
      if (importerOf(record) === viewer.subject) return err([frameworkVersionErrors.sameHand()]);
      const { catalogue } = this.dependencies.versions;
      const read = await new VersionReader(catalogue).read(manager, record);
      const faults = checkVersion(catalogue, read.version);
      if (faults.length > 0) return err([frameworkVersionErrors.notSound(faults.length)]);
      return ok({ event: { ...eventOf(decision, record), action: 'PUBLISHED' }, years: yearsOf(read), read });
    });
  }

  async carryOver(viewer: Viewer, decision: CarryOver, traceId: string): Promise<Result<VersionRecord, Issue[]>> {
    if (!mayPublishFrameworks(viewer)) throw forbidden('没有决定沿用的权限');
    const missing = missingTexts(decision);
    if (missing.length > 0) return err(missing);
    const { year } = decision;
    return this.act(viewer, decision, traceId, async (manager, record) => {
      if (record.state === 'DRAFT') return err([frameworkVersionErrors.draft(record.code)]);
      if (record.carriedTo.includes(year)) return err([frameworkVersionErrors.carriedAlready(record.code, year)]);
      const read = await new VersionReader(this.dependencies.versions.catalogue).read(manager, record);
      const first = firstYearOf(read);
      if (year <= first || year > first + FURTHEST) return err([frameworkVersionErrors.yearNotAfter(year, first)]);
      return ok({ event: { ...eventOf(decision, record), action: 'CARRIED_OVER', year }, years: [year], read });
    });
  }

  /** One act upon a version after the other; what it found out is stored with it, and this process knows it at once. */
  private async act(
    viewer: Viewer,
    { code }: Decision,
    traceId: string,
    decide: (manager: EntityManager, record: VersionRecord) => Promise<Result<Act, Issue[]>>,
  ): Promise<Result<VersionRecord, Issue[]>> {
    const { database, clock, versions } = this.dependencies;
    const done = await database.transaction(async (manager) => {
      const repository = new FrameworkVersionRepository(manager);
      await repository.lock();
      const [record] = await repository.records(code);
      if (record === undefined) return err([frameworkVersionErrors.unknown(code)]);
      const decided = await decide(manager, record);
      if (!decided.ok) return decided;
      const { event, years, read } = decided.value;
      const by: VersionActor = {
        ...{ actor: viewer.subject, actorUnit: viewer.memberUnit, at: clock.now(), traceId },
      };
      await repository.record(event, by);
      await recordAudit(manager, viewer, { ...auditOf(event), at: by.at, traceId });
      await this.enqueue(manager, read, years);
      const [after] = await repository.records(code);
      return ok(after ?? record);
    });
    if (done.ok) await versions.refresh();
    return done;
  }

  /** What the version judges in these years is calculated by it, over the values there are. */
  private async enqueue(manager: EntityManager, { version }: ReadVersion, years: readonly number[]): Promise<void> {
    const { id, subjectKind } = version.framework;
    const expected = years.map((year) => ({ kind: subjectKind, year, framework: id, model: '' }));
    await enqueueRecalculations(manager, await findOutdated(manager, expected));
  }
}

interface Act {
  readonly event: NewVersionEvent;
  readonly years: readonly number[];
  readonly read: ReadVersion;
}

function eventOf({ documentTitle, documentNumber, reason }: Decision, { code, revision }: VersionRecord) {
  return { code, revision, documentTitle: documentTitle.trim(), documentNumber, reason: reason.trim() };
}

function auditOf({ code, revision, action, year, documentTitle, documentNumber, reason }: NewVersionEvent) {
  const words = { PUBLISHED: 'publish', CARRIED_OVER: 'carry-over' };
  const verb = action === 'PUBLISHED' || action === 'CARRIED_OVER' ? words[action] : action.toLowerCase();
  const detail = { revision, documentTitle, documentNumber, reason, ...(year != null && { year }) };
  return { action: `framework.${verb}`, target: code, detail };
}

function importerOf({ events, revision }: VersionRecord): string | null {
  return events.find((event) => event.action === 'IMPORTED' && event.revision === revision)?.actor ?? null;
}

function firstYearOf({ documents }: ReadVersion): number {
  return Number(documents.framework.validFrom.slice(0, 4));
}

function yearsOf(read: ReadVersion): number[] {
  return [firstYearOf(read), ...read.record.carriedTo];
}

function missingTexts({ documentTitle, reason }: Decision): Issue[] {
  const isText = (text: string): boolean => text.trim() !== '' && text.length <= TEXT_LIMIT;
  return [
    ...(isText(documentTitle) ? [] : [frameworkVersionErrors.textMissing('documentTitle')]),
    ...(isText(reason) ? [] : [frameworkVersionErrors.textMissing('reason')]),
  ];
}

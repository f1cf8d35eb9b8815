import { setImmediate } from 'node:timers/promises';
import { measuresNewToDepartments } from '../../../shared/catalogue/version/check-version.ts';
import { hashVersion } from '../../../shared/catalogue/version/version-hash.ts';
import { type CheckedWorkbook, checkWorkbook } from '../../../shared/catalogue/workbook/check-workbook.ts';
import type { WorkbookFault } from '../../../shared/catalogue/workbook/workbook-fault.ts';
import { forbidden } from '../../../shared/graphql/errors.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { recordAudit } from '../audit/audit-event.repository.ts';
import type { VersionRecord } from './framework-version.ts';
import { frameworkVersionErrors } from './framework-version.errors.ts';
import { FrameworkVersionRepository, type VersionActor } from './framework-version.repository.ts';
import type { VersionServiceDependencies } from './framework-version.service.ts';
import { openWorkbook } from './workbook/open-workbook.ts';
import { mayImportFrameworks } from './permission.ts';
import { newestRevision } from './seed-framework-versions.ts';
import { WORKBOOK_LIMITS } from './workbook/workbook-limits.ts';
import { workbookRefusals } from './workbook/workbook-refusals.ts';

export interface ImportRequest {
  /** The file in base64. */
  readonly workbook: string;
  /** Checked and told, but not stored. */
  readonly isTrial: boolean;
}

export interface Imported {
  /** Null after a trial. */
  readonly record: VersionRecord | null;
  readonly code: string;
  readonly hash: string;
  /** True where the documents are those that are stored already. */
  readonly isUnchanged: boolean;
  /** Measures that departments do not know yet. */
  readonly newMeasures: readonly string[];
}

/** Why nothing was imported: faults by sheet and cell, or what stands against the version as a whole. */
export interface ImportRefusal {
  readonly faults: readonly WorkbookFault[];
  readonly errors: readonly Issue[];
}

/** Takes in a framework from a workbook: all of it, as a draft, or nothing. */
export class FrameworkImportService {
  private readonly dependencies: VersionServiceDependencies;
  /** One workbook at a time: what is unpacked is held in memory. */
  private reading: Promise<unknown> = Promise.resolve();

  constructor(dependencies: VersionServiceDependencies) {
    this.dependencies = dependencies;
  }

  async import(viewer: Viewer, request: ImportRequest, traceId: string): Promise<Result<Imported, ImportRefusal>> {
    if (!mayImportFrameworks(viewer)) throw forbidden('没有导入指标体系的权限');
    const checked = await this.inTurn(() => this.check(request.workbook));
    if (!checked.ok) return err({ faults: checked.error, errors: [] });
    const { documents, version } = checked.value;
    const { catalogue } = this.dependencies.versions;
    const found = {
      code: documents.framework.id,
      hash: hashVersion(documents),
      newMeasures: measuresNewToDepartments(catalogue, version),
    };
    const stored = await this.store(viewer, { ...request, ...found, documents: JSON.stringify(documents) }, traceId);
    return stored.ok ? ok({ ...found, ...stored.value }) : err({ faults: [], errors: stored.error });
  }

  private async check(workbook: string): Promise<Result<CheckedWorkbook, readonly WorkbookFault[]>> {
    const bytes = decode(workbook);
    if (bytes === null) return err([workbookRefusals.notBase64()]);
    const sheets = await openWorkbook(bytes);
    // Others are answered between the two halves of the work.
    await setImmediate();
    return sheets.ok ? checkWorkbook(sheets.value, this.dependencies.versions.catalogue) : sheets;
  }

  private async store(
    viewer: Viewer,
    { code, hash, documents, isTrial }: ImportRequest & { code: string; hash: string; documents: string },
    traceId: string,
  ): Promise<Result<Pick<Imported, 'record' | 'isUnchanged'>, Issue[]>> {
    const { database, clock } = this.dependencies;
    return database.transaction(async (manager) => {
      const repository = new FrameworkVersionRepository(manager);
      await repository.lock();
      const [known = null] = await repository.records(code);
      if (known?.hash === hash) return ok({ record: isTrial ? null : known, isUnchanged: true });
      if (known !== null && known.state !== 'DRAFT') return err([frameworkVersionErrors.fixed(code)]);
      if (isTrial) return ok({ record: null, isUnchanged: false });
      const by: VersionActor = { actor: viewer.subject, actorUnit: viewer.memberUnit, at: clock.now(), traceId };
      const revision = newestRevision(known) + 1;
      await repository.insert({ code, revision, hash, documents }, by);
      await repository.record({ code, revision, action: 'IMPORTED' }, by);
      const detail = { revision, hash };
      await recordAudit(manager, viewer, { action: 'framework.import', target: code, detail, at: by.at, traceId });
      const [record = null] = await repository.records(code);
      return ok({ record, isUnchanged: false });
    });
  }

  private inTurn<T>(read: () => Promise<T>): Promise<T> {
    const turn = this.reading.catch(() => undefined).then(read);
    this.reading = turn;
    return turn;
  }
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The bytes of a base64 text; null where it is none. A larger one is cut at a byte over the limit, which is refused then. */
function decode(text: string): Uint8Array | null {
  const compact = text.replace(/\s+/g, '');
  if (compact === '' || !BASE64.test(compact)) return null;
  return Buffer.from(compact.slice(0, Math.ceil(((WORKBOOK_LIMITS.bytes + 3) * 4) / 3)), 'base64');
}

import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { SubjectKind } from '../../../shared/catalogue/subject/subject-kind.ts';
import { type ComparedVersion, compareVersions } from '../../../shared/catalogue/version/compare-versions.ts';
import { type KpiAgreement, kpiAgreement } from '../../../shared/catalogue/version/kpi-agreement.ts';
import type { VersionComparison } from '../../../shared/catalogue/version/version-comparison.ts';
import { canonicalVersion } from '../../../shared/catalogue/version/version-hash.ts';
import { forbidden } from '../../../shared/graphql/errors.ts';
import { mayAct } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import type { ListedVersion, VersionRecord } from './framework-version.ts';
import { FrameworkVersionRepository } from './framework-version.repository.ts';
import { mayReadVersion } from './permission.ts';
import { type ReadVersion, VersionReader } from './version-reader.ts';

/** Two versions with what differs between them. */
export interface ComparedVersions {
  readonly from: ListedVersion;
  readonly to: ListedVersion;
  readonly comparison: VersionComparison;
  readonly versions: { readonly from: ComparedVersion; readonly to: ComparedVersion };
}

/** Reads versions as far as the viewer may see them. */
export class FrameworkVersionListService {
  private readonly database: EvaluationDatabase;
  private readonly register: FrameworkRegister;
  private readonly reader: VersionReader;

  constructor(database: EvaluationDatabase, register: FrameworkRegister, catalogue: Catalogue) {
    this.database = database;
    this.register = register;
    this.reader = new VersionReader(catalogue);
  }

  /** In the order in which they came first. */
  async all(viewer: Viewer, code: string | null = null): Promise<ListedVersion[]> {
    if (!mayAct(viewer, 'catalogue:read')) throw forbidden('没有查看指标体系的权限');
    const repository = new FrameworkVersionRepository(this.database.manager);
    const records = (await repository.records(code)).filter(({ state }) => mayReadVersion(viewer, state));
    const heads = await repository.heads(records);
    return records.flatMap((record) => {
      const head = heads.get(record.code);
      return head === undefined ? [] : [{ ...record, ...head }];
    });
  }

  async find(viewer: Viewer, code: string): Promise<ListedVersion | null> {
    const [found] = await this.all(viewer, code);
    return found ?? null;
  }

  /** Null where one of them is not there, or not for the viewer. */
  async compare(viewer: Viewer, from: string, to: string): Promise<ComparedVersions | null> {
    const [earlier, later] = [await this.find(viewer, from), await this.find(viewer, to)];
    if (earlier === null || later === null) return null;
    const [was, is] = [await this.read(earlier), await this.read(later)];
    const versions = { from: was.version, to: is.version };
    return { from: earlier, to: later, comparison: compareVersions(versions.from, versions.to), versions };
  }

  /** The frameworks that count in two years, compared; null where a year has none. */
  async compareYears(viewer: Viewer, kind: SubjectKind, from: number, to: number): Promise<ComparedVersions | null> {
    const [earlier, later] = [this.register.forYear(kind, from), this.register.forYear(kind, to)];
    return earlier === null || later === null ? null : this.compare(viewer, earlier.id, later.id);
  }

  async agreement(record: VersionRecord): Promise<KpiAgreement> {
    return kpiAgreement((await this.read(record)).version);
  }

  /** All documents as canonical JSON: what is hashed, and what a template is filled from. */
  async documents(record: VersionRecord): Promise<string> {
    return canonicalVersion((await this.read(record)).documents);
  }

  private read(record: VersionRecord): Promise<ReadVersion> {
    return this.reader.read(this.database.manager, record);
  }
}

import { z } from 'zod';
import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { type BuiltVersion, buildVersion, versionContextOf } from '../../../shared/catalogue/version/build-version.ts';
import { LivingCatalogue } from '../../../shared/catalogue/version/living-catalogue.ts';
import { versionDocumentsSchema } from '../../../shared/catalogue/version/version-documents.schema.ts';
import type { Logger } from '../../../shared/observability/logger.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { VersionRecord } from './framework-version.ts';
import { FrameworkVersionRepository } from './framework-version.repository.ts';

interface Dependencies {
  readonly database: EvaluationDatabase;
  readonly shipped: Catalogue;
  /** Hashes of the shipped versions, by code: documents that are the same are not read from the database. */
  readonly shippedHashes: ReadonlyMap<string, string>;
  /** Null where nobody follows. */
  readonly log: Logger | null;
}

/** How often it is asked whether something is new. */
const EVERY_MS = 500;

/**
 * The published versions of the database as a catalogue of this process. It follows a counter beside the requests, so
 * that no read asks one statement more.
 */
export class FrameworkVersions {
  private readonly dependencies: Dependencies;
  private readonly living: LivingCatalogue;
  private readonly adopted = new Map<string, string>();
  private seen = '0';
  private loading: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | null = null;
  private readonly listeners: (() => Promise<void>)[] = [];

  constructor(dependencies: Dependencies) {
    this.dependencies = dependencies;
    this.living = new LivingCatalogue(dependencies.shipped);
  }

  /** The shipped catalogue with what was published since; it grows while it is held. */
  get catalogue(): Catalogue {
    return this.living.catalogue;
  }

  /** Called whenever a version or a year has come in, after this process knows it. */
  onChange(listener: () => Promise<void>): void {
    this.listeners.push(listener);
  }

  /** Follows what any process publishes, until `close`. */
  follow(everyMs: number = EVERY_MS): void {
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) => {
        this.dependencies.log?.warn({ err: error }, 'versions of frameworks could not be read');
      });
    }, everyMs);
    this.timer.unref();
  }

  close(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    return this.loading.catch(() => undefined);
  }

  /** Takes in what is new; one call after the other. */
  refresh(): Promise<void> {
    this.loading = this.loading.catch(() => undefined).then(() => this.load());
    return this.loading;
  }

  /** The same where an act is known of that was not seen yet. */
  async refreshUpTo(seq: string): Promise<void> {
    if (BigInt(seq) > BigInt(this.seen)) await this.refresh();
  }

  private async load(): Promise<void> {
    const repository = new FrameworkVersionRepository(this.dependencies.database.manager);
    const seq = await repository.counter();
    if (seq === this.seen) return;
    const published = (await repository.records()).filter(({ state }) => state !== 'DRAFT');
    let isChanged = false;
    for (const record of published.sort(byPublication)) {
      const isAdopted = await this.adopt(repository, record);
      isChanged = this.living.carry(record.code, record.carriedTo) || isAdopted || isChanged;
    }
    this.seen = seq;
    if (isChanged) this.tell();
  }

  /** Nobody waits for what others make of it. */
  private tell(): void {
    for (const listener of this.listeners) {
      listener().catch((error: unknown) =>
        this.dependencies.log?.error({ err: error }, 'a new version was not taken up'),
      );
    }
  }

  /** True where the documents were not known yet. */
  private async adopt(
    repository: FrameworkVersionRepository,
    { code, hash, revision }: VersionRecord,
  ): Promise<boolean> {
    const { shippedHashes, log } = this.dependencies;
    if ((this.adopted.get(code) ?? shippedHashes.get(code)) === hash) return false;
    const built = this.build(await repository.documents(code, revision));
    if (built === null) log?.error({ code, revision }, 'a stored framework version cannot be read by this program');
    else this.living.adopt(built, hash);
    this.adopted.set(code, hash);
    return true;
  }

  private build(stored: unknown): BuiltVersion | null {
    const parsed = versionDocumentsSchema.safeParse(stored, { error: z.locales.zhCN().localeError, jitless: true });
    return parsed.success ? buildVersion(parsed.data, versionContextOf(this.dependencies.shipped)) : null;
  }
}

/** The order of publication, the same in every process. */
function byPublication(a: VersionRecord, b: VersionRecord): number {
  return publishedAs(a) - publishedAs(b);
}

function publishedAs({ events }: VersionRecord): number {
  return Number(events.find(({ action }) => action === 'PUBLISHED')?.seq ?? 0);
}

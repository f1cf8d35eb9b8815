import type { EntityManager } from 'typeorm';
import {
  countingRevision,
  stateOf,
  type VersionEvent,
  type VersionHead,
  type VersionRecord,
} from './framework-version.ts';

/** Who acts, and when. */
export interface VersionActor {
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly at: Date;
  readonly traceId: string;
}

export interface NewVersion {
  readonly code: string;
  readonly revision: number;
  readonly hash: string;
  /** JSON of the documents. */
  readonly documents: string;
}

export type NewVersionEvent = Pick<VersionEvent, 'code' | 'revision' | 'action'> &
  Partial<Pick<VersionEvent, 'year' | 'documentTitle' | 'documentNumber' | 'reason'>>;

/** Versions of frameworks and the acts upon them. */
export class FrameworkVersionRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  /** Acts upon versions follow one another, so that the counter never passes over one. */
  async lock(): Promise<void> {
    await this.manager.query(`select pg_advisory_xact_lock(hashtextextended('framework versions', 0))`);
  }

  /** Number of the newest act; cheap enough to ask often. */
  async counter(): Promise<string> {
    const rows: { seq: string }[] = await this.manager.query(
      'select coalesce(max(seq), 0)::text as seq from framework_version_event',
    );
    return rows[0]?.seq ?? '0';
  }

  /** All versions in the order in which they came first, or the one of a code. */
  async records(code: string | null = null): Promise<VersionRecord[]> {
    const events: VersionEvent[] = await this.manager.query(
      `select seq::text, code, revision, action, year, document_title as "documentTitle",
         document_number as "documentNumber", reason, actor, actor_unit as "actorUnit", happened_at as "happenedAt"
       from framework_version_event where $1::text is null or code = $1 order by framework_version_event.seq`,
      [code],
    );
    const hashes: { code: string; revision: number; hash: string; used: boolean }[] = await this.manager.query(
      `select code, revision, hash, exists (select from round where round.framework = framework_version.code) as used
       from framework_version where $1::text is null or code = $1`,
      [code],
    );
    return [...new Set(events.map((event) => event.code))].map((each) => {
      const own = events.filter((event) => event.code === each);
      const revision = countingRevision(own);
      const row = hashes.find((candidate) => candidate.code === each && candidate.revision === revision);
      return {
        code: each,
        state: stateOf(own, row?.used ?? false),
        revision,
        hash: row?.hash ?? '',
        carriedTo: own.flatMap(({ year }) => year ?? []),
        events: own,
      };
    });
  }

  /** The documents of a revision as they were stored; null where there are none. */
  async documents(code: string, revision: number): Promise<unknown> {
    const rows: { documents: unknown }[] = await this.manager.query(
      'select documents from framework_version where code = $1 and revision = $2',
      [code, revision],
    );
    return rows[0]?.documents ?? null;
  }

  /** What the documents that count say of themselves, by code. */
  async heads(records: readonly VersionRecord[]): Promise<Map<string, VersionHead>> {
    if (records.length === 0) return new Map();
    const rows: (VersionHead & { code: string })[] = await this.manager.query(
      `select code, documents #>> '{framework,title}' as title, documents #>> '{framework,documentNo}' as "documentNo",
         documents #>> '{framework,subjectKind}' as "subjectKind", documents #>> '{framework,validFrom}' as "validFrom"
       from framework_version where (code, revision) in (select * from unnest($1::text[], $2::integer[]))`,
      [records.map(({ code }) => code), records.map(({ revision }) => revision)],
    );
    return new Map(rows.map(({ code, ...head }) => [code, head]));
  }

  async insert({ code, revision, hash, documents }: NewVersion, by: VersionActor): Promise<void> {
    await this.manager.query(
      `insert into framework_version (code, revision, hash, documents, recorded_by, recorded_unit, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [code, revision, hash, documents, by.actor, by.actorUnit, by.at],
    );
  }

  /** False where the act was recorded before: a version is used once, and carried over to a year once. */
  async record(event: NewVersionEvent, by: VersionActor): Promise<boolean> {
    const rows: unknown[] = await this.manager.query(
      `insert into framework_version_event (code, revision, action, year, document_title, document_number, reason,
         actor, actor_unit, happened_at, trace_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning seq`,
      [
        event.code,
        event.revision,
        event.action,
        event.year ?? null,
        event.documentTitle ?? null,
        event.documentNumber ?? null,
        event.reason ?? null,
        by.actor,
        by.actorUnit,
        by.at,
        by.traceId,
      ],
    );
    return rows.length > 0;
  }

  /** A result or a round rests on the version from now on; it never changes again. */
  async markUsed(code: string, by: VersionActor): Promise<void> {
    await this.manager.query(
      `insert into framework_version_event (code, revision, action, actor, actor_unit, happened_at, trace_id)
       select code, max(revision), 'USED', $2, $3, $4, $5 from framework_version where code = $1 group by code
       on conflict do nothing`,
      [code, by.actor, by.actorUnit, by.at, by.traceId],
    );
  }
}

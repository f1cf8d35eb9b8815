import type { DataSource } from 'typeorm';

/** The channel on which the database tells that an entitlement has changed. */
export const ENTITLEMENT_CHANNEL = 'hub_entitlement';

/** What has changed since a version. */
export interface EntitlementChanges {
  readonly version: number;
  /** Whose entitlements changed; absent when it may be anybody's. */
  readonly subjects?: readonly string[];
}

export interface EntitlementStore {
  since(version: number): Promise<EntitlementChanges>;
}

/** More than these are not worth naming: everybody is asked again. */
const MOST_SUBJECTS = 1_000;

export function createEntitlementRepository(dataSource: DataSource): EntitlementStore {
  return {
    async since(version) {
      // One statement: head and changes are of the same moment.
      const [row]: Row[] = await dataSource.query(
        `select head.version::float8 as version,
           coalesce(bool_or(change.version is not null and change.subject is null), false) as "isEverybody",
           coalesce(array_agg(distinct change.subject) filter (where change.subject is not null), '{}') as subjects
         from entitlement_head head left join entitlement_change change on change.version > $1
         group by head.version`,
        [version],
      );
      if (!row) throw new Error('entitlement_head is empty');
      // A version from before a restored backup: nothing is known of what came between.
      const isUnknown = version > row.version;
      if (isUnknown || row.isEverybody || row.subjects.length > MOST_SUBJECTS) return { version: row.version };
      return { version: row.version, subjects: row.subjects };
    },
  };
}

interface Row {
  version: number;
  isEverybody: boolean;
  subjects: string[];
}

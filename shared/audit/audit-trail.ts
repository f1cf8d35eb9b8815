import type { RecordPlace } from '../graphql/keyset-page.ts';

/** One record of the audit trail, without any figure: the auditor sees audit and no business data. */
export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly action: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly result: string;
  readonly traceId: string;
  /** Codes of the findings of a refusal; empty for an accepted act. */
  readonly codes: readonly string[];
  /** How often a refusal was repeated; 1 for an accepted act. */
  readonly times: number;
  readonly lastAt: Date;
  /** From which address the client spoke; null for acts without a request. */
  readonly sourceAddress: string | null;
}

/** Which records are wanted; null members do not narrow. */
export interface AuditFilter {
  readonly from: Date | null;
  readonly to: Date | null;
  readonly actor: string | null;
  readonly action: string | null;
  readonly objectId: string | null;
  readonly result: string | null;
}

/** One page's worth of a trail, newest first. */
export interface AuditPageRequest {
  readonly filter: AuditFilter;
  readonly after: RecordPlace | null;
  readonly limit: number;
}

/** Where a service keeps its trail. Each question is one statement. */
export interface AuditSource {
  list(request: AuditPageRequest): Promise<AuditEntry[]>;
  count(filter: AuditFilter): Promise<number>;
}

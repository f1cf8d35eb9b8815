import type { PublicationMode } from './publication.ts';
import type { RowInput } from '../validation/row.ts';

/** A submission as it enters the machine, whatever way it came in. */
export interface PublishCommand {
  readonly idempotencyKey: string;
  /** The unit whose figures these are; null means the caller's own. */
  readonly onBehalfOf: string | null;
  readonly mode: PublicationMode;
  /** Checks everything and stores nothing. */
  readonly dryRun: boolean;
  readonly isDemo: boolean;
  /** 报出日期; null means today. */
  readonly reportedOn: string | null;
  readonly rows: readonly RowInput[];
}

/** Most rows one mutation takes; larger submissions are uploaded. */
export const MUTATION_ROW_LIMIT = 1000;

const KEY_LIMIT = 255;

/** True for a key of 1 to 255 visible characters. */
export function isIdempotencyKey(key: string): boolean {
  return key.length >= 1 && key.length <= KEY_LIMIT && !/[\p{Cc}]/u.test(key);
}

import type { RowInput } from '../validation/row.ts';
import type { Channel, PublicationKind, PublicationMode } from './publication.ts';

/** How a submission is meant, whatever way its rows come in. */
export interface PublishOrder {
  readonly idempotencyKey: string;
  /** The unit whose figures these are; null means the caller's own. */
  readonly onBehalfOf: string | null;
  readonly kind: PublicationKind;
  /** Why accepted values should change; needed for all but a plain report. */
  readonly justification: string | null;
  readonly channel: Channel;
  readonly mode: PublicationMode;
  /** Checks everything, compares with the record and stores nothing. */
  readonly dryRun: boolean;
  /** Submits at once where people have to approve, instead of leaving a draft. */
  readonly submit: boolean;
  readonly isDemo: boolean;
  /** 报出日期; null means today. */
  readonly reportedOn: string | null;
}

/** A submission with all its rows. */
export interface PublishCommand extends PublishOrder {
  readonly rows: readonly RowInput[];
}

/** Most rows one mutation takes; larger submissions are uploaded. */
export const MUTATION_ROW_LIMIT = 1000;

const KEY_LIMIT = 255;
const JUSTIFICATION_LIMIT = 1000;

/** True for a key of 1 to 255 visible characters. */
export function isIdempotencyKey(key: string): boolean {
  return key.length >= 1 && key.length <= KEY_LIMIT && !/[\p{Cc}]/u.test(key);
}

/** Control characters other than those of plain text; the database takes no NUL. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;

/** True for a remark that fits. */
export function isComment(text: string): boolean {
  return text.length <= JUSTIFICATION_LIMIT && !CONTROL.test(text);
}

/** True for a reason that says something and fits. */
export function isJustification(text: string | null): text is string {
  return text !== null && text.trim().length >= 4 && isComment(text);
}

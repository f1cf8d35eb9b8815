import type { Issue } from '../../../shared/primitives/issue.ts';
import type { Act } from '../act/act.ts';

/** Flat, so that it can be filtered and exported without knowing the action. */
export type AuditDetail = Record<string, string | number | boolean | string[] | null>;

export type AuditResult = 'DONE' | 'REFUSED';

/** One act of access or administration: who did what to what, with which result. Never holds a secret. */
export interface AccessAuditEntry {
  readonly at: Date;
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly action: string;
  readonly object: string;
  readonly result: AuditResult;
  readonly traceId: string | null;
  readonly detail: AuditDetail;
}

/** What an act was about. */
export interface ActSubject {
  readonly action: string;
  readonly object: string;
  readonly detail: AuditDetail;
}

/** The record of an act that was done. */
export function doneEntry(act: Act, at: Date, subject: ActSubject): AccessAuditEntry {
  return { ...entryOf(act, at, subject), result: 'DONE' };
}

/** The record of an act that was refused, with the codes of what was wrong. */
export function refusedEntry(act: Act, at: Date, subject: ActSubject & { issues: readonly Issue[] }): AccessAuditEntry {
  const codes = [...new Set(subject.issues.map(({ code }) => code))];
  const { action, object } = subject;
  return { ...entryOf(act, at, { action, object, detail: { ...subject.detail, codes } }), result: 'REFUSED' };
}

function entryOf({ viewer, traceId }: Act, at: Date, subject: ActSubject): Omit<AccessAuditEntry, 'result'> {
  return { at, actor: viewer.subject, actorUnit: viewer.memberUnit, traceId, ...subject };
}

/** What a reader of the audit asks for; null does not narrow. */
export interface AuditFilter {
  readonly from: Date | null;
  readonly to: Date | null;
  readonly actor: string | null;
  readonly action: string | null;
  readonly object: string | null;
  readonly result: AuditResult | null;
}

/** An entry as it was stored. */
export interface StoredAuditEntry extends AccessAuditEntry {
  readonly id: string;
  /** From which address the client spoke; null for acts without a request. */
  readonly sourceAddress: string | null;
  /** Place in the order of the record, opaque. */
  readonly position: string;
}

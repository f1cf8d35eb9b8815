import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../../../shared/primitives/canonical-json.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { Login } from './login.service.ts';

/** Half an hour without a sign of life ends a session; eight hours end every one. */
export const IDLE_LIMIT_MS = 30 * 60_000;
export const ABSOLUTE_LIMIT_MS = 8 * 3_600_000;

const MOST_SESSIONS = 10_000;

export interface Session {
  readonly login: Login;
  /** Proves that a form was sent by a page of ours. */
  readonly formToken: string;
}

interface Entry extends Session {
  seenAt: number;
}

/** Who is logged in, in this process: a restart logs everybody out. Ids are kept as hashes. */
export class SessionStore {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {}

  /** Always a new id, so that nobody can be given one that somebody else knows. */
  open(login: Login): string {
    const id = randomBytes(32).toString('base64url');
    const formToken = randomBytes(32).toString('base64url');
    this.entries.set(sha256Hex(id), { login, formToken, seenAt: this.now() });
    const oldest = this.entries.keys().next();
    if (this.entries.size > MOST_SESSIONS && !oldest.done) this.entries.delete(oldest.value);
    return id;
  }

  /** The session of an id, which counts as a sign of life; null when there is none or it is over. */
  find(id: string | undefined): Session | null {
    if (id === undefined) return null;
    const key = sha256Hex(id);
    const entry = this.entries.get(key);
    if (!entry) return null;
    const now = this.now();
    this.entries.delete(key);
    if (now - entry.seenAt >= IDLE_LIMIT_MS || now >= endOf(entry)) return null;
    entry.seenAt = now;
    this.entries.set(key, entry);
    return entry;
  }

  close(id: string | undefined): void {
    if (id !== undefined) this.entries.delete(sha256Hex(id));
  }

  /** Ends every session of a person but one. */
  closeOthers({ subject }: Login, id: string | undefined): void {
    const kept = sha256Hex(id ?? '');
    for (const [key, { login }] of this.entries) {
      if (login.subject === subject && key !== kept) this.entries.delete(key);
    }
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

/** When a session ends at the latest, milliseconds since 1970. */
export function endOf({ login }: Pick<Session, 'login'>): number {
  return login.authenticatedAt + ABSOLUTE_LIMIT_MS;
}

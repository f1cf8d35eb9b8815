import { createHash } from 'node:crypto';

/** What was let through, by the shared name of whom it counts for. */
export type Spends = Readonly<Record<string, number>>;

/** Whose traffic is told: those with most of it. The others are counted by each gateway for itself. */
const MOST_TOLD = 1_000;
const MOST_KEYS = 20_000;

/**
 * The name under which all gateways count the same client; it does not say who that is. What kind of client it is stands
 * before it, for the rate follows from that.
 */
export function sharedName(kind: string, key: string): string {
  return `${kind}:${createHash('sha256').update(key).digest('base64url').slice(0, 16)}`;
}

/** What this gateway has let through since it last told. */
export class SpendLedger {
  private spent = new Map<string, number>();

  note(name: string): void {
    const known = this.spent.get(name);
    if (known === undefined && this.spent.size >= MOST_KEYS) return;
    this.spent.set(name, (known ?? 0) + 1);
  }

  /** Gives it out once: what cannot be told is not told later, when it has long been made good by waiting. */
  take(): Spends {
    const spent = this.spent;
    this.spent = new Map();
    if (spent.size <= MOST_TOLD) return Object.fromEntries(spent);
    return Object.fromEntries([...spent].sort(([, a], [, b]) => b - a).slice(0, MOST_TOLD));
  }
}

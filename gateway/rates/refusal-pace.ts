import { type Clock, systemClock } from '../../shared/primitives/clock.ts';

/** Refusals of one client per second that cost so little that they are given at once. */
const PER_SECOND = 200;
const INTERVAL_MS = 1_000 / PER_SECOND;
/** What every refusal told the client to wait; nobody is held longer. */
const LONGEST_MS = 1_000;
const MOST_KEYS = 10_000;

/**
 * Refusing costs something, too: who goes on asking without a pause after being told to wait is answered at a pace that
 * leaves the machine to the others. Everybody else hears of a refusal at once.
 */
export class RefusalPace {
  /** When the refusals given so far are worked off, by client. */
  private readonly workedOff = new Map<string, number>();

  constructor(private readonly clock: Clock = systemClock) {}

  /** How long to hold back one more refusal of this client; 0 for not at all. */
  holdMs(key: string): number {
    const now = this.clock.now().getTime();
    const known = this.workedOff.get(key) ?? now;
    // A second's worth may come at once, and no more than two are ever owed.
    const next = Math.min(Math.max(known, now) + INTERVAL_MS, now + 2 * LONGEST_MS);
    this.workedOff.delete(key);
    this.workedOff.set(key, next);
    const oldest = this.workedOff.keys().next();
    if (this.workedOff.size > MOST_KEYS && !oldest.done) this.workedOff.delete(oldest.value);
    return Math.max(0, Math.round(next - now - LONGEST_MS));
  }
}

import { HOP_WINDOW_MS, type NonceMemory } from './signed-hop.ts';

/**
 * Nonces of one process, kept in two generations that turn over with the time window:
 * memory is bounded by the traffic of two windows and nothing is forgotten early.
 */
export class ProcessNonceMemory implements NonceMemory {
  private current = new Set<string>();
  private previous = new Set<string>();
  private turnedAt = 0;

  admit(nonce: string, now: number): boolean {
    // A signature stays valid a full window on either side of its time, so a generation spans two.
    if (now - this.turnedAt > 2 * HOP_WINDOW_MS) {
      this.previous = now - this.turnedAt > 4 * HOP_WINDOW_MS ? new Set() : this.current;
      this.current = new Set();
      this.turnedAt = now;
    }
    if (this.current.has(nonce) || this.previous.has(nonce)) return false;
    this.current.add(nonce);
    return true;
  }
}

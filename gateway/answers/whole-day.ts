import { HOP_WINDOW_MS } from '../../shared/identity/signed-hop.ts';
import { addDays, dayInShanghai, startOfDay } from '../../shared/primitives/calendar-day.ts';
import type { Clock } from '../../shared/primitives/clock.ts';

/**
 * The day (Asia/Shanghai) on which an answer is made. Embargoes end and terms run out with the day; around midnight, as
 * far as the clocks of two processes may differ, no day is certain.
 */
export class WholeDay {
  private day = '';
  private from = 0;
  private to = 0;

  constructor(private readonly clock: Clock) {}

  /** Null while it is not certain which day a subgraph would say it is. */
  current(): string | null {
    const now = this.clock.now();
    const at = now.getTime();
    if (at < this.from || at >= this.to) {
      this.day = dayInShanghai(now);
      this.from = startOfDay(this.day).getTime();
      this.to = startOfDay(addDays(this.day, 1)).getTime();
    }
    return at >= this.from + HOP_WINDOW_MS && at < this.to - HOP_WINDOW_MS ? this.day : null;
  }
}

import { instantInShanghai } from '../../shared/primitives/calendar-day.ts';

/**
 * An instant for people, by the clock of Asia/Shanghai, to the second. It names its zone, so that it can be written back on
 * the command line as it stands; `--format json` has what the hub answered. What is no instant is shown as it is.
 */
export function formatInstant(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? instant : instantInShanghai(at);
}

/** The day of an instant, by the same clock. */
export function formatDay(instant: string): string {
  return formatInstant(instant).slice(0, 10);
}

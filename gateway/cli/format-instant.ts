const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/**
 * An instant for people, by the clock of Asia/Shanghai, to the second. It names its zone, so that it can be written back on
 * the command line as it stands; `--format json` has what the hub answered. What is no instant is shown as it is.
 */
export function formatInstant(instant: string): string {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return instant;
  return `${new Date(at + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
}

/** The day of an instant, by the same clock. */
export function formatDay(instant: string): string {
  return formatInstant(instant).slice(0, 10);
}

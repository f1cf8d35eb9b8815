const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** An instant by the clock of Asia/Shanghai, which has no summer time, to the second: `2026-01-31T08:00:00+08:00`. */
export function instantInShanghai(instant: Date): string {
  return `${new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
}

/** The calendar day of an instant in Asia/Shanghai. */
export function dayInShanghai(instant: Date): string {
  return instantInShanghai(instant).slice(0, 10);
}

/** The first instant of a day in Asia/Shanghai. */
export function startOfDay(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`);
}

export function addDays(day: string, days: number): string {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

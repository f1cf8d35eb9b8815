const FIRST_MS = 1_000;
const LAST_MS = 30_000;
/** A process that stayed up this long has recovered; its next end starts the count anew. */
const RECOVERED_MS = 60_000;

/** How long to wait before a restart: 1 s, doubling up to 30 s while the process keeps ending early. */
export function nextDelay(previousDelayMs: number, upMs: number): number {
  if (previousDelayMs === 0 || upMs >= RECOVERED_MS) return FIRST_MS;
  return Math.min(previousDelayMs * 2, LAST_MS);
}

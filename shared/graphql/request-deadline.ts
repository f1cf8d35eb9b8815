import type { ServerResponse } from 'node:http';

/** Header in which the gateway tells when nobody waits for the answer any more: milliseconds since the epoch. */
export const DEADLINE_HEADER = 'x-hub-deadline';

/** A deadline further away than this, on either side, is a mistake or another clock: it is not followed. */
const FARTHEST_MS = 120_000;

/** The instant in a deadline header; undefined where there is none that can be believed. */
export function parseDeadline(header: string | undefined, now: number = Date.now()): number | undefined {
  if (header === undefined || !/^\d{1,15}$/.test(header)) return undefined;
  const at = Number(header);
  return Math.abs(at - now) > FARTHEST_MS ? undefined : at;
}

/** Aborted when the caller hangs up before the whole answer was sent. */
export function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

import { request } from 'node:http';
import type { ProbeOutcome } from './availability.ts';

/** Asks one service whether it is there; never rejects. */
export type HealthProbe = (url: string) => Promise<ProbeOutcome>;

/**
 * Probes over HTTP, each time on a connection of its own: a kept one may belong to a process that has died
 * and come back, and would report the living as dead.
 */
export function createHttpProbe(timeoutMs: number): HealthProbe {
  return (url) =>
    new Promise((resolve) => {
      const call = request(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
        response.resume();
        resolve(response.statusCode === 200 ? 'ANSWERED' : 'REFUSED');
      });
      call.on('error', (error) => resolve(isTimeout(error) ? 'SILENT' : 'REFUSED'));
      call.end();
    });
}

function isTimeout(error: Error): boolean {
  return error.name === 'AbortError' || error.name === 'TimeoutError';
}

import { healthAddress } from './config.ts';

/** Ends with 0 when the process beside it, of the same environment, can work; the health check of every container. */
const LIMIT_MS = 4_000;

try {
  const response = await fetch(healthAddress(), { signal: AbortSignal.timeout(LIMIT_MS) });
  process.stdout.write(`${response.status} ${await response.text()}\n`);
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

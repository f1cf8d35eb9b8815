import { pino, type Logger } from 'pino';

export type { Logger };

/** Names whose values never reach a log, wherever in a record they stand. */
const SECRET_NAMES = ['authorization', 'token', 'password', 'secret', 'cookie', 'x-hub-viewer', 'x-hub-signature'];

/**
 * The logger of one service: JSON lines on standard output, ISO time, service name, secrets removed.
 * Every record about a request carries its `traceId`.
 */
export function createLogger(service: string, level: string): Logger {
  return pino({
    level,
    base: { service },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: '[removed]',
    },
  });
}

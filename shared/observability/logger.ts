import { type DestinationStream, pino, type Logger } from 'pino';
import { toSafeError, withoutSecrets } from './safe-error.ts';

export type { Logger };

/** Names whose values never reach a log, wherever in a record they stand. */
const SECRET_NAMES = [
  'authorization',
  'token',
  'password',
  'secret',
  'cookie',
  'parameters',
  'variables',
  'x-hub-viewer',
  'x-hub-signature',
];

/**
 * The logger of one service: JSON lines on standard output, ISO time, service name, secrets removed.
 * Every record about a request carries its `traceId`. Tests may give another destination.
 */
export function createLogger(service: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: toSafeError, error: (error: unknown) => (error instanceof Error ? toSafeError(error) : error) },
    // The last look, at the finished line: what nobody thought of.
    hooks: { streamWrite: (line: string) => withoutControls(withoutSecrets(line)) },
    redact: {
      paths: SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: '[removed]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** JSON leaves these as they are, yet some readers end a line at them and terminals obey them. */
const CONTROLS = /[\u007f-\u009f\u2028\u2029]/g;

function withoutControls(line: string): string {
  return line.replace(CONTROLS, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

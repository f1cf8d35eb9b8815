/** What of an error may be logged. */
export interface SafeError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** Name of the constraint, table or column that a statement hit; never a value. */
  readonly constraint?: string;
  readonly table?: string;
  readonly stack?: string;
}

/**
 * An error as a log may hold it. The database's own message, detail, parameters and statement can hold figures:
 * of those only the condition and the names of structure remain. Of others the message, with secrets removed.
 */
export function toSafeError(error: unknown): SafeError {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutSecrets(String(error)) };
  const fromDatabase = databaseError(error);
  const type = error.constructor.name;
  if (fromDatabase !== null) return { ...fromDatabase, type, ...framesOf(error) };
  const code = textOf(error, 'code');
  return {
    type,
    message: withoutSecrets(error.message),
    ...(code === undefined ? {} : { code: withoutSecrets(code) }),
    ...framesOf(error),
  };
}

/** The frames alone: the first lines of a stack repeat the message. */
function framesOf({ stack }: Error): { stack?: string } {
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return frames.length === 0 ? {} : { stack: frames.join('\n') };
}

const SQLSTATE = /^[0-9A-Z]{5}$/;

function databaseError(error: object): Omit<SafeError, 'type'> | null {
  const source = 'driverError' in error && error.driverError instanceof Error ? error.driverError : error;
  const code = textOf(source, 'code');
  if (code === undefined || !SQLSTATE.test(code) || textOf(source, 'severity') === undefined) {
    // Thrown by the driver around a statement: its text and parameters are at hand in the message.
    return source === error ? null : { message: withoutSecrets(source instanceof Error ? source.message : '') };
  }
  const constraint = textOf(source, 'constraint');
  const table = textOf(source, 'table');
  return {
    message: `SQLSTATE ${code}`,
    code,
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
  };
}

function textOf(source: object, name: string): string | undefined {
  const value: unknown = Reflect.get(source, name);
  return typeof value === 'string' ? value : undefined;
}

/** Shapes of secrets that must not be written down wherever they turn up: tokens, credentials, passwords in addresses. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\bhub_[A-Za-z0-9_-]{22}/g, 'hub_[removed]'],
  [/\b(Bearer|Basic)\s+[^\s"',;\\]+/gi, '$1 [removed]'],
  [/\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*)?/g, '[removed]'],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@"\\]*):[^\s@/"\\]+@/gi, '$1:[removed]@'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[removed]'],
];

/** The text with whatever looks like a secret taken out. */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((clean, [secret, substitute]) => clean.replace(secret, substitute), text);
}

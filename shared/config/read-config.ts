import { z } from 'zod';
import { type Environment, readFileValues } from './file-values.ts';

/**
 * Checks the environment against a schema and returns the typed configuration. Instead of `NAME` the environment may hold
 * `NAME_FILE`, the path of a file with the value. All faults are reported together, by name, and end the process: a
 * service never starts half configured. Only `config.ts` files may call this; nothing else reads `process.env`.
 */
export function readConfig<T>(service: string, schema: z.ZodType<T>, environment: Environment = process.env): T {
  const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const { values, faults } = readFileValues(names, environment);
  // What could not be read from its file is not missing as well.
  const unread = new Set(faults.map((fault) => fault.split(/(?:_FILE)?:/, 1)[0]));
  const parsed = schema.safeParse(values);
  if (parsed.success && faults.length === 0) return parsed.data;
  const issues = parsed.error?.issues.filter(({ path }) => !unread.has(String(path[0]))) ?? [];
  const said = [...faults, ...issues.map(({ path, message }) => `${path.join('.') || '(all)'}: ${message}`)];
  process.stderr.write(`${service}: configuration is not valid\n${said.map((fault) => `  ${fault}\n`).join('')}`);
  process.exit(1);
}

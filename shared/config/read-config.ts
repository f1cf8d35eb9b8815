import type { z } from 'zod';

/** The environment as zod sees it: an empty string means unset. */
type Environment = Record<string, string | undefined>;

/**
 * Checks the environment against a schema and returns the typed configuration.
 * All faults are reported together, by name, and end the process: a service never starts half configured.
 * Only `config.ts` files may call this; nothing else reads `process.env`.
 */
export function readConfig<T>(service: string, schema: z.ZodType<T>, environment: Environment = process.env): T {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(all)'}: ${issue.message}`);
  process.stderr.write(`${service}: configuration is not valid\n${faults.join('\n')}\n`);
  process.exit(1);
}

import { parseArgs } from 'node:util';
import { z } from 'zod';
import { jsonVariable } from '../../config/json-variable.ts';
import { readConfig } from '../../config/read-config.ts';

/** Days for which the law wants logs of access kept; the databases refuse to go under them, too. */
const RETENTION_FLOOR_DAYS = 180;

export const retentionSchema = z.object({
  /** `{"hub":"postgres://hub_maintenance:…@…/hub", …}`: which databases, each as its maintenance role. */
  AUDIT_RETENTION_URLS: jsonVariable(
    z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.url({ protocol: /^postgres(ql)?$/ })),
    'is not set: {"<service>":"<URL of its maintenance role>"}',
  ),
  HUB_AUDIT_RETENTION_DAYS: z.coerce.number().int().min(RETENTION_FLOOR_DAYS).default(400),
  LOG_LEVEL: z.string().default('info'),
});

export type RetentionConfig = z.infer<typeof retentionSchema> & { readonly isPurge: boolean };

/** What to keep, from the environment and the command line. */
export function readRetentionConfig(
  parameters: string[],
  environment?: Record<string, string | undefined>,
): RetentionConfig {
  const { values } = parseArgs({ args: parameters, options: { purge: { type: 'boolean', default: false } } });
  return { ...readConfig('audit retention', retentionSchema, environment), isPurge: values.purge };
}

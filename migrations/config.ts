import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readFileValues } from '../shared/config/file-values.ts';

export const migrationSchema = z.object({
  /** `{"hrss":"postgres://hrss_owner:…@…/hrss", …}`: which databases, each as its owner. */
  MIGRATION_URLS: z
    .string('MIGRATION_URLS is not set: {"<service>":"<URL of its owner role>"}')
    .transform((text, context) => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('MIGRATION_URLS is not JSON');
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), z.url())),
});

export interface MigrationOrder {
  /** Owner URL by service. */
  readonly urls: Readonly<Record<string, string>>;
  readonly revert: boolean;
}

/**
 * What to do, from the environment and the command line; `MIGRATION_URLS_FILE` may name a file with the connections. But for
 * that the runner stands apart from `shared` by design.
 */
export function readMigrationOrder(
  parameters: string[],
  environment: Record<string, string | undefined> = process.env,
): MigrationOrder {
  const { values } = parseArgs({
    args: parameters,
    options: { revert: { type: 'boolean', default: false }, service: { type: 'string' } },
  });
  const { values: variables, faults } = readFileValues(Object.keys(migrationSchema.shape), environment);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const { MIGRATION_URLS: urls } = migrationSchema.parse(variables);
  if (values.service === undefined) return { urls, revert: values.revert };
  const url = urls[values.service];
  if (url === undefined) throw new Error(`MIGRATION_URLS has no entry for ${values.service}`);
  return { urls: { [values.service]: url }, revert: values.revert };
}

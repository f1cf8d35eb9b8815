import { z } from 'zod';
import { jsonVariable } from '../../shared/config/json-variable.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import { NONCE_STORES } from '../../shared/identity/nonce-register.ts';
import { parseHopKeys } from '../../shared/identity/signed-hop.ts';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const hopKeys = z.string().transform((text, context) => {
  try {
    return parseHopKeys(text);
  } catch {
    context.addIssue('must read "kid:base64url,kid:base64url"');
    return z.NEVER;
  }
});

export const hubSchema = z.object({
  SERVICE_HOST: z.string().default('127.0.0.1'),
  SERVICE_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  HOP_KEYS: hopKeys,
  /** Where it is remembered which signed calls were taken: `database` where several processes serve the hub. */
  NONCE_STORE: z.enum(NONCE_STORES).default('memory'),
  LOG_LEVEL: z.enum(LEVELS).default('info'),
  /** `{"hrss":"http://127.0.0.1:4101/health", …}`: the services to watch. */
  SUBGRAPH_HEALTH_URLS: jsonVariable(z.record(z.string(), z.url({ protocol: /^http$/ }))).default({}),
  AVAILABILITY_INTERVAL_MS: z.coerce.number().int().min(100).default(2_000),
  AVAILABILITY_FRESHNESS_MS: z.coerce.number().int().min(0).default(50),
  AVAILABILITY_TIMEOUT_MS: z.coerce.number().int().min(10).default(400),
  /** What providers say in `acr` for a sign-in with two factors, separated by commas; `amr` counts anyway. */
  SECOND_FACTOR_ACRS: z
    .string()
    .default('mfa,aal2,aal3,https://refeds.org/profile/mfa')
    .transform((text) => text.split(',').flatMap((acr) => (acr.trim() === '' ? [] : [acr.trim()]))),
});

export type HubConfig = z.infer<typeof hubSchema>;

export function readHubConfig(environment?: Record<string, string | undefined>): HubConfig {
  return readConfig('hub', hubSchema, environment);
}

const bootstrapSchema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** The tokens to issue, each under the name by which its text is printed. */
  BOOTSTRAP: jsonVariable(
    z.array(
      z.strictObject({
        name: z.string().min(1),
        subject: z.string(),
        memberUnit: z.string().nullable(),
        roles: z.array(z.string()),
        purpose: z.string(),
        days: z.number(),
      }),
    ),
  ),
  /** `1`: only where there is no administrator yet. */
  BOOTSTRAP_FIRST: z.enum(['0', '1']).default('0'),
});

export type BootstrapConfig = z.infer<typeof bootstrapSchema>;

export function readBootstrapConfig(environment?: Record<string, string | undefined>): BootstrapConfig {
  return readConfig('hub bootstrap', bootstrapSchema, environment);
}

import { join, resolve } from 'node:path';
import { z } from 'zod';
import { jsonVariable } from '../../shared/config/json-variable.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import { clientsSchema, DEFAULT_CLIENTS } from './authorization/client.ts';

export const providerConfigSchema = z.object({
  SERVICE_HOST: z.string().default('127.0.0.1'),
  SERVICE_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  LOG_LEVEL: z.string().default('info'),
  NODE_ENV: z
    .string()
    .optional()
    .refine((mode) => mode !== 'production', {
      message: 'the identity provider is for demonstrations and tests; in production configure your own (OIDC_ISSUERS)',
    }),
  HUB_DATA: z
    .string()
    .default(join(projectRoot, '.data'))
    .transform((folder) => resolve(folder)),
  DEMO: z.enum(['off', 'on', 'national']).default('off'),
  /** Address as browsers and the gateway see it, without a path. */
  IDENTITY_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine((address) => URL.canParse(address) && new URL(address).origin === address, {
      message: 'must be an origin without path or slash',
    })
    .optional(),
  IDENTITY_AUDIENCE: z.string().min(1).default('hub'),
  IDENTITY_CLIENTS: jsonVariable(clientsSchema).default([...DEFAULT_CLIENTS]),
});

export type ProviderConfig = z.infer<typeof providerConfigSchema>;

export function readProviderConfig(): ProviderConfig {
  return readConfig('identity-provider', providerConfigSchema);
}

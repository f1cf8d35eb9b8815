import { join, resolve } from 'node:path';
import { z } from 'zod';
import { jsonVariable } from '../shared/config/json-variable.ts';
import { projectRoot } from '../shared/config/project-root.ts';
import { readConfig } from '../shared/config/read-config.ts';
import { parseHopKeys } from '../shared/identity/signed-hop.ts';
import { oidcIssuersSchema } from './access/oidc/oidc-issuer.ts';
import { parseTrustedProxies, PROXY_HEADERS } from './http/trusted-proxies.ts';
import { defaultLimits } from './limits/limits.ts';
import { defaultOverloadPolicy } from './overload/load-shedder.ts';
import { defaultUploadPolicy } from './uploads/upload-policy.ts';
import { defaultRetryPolicy } from './resilience/retry-budget.ts';
import { whyNoSubgraphAddress } from './resilience/subgraph-addresses.ts';

const milliseconds = z.coerce.number().int().positive();

const hopKeys = z.string().transform((text, context) => {
  try {
    return parseHopKeys(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'not readable' });
    return z.NEVER;
  }
});

const trustedProxies = z.string().transform((text, context) => {
  try {
    return parseTrustedProxies(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'not readable' });
    return z.NEVER;
  }
});

const count = z.coerce.number().int().positive();

const rate = z.strictObject({ perSecond: z.number().positive(), burst: z.number().min(1) });

/** The hub answers who a token belongs to, so its address is the one that may not be missing. */
const subgraphUrls = z
  .record(z.string(), z.url())
  .superRefine((urls, context) => {
    for (const [name, url] of Object.entries(urls)) {
      const reason = whyNoSubgraphAddress(url);
      if (reason !== null) context.addIssue({ code: 'custom', path: [name], message: reason });
    }
  })
  .refine((urls) => urls.hub !== undefined, { message: 'must name the subgraph "hub"' });

/** Environment of the gateway. There is no way to run it without signing keys: unsigned calls do not exist. */
export const gatewayConfigSchema = z.object({
  HUB_HOST: z.string().default('127.0.0.1'),
  HUB_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  LOG_LEVEL: z.string().default('info'),
  SUBGRAPH_URLS: jsonVariable(subgraphUrls),
  HOP_KEYS: hopKeys,
  /** Proxies that are believed when they say where a request came from: addresses and networks. */
  TRUSTED_PROXIES: trustedProxies.prefault(''),
  /** The header they write. Only one: a proxy that writes one passes the other on as the client sent it. */
  TRUSTED_PROXY_HEADER: z.enum(PROXY_HEADERS).default('x-forwarded-for'),
  /** Providers whose signed tokens let people in: `[{"issuer":"https://…","audience":"hub"}]`. */
  OIDC_ISSUERS: jsonVariable(oidcIssuersSchema).default([]),
  SUPERGRAPH_FILE: z
    .string()
    .default(join(projectRoot, 'gateway/supergraph/supergraph.graphql'))
    .transform((path) => resolve(path)),
  SUPERGRAPH_POLL_MS: milliseconds.default(2_000),
  STATE_FOLDER: z
    .string()
    .default(join(projectRoot, '.data/gateway'))
    .transform((path) => resolve(path)),
  QUERY_PLANNER: z.enum(['auto', 'javascript']).default('auto'),
  SUBGRAPH_TIMEOUT_MS: milliseconds.default(2_000),
  /** Departments that need another limit than the rest: `{"hrss":3000}`. */
  SUBGRAPH_TIMEOUTS: jsonVariable(z.record(z.string(), milliseconds)).default({}),
  REQUEST_BUDGET_MS: milliseconds.default(5_000),
  BREAKER_FAILURES: count.default(5),
  BREAKER_RESET_MS: milliseconds.default(10_000),
  /** Further attempts of a query, and how many of them a hundred calls to a subgraph earn. */
  RETRY_ATTEMPTS: z.coerce.number().int().min(0).max(5).default(defaultRetryPolicy.retries),
  RETRY_BUDGET_PERCENT: z.coerce.number().min(0).max(100).default(defaultRetryPolicy.budgetPercent),
  RETRY_PAUSE_MS: milliseconds.default(defaultRetryPolicy.pauseMs),
  SUBGRAPH_REPLY_BYTES: count.default(20_971_520),
  BODY_LIMIT_BYTES: count.default(defaultLimits.bodyBytes),
  LIMIT_TOKENS: count.default(defaultLimits.tokens),
  LIMIT_DEPTH: count.default(defaultLimits.depth),
  LIMIT_ALIASES: count.default(defaultLimits.aliases),
  LIMIT_ROOT_FIELDS: count.default(defaultLimits.rootFields),
  LIMIT_DIRECTIVES: count.default(defaultLimits.directives),
  LIMIT_DUPLICATE_KEYS: count.default(defaultLimits.duplicateKeys),
  LIMIT_PAGE_SIZE: count.default(defaultLimits.pageSize),
  LIMIT_FEED_PAGE_SIZE: count.default(defaultLimits.feedPageSize),
  LIMIT_COST: count.default(defaultLimits.cost),
  LIMIT_SERVICE_COST: count.default(defaultLimits.serviceCost),
  /** Requests per second of whom: `{"client":{"perSecond":200,"burst":400}}`; what is not named keeps its default. */
  RATES: jsonVariable(z.strictObject({ client: rate, unit: rate, service: rate, stranger: rate }).partial()).default(
    {},
  ),
  /** How often several gateways tell each other what they let through; 0: this one counts alone. */
  RATE_SHARING_MS: z.coerce.number().int().min(0).max(10_000).default(0),
  MAX_IN_FLIGHT: count.default(defaultOverloadPolicy.inFlight),
  MAX_IN_FLIGHT_PER_CLIENT: count.default(defaultOverloadPolicy.inFlightPerClient),
  MAX_IN_FLIGHT_PER_SERVICE: count.default(defaultOverloadPolicy.inFlightPerService),
  MAX_LOOP_DELAY_MS: milliseconds.default(defaultOverloadPolicy.loopDelayMs),
  BUSY_LOOP_DELAY_MS: milliseconds.default(defaultOverloadPolicy.busyMs),
  /** Bytes of remembered answers; 0: none is remembered. */
  ANSWER_CACHE_BYTES: z.coerce.number().int().min(0).default(67_108_864),
  UPLOAD_LIMIT_BYTES: count.default(defaultUploadPolicy.limitBytes),
  UPLOAD_LIMIT_MS: milliseconds.default(defaultUploadPolicy.limitMs),
  UPLOAD_IDLE_MS: milliseconds.default(defaultUploadPolicy.idleMs),
  MAX_UPLOADS: count.default(defaultUploadPolicy.inFlight),
  MAX_UPLOADS_PER_CLIENT: count.default(defaultUploadPolicy.inFlightPerClient),
  SHUTDOWN_LIMIT_MS: milliseconds.default(9_000),
});

export type GatewayConfig = z.infer<typeof gatewayConfigSchema>;

export function readGatewayConfig(): GatewayConfig {
  return readConfig('gateway', gatewayConfigSchema);
}

/** What the GraphQL runtime's own logger accepts. It reads the variable by itself, even when told not to log. */
const RUNTIME_LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'];

/**
 * Our logger knows levels (`silent`, `fatal`) at which the runtime refuses to start, so it is given one it understands.
 * Our own level has been read before.
 */
export function tameRuntimeLogLevel(environment: Record<string, string | undefined> = process.env): void {
  if (environment.LOG_LEVEL && !RUNTIME_LOG_LEVELS.includes(environment.LOG_LEVEL)) environment.LOG_LEVEL = 'error';
}

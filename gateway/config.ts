import { join, resolve } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../shared/config/project-root.ts';
import { readConfig } from '../shared/config/read-config.ts';
import { parseHopKeys } from '../shared/identity/signed-hop.ts';

const milliseconds = z.coerce.number().int().positive();

/** Text that holds JSON of the given shape. */
function json<T>(shape: z.ZodType<T>) {
  return z.string().transform((text, context) => {
    try {
      const parsed = shape.safeParse(JSON.parse(text));
      if (parsed.success) return parsed.data;
      context.addIssue({ code: 'custom', message: z.prettifyError(parsed.error) });
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' });
    }
    return z.NEVER;
  });
}

const hopKeys = z.string().transform((text, context) => {
  try {
    return parseHopKeys(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'not readable' });
    return z.NEVER;
  }
});

/** The hub answers who a token belongs to, so its address is the one that may not be missing. */
const subgraphUrls = z
  .record(z.string(), z.url({ protocol: /^https?$/ }))
  .refine((urls) => urls.hub !== undefined, { message: 'must name the subgraph "hub"' });

/** Environment of the gateway. There is no way to run it without signing keys: unsigned calls do not exist. */
export const gatewayConfigSchema = z.object({
  HUB_HOST: z.string().default('127.0.0.1'),
  HUB_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  LOG_LEVEL: z.string().default('info'),
  SUBGRAPH_URLS: json(subgraphUrls),
  HOP_KEYS: hopKeys,
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
  SUBGRAPH_TIMEOUTS: json(z.record(z.string(), milliseconds)).default({}),
  REQUEST_BUDGET_MS: milliseconds.default(5_000),
  BREAKER_FAILURES: z.coerce.number().int().positive().default(5),
  BREAKER_RESET_MS: milliseconds.default(10_000),
  BODY_LIMIT_BYTES: z.coerce.number().int().positive().default(1_048_576),
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

import type { HopKey } from '../shared/identity/signed-hop.ts';
import { SubgraphRevisionSource } from './answers/revision-source.ts';
import type { GatewayConfig } from './config.ts';
import { defaultRates } from './rates/rate-limiter.ts';
import type { AnswerPolicy, GatewayOptions } from './server.ts';

type Policies = Pick<GatewayOptions, 'breaker' | 'retry' | 'replyBytes' | 'limits' | 'rates' | 'overload' | 'uploads'>;

/** What the environment says about limits, as the gateway takes it. */
export function policiesOf(config: GatewayConfig): Policies {
  return {
    breaker: { failures: config.BREAKER_FAILURES, resetMs: config.BREAKER_RESET_MS },
    retry: {
      retries: config.RETRY_ATTEMPTS,
      budgetPercent: config.RETRY_BUDGET_PERCENT,
      pauseMs: config.RETRY_PAUSE_MS,
    },
    replyBytes: config.SUBGRAPH_REPLY_BYTES,
    limits: {
      bodyBytes: config.BODY_LIMIT_BYTES,
      tokens: config.LIMIT_TOKENS,
      depth: config.LIMIT_DEPTH,
      aliases: config.LIMIT_ALIASES,
      rootFields: config.LIMIT_ROOT_FIELDS,
      directives: config.LIMIT_DIRECTIVES,
      duplicateKeys: config.LIMIT_DUPLICATE_KEYS,
      pageSize: config.LIMIT_PAGE_SIZE,
      feedPageSize: config.LIMIT_FEED_PAGE_SIZE,
      cost: config.LIMIT_COST,
      serviceCost: config.LIMIT_SERVICE_COST,
    },
    uploads: {
      limitBytes: config.UPLOAD_LIMIT_BYTES,
      limitMs: config.UPLOAD_LIMIT_MS,
      idleMs: config.UPLOAD_IDLE_MS,
      inFlight: config.MAX_UPLOADS,
      inFlightPerClient: config.MAX_UPLOADS_PER_CLIENT,
    },
    rates: { ...defaultRates, ...config.RATES },
    overload: {
      inFlight: config.MAX_IN_FLIGHT,
      inFlightPerClient: config.MAX_IN_FLIGHT_PER_CLIENT,
      inFlightPerService: config.MAX_IN_FLIGHT_PER_SERVICE,
      loopDelayMs: config.MAX_LOOP_DELAY_MS,
      busyMs: config.BUSY_LOOP_DELAY_MS,
    },
  };
}

/** How much of answers is remembered; every subgraph is asked for its revision, and those that have none are left out. */
export function answerPolicyOf(config: GatewayConfig, key: HopKey): { readonly answers?: AnswerPolicy } {
  if (config.ANSWER_CACHE_BYTES === 0) return {};
  const timeoutMs = config.SUBGRAPH_TIMEOUT_MS;
  const sources = Object.entries(config.SUBGRAPH_URLS).map(
    ([target, url]) => [target, new SubgraphRevisionSource({ target, url, key, timeoutMs })] as const,
  );
  return { answers: { bytes: config.ANSWER_CACHE_BYTES, revisions: Object.fromEntries(sources) } };
}

import { createServer } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { HopKey } from '../shared/identity/signed-hop.ts';
import type { Logger } from '../shared/observability/logger.ts';
import { type Clock, systemClock } from '../shared/primitives/clock.ts';
import type { TokenIntrospector } from './access/token-introspection.ts';
import { defaultViewerCachePolicy, ViewerCache, type ViewerCachePolicy } from './access/viewer-cache.ts';
import type { AdmissionStep } from './admission/admission.ts';
import { documentLimitSteps } from './admission/document-limits.step.ts';
import { introspectionStep } from './admission/introspection.step.ts';
import { methodStep } from './admission/method.step.ts';
import { EntitlementFollower, type EntitlementSource } from './access/entitlement-follower.ts';
import { permissionStep } from './admission/permission.step.ts';
import { ReadLog, type ReadSink } from './reads/read-log.ts';
import { AnswerMemory } from './answers/answer-memory.ts';
import { createAnswerPlugin } from './answers/answer-plugin.ts';
import { RevisionBoard } from './answers/revision-board.ts';
import type { RevisionSource } from './answers/revision-source.ts';
import { createReadPlugin } from './reads/read-plugin.ts';
import { type FieldScopes, fieldsWithoutScopes, readFieldScopes } from './access/field-scopes.ts';
import { Readiness } from './health/readiness.ts';
import { createSubgraphFetch } from './hop/subgraph-fetch.ts';
import { createSignPlugin } from './hop/sign-plugin.ts';
import { createGraphqlRoute } from './http/graphql-route.ts';
import { Connections } from './http/connections.ts';
import { drainServer, listen } from './http/http-server.ts';
import { createPreparedPlugin } from './http/prepared-plugin.ts';
import { createRequestHandler } from './http/request-handler.ts';
import type { TrustedProxies } from './http/trusted-proxies.ts';
import { DocumentCache } from './limits/document-cache.ts';
import { defaultLimits, type Limits, scanLimitsOf } from './limits/limits.ts';
import { createGatewayMetrics, type GatewayMetrics } from './observability/metrics.ts';
import { createOperationPlugin } from './observability/operation-plugin.ts';
import { AdaptiveLimit } from './overload/adaptive-limit.ts';
import { defaultOverloadPolicy, LoadShedder, type OverloadPolicy } from './overload/load-shedder.ts';
import { LoopDelay } from './overload/loop-delay.ts';
import { ClientSlots } from './rates/client-slots.ts';
import { RefusalPace } from './rates/refusal-pace.ts';
import { defaultRates, type Rates } from './rates/rate-limiter.ts';
import { type RateSharing, startRates } from './rates/shared-rates.ts';
import type { BreakerPolicy } from './resilience/breaker.ts';
import { BreakerBoard } from './resilience/breaker-board.ts';
import { defaultTimeLimits, type TimeLimits } from './resilience/deadline.ts';
import { createErrorPlugin } from './resilience/error-plugin.ts';
import { ReplyChecker } from './resilience/reply-check.ts';
import { createGuardPlugin } from './resilience/guarded-executor.ts';
import { defaultRetryPolicy, type RetryPolicy } from './resilience/retry-budget.ts';
import { createAddressCheck } from './resilience/subgraph-addresses.ts';
import type { SubgraphDirectory } from './resilience/subgraph-directory.ts';
import { LastGoodSupergraph } from './supergraph/last-good.ts';
import { loadPlanner, type PlannerChoice } from './supergraph/planner.ts';
import { checkSupergraph, createRuntime } from './supergraph/runtime.ts';
import { admitUploads } from './uploads/patient-server.ts';
import { defaultUploadPolicy, type UploadPolicy } from './uploads/upload-policy.ts';
import { createUploadRoute } from './uploads/upload-route.ts';
import { SupergraphKeeper } from './supergraph/supergraph-keeper.ts';
import type { SupergraphSource } from './supergraph/supergraph-source.ts';

export interface GatewayOptions {
  readonly supergraph: SupergraphSource;
  readonly subgraphUrls: Readonly<Record<string, string>>;
  /** The first signs; at least one is needed. */
  readonly hopKeys: readonly HopKey[];
  /** Who a token belongs to; asked through a cache. */
  readonly tokens: TokenIntrospector;
  readonly directory: SubgraphDirectory;
  readonly log: Logger;
  /** Where the last good supergraph is kept; without it none is. */
  readonly stateFolder?: string;
  readonly timeLimits?: TimeLimits;
  readonly breaker?: BreakerPolicy;
  readonly limits?: Limits;
  readonly rates?: Rates;
  /** Without it this gateway counts alone. */
  readonly rateSharing?: RateSharing;
  readonly overload?: OverloadPolicy;
  readonly retry?: RetryPolicy;
  readonly uploads?: UploadPolicy;
  /** Largest reply of a subgraph in bytes. */
  readonly replyBytes?: number;
  /** Where changes of entitlements are told, so that a revoked right ends at once; without it rights end with the cache. */
  readonly entitlements?: EntitlementSource;
  /** Where reads of protected figures are recorded; left out in tests about other things. */
  readonly reads?: ReadSink;
  /** Bytes of remembered answers, and by which subgraph's revisions; without it no answer is remembered. */
  readonly answers?: AnswerPolicy;
  /** Further rules about what a viewer may ask for, after the permission table and the limits. */
  readonly admission?: readonly AdmissionStep[];
  readonly viewerCache?: ViewerCachePolicy;
  readonly shutdownLimitMs?: number;
  /** Who may say where a request came from. */
  readonly proxies?: TrustedProxies;
  readonly planner?: PlannerChoice;
  readonly clock?: Clock;
}

export interface AnswerPolicy {
  readonly bytes: number;
  /** Where the revisions of subgraphs are followed; those not named are taken part of in no remembered answer. */
  readonly revisions: Readonly<Record<string, RevisionSource>>;
}

export interface Gateway {
  readonly metrics: GatewayMetrics;
  listen(host: string, port: number): Promise<{ port: number }>;
  /** Reads the supergraph source now; true when another graph is served. */
  reload(): Promise<boolean>;
  /** Readiness turns 503, requests in flight finish, then everything is closed. */
  close(): Promise<void>;
}

const DEFAULT_REPLY_BYTES = 20 * 1_048_576;

/** Who sends head or body drop by drop is not waited for. */
const SERVER_LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  maxHeaderSize: 16_384,
  // Longer than balancers keep a connection idle: it is theirs to close, for a request may be on its way when we do.
  keepAliveTimeout: 75_000,
};

/** The gateway as one object, without a port yet and without reading any environment. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const [signingKey] = options.hopKeys;
  if (!signingKey) throw new Error('the gateway needs a key to sign its calls with (HOP_KEYS)');
  const { log, clock = systemClock, limits = defaultLimits, timeLimits = defaultTimeLimits } = options;
  const isSubgraphAddress = createAddressCheck(options.subgraphUrls);
  const metrics = createGatewayMetrics();
  const breakers = createBreakers(options, metrics, clock);
  const planner = await loadPlanner(options.planner ?? 'auto', log);
  const keeper = new SupergraphKeeper({
    source: options.supergraph,
    lastGood: options.stateFolder === undefined ? null : new LastGoodSupergraph(options.stateFolder, options.hopKeys),
    urls: options.subgraphUrls,
    check: async (routed) => checkPermissions(routed) ?? (await checkSupergraph(routed, planner)),
    log,
  });
  await keeper.start();
  const served: { schema: GraphQLSchema | null } = { schema: null };
  const readLog = options.reads ? new ReadLog({ sink: options.reads, log }) : null;
  const revisions = options.answers ? new RevisionBoard({ sources: options.answers.revisions, log }) : null;
  const replyBytes = options.replyBytes ?? DEFAULT_REPLY_BYTES;
  const subgraphFetch = createSubgraphFetch(replyBytes);
  const replies = new ReplyChecker(() => keeper.current());
  const runtime = createRuntime({
    fetch: subgraphFetch,
    supergraph: () => keeper.current().routed,
    planner,
    plugins: [
      createPreparedPlugin({
        onSchema(schema) {
          served.schema = schema;
        },
      }),
      createSignPlugin(signingKey, timeLimits),
      ...(readLog ? [createReadPlugin(readLog)] : []),
      ...(revisions ? [createAnswerPlugin(revisions)] : []),
      createGuardPlugin({
        breakers,
        limits: timeLimits,
        retry: options.retry ?? defaultRetryPolicy,
        isSubgraphAddress,
        replies,
        metrics,
        log,
      }),
      createOperationPlugin(metrics),
      createErrorPlugin({ directory: options.directory, metrics, log }),
    ],
  });
  await runtime.getSchema();
  replies.prepare();
  const answers =
    options.answers && revisions
      ? new AnswerMemory({
          capacity: options.answers.bytes,
          graph: () => keeper.current().hash,
          ...{ revisions, reads: readLog, metrics, clock },
        })
      : null;
  revisions?.start();

  const reload = async (): Promise<boolean> => {
    if (!(await keeper.refresh())) return false;
    await runtime.invalidateUnifiedGraph();
    replies.prepare();
    answers?.clear();
    log.info({ supergraph: keeper.current().hash }, 'supergraph reloaded');
    return true;
  };
  const stopWatching = options.supergraph.watch(() => {
    reload().catch((error: unknown) => log.error({ err: error }, 'supergraph could not be reloaded'));
  });

  const tokens = new ViewerCache(options.tokens, options.viewerCache ?? defaultViewerCachePolicy, clock);
  const follower = options.entitlements
    ? new EntitlementFollower({ source: options.entitlements, forget: (subjects) => tokens.forget(subjects), log })
    : null;
  follower?.start();
  const loopDelay = new LoopDelay();
  const overload = options.overload ?? defaultOverloadPolicy;
  const busy = new AdaptiveLimit(overload.inFlight, overload.busyMs);
  loopDelay.start((facts) => busy.adjust(facts));
  const shedder = new LoadShedder(overload, () => loopDelay.currentMs(), clock);
  const readiness = new Readiness({
    supergraph: () => keeper.current(),
    tokens: options.tokens,
    breakers: () => breakers.states(),
    isOverloaded: () => shedder.isShedding(),
  });
  const rates = startRates(options.rates ?? defaultRates, options.rateSharing, { clock, log });
  const uploads = createUploadRoute({
    subgraphUrls: options.subgraphUrls,
    key: signingKey,
    tokens,
    rates: rates.limiter,
    breakers,
    directory: options.directory,
    policy: options.uploads ?? defaultUploadPolicy,
    timeLimits,
    replyBytes,
    isOverloaded: () => shedder.isShedding(),
    isStopping: () => readiness.draining,
    metrics,
    log,
  });
  const graphql = createGraphqlRoute({
    runtime,
    tokens,
    limits,
    documents: new DocumentCache(scanLimitsOf(limits)),
    schema: () => served.schema,
    admission: [
      methodStep,
      permissionStep(scopesByHash(keeper)),
      introspectionStep,
      ...documentLimitSteps(limits),
      ...(options.admission ?? []),
    ],
    rates: rates.limiter,
    slots: new ClientSlots(),
    pace: new RefusalPace(),
    overload,
    shedder,
    busy,
    answers,
    budgetMs: timeLimits.requestMs,
    metrics,
    log,
  });
  const server = createServer(
    SERVER_LIMITS,
    createRequestHandler({ graphql, uploads, readiness, metrics, log, proxies: options.proxies }),
  );
  admitUploads(server);
  const connections = new Connections(server);

  return {
    metrics,
    reload,
    listen: (host, port) => listen(server, host, port),
    async close() {
      readiness.drain();
      stopWatching();
      follower?.close();
      rates.close();
      revisions?.close();
      loopDelay.stop();
      await drainServer({ server, connections, limitMs: options.shutdownLimitMs ?? 9_000, log });
      uploads.close();
      await readLog?.close();
      await runtime[Symbol.asyncDispose]();
      subgraphFetch.close();
    },
  };
}

/** A graph with a root field nobody decided about is not served: authorisation cannot be switched off by forgetting it. */
function checkPermissions(supergraph: string): string | null {
  const open = fieldsWithoutScopes(readFieldScopes(supergraph));
  return open.length === 0 ? null : `no permission is declared for ${open.join(', ')}`;
}

/** The scopes of the graph being served, read once per graph. */
function scopesByHash(keeper: SupergraphKeeper): () => FieldScopes {
  let known: { readonly hash: string; readonly scopes: FieldScopes } | null = null;
  return () => {
    const { hash, routed } = keeper.current();
    if (known?.hash !== hash) known = { hash, scopes: readFieldScopes(routed) };
    return known.scopes;
  };
}

function createBreakers(options: GatewayOptions, metrics: GatewayMetrics, clock: Clock): BreakerBoard {
  const policy = options.breaker ?? { failures: 5, resetMs: 10_000 };
  for (const subgraph of Object.keys(options.subgraphUrls)) metrics.setCircuit(subgraph, 'CLOSED');
  const board = new BreakerBoard(
    policy,
    (subgraph, circuit) => {
      metrics.setCircuit(subgraph, circuit);
      options.log.warn({ subgraph, circuit }, 'circuit changed');
    },
    clock,
  );
  for (const subgraph of Object.keys(options.subgraphUrls)) board.of(subgraph);
  return board;
}

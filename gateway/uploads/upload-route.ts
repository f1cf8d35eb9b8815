import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HopKey } from '../../shared/identity/signed-hop.ts';
import { mayAct } from '../../shared/identity/permission.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import type { Logger } from '../../shared/observability/logger.ts';
import type { Trace } from '../../shared/observability/trace.ts';
import { err, ok, type Result } from '../../shared/primitives/result.ts';
import { authenticate } from '../access/authenticate.ts';
import type { TokenIntrospector } from '../access/token-introspection.ts';
import { clientAddress } from '../http/client-address.ts';
import { IDENTITY_UNAVAILABLE, UNAUTHENTICATED } from '../http/refusals.ts';
import type { Reply } from '../http/reply.ts';
import type { GatewayMetrics } from '../observability/metrics.ts';
import { ClientSlots } from '../rates/client-slots.ts';
import { clientKey, type RateLimiter } from '../rates/rate-limiter.ts';
import type { BreakerBoard } from '../resilience/breaker-board.ts';
import { callLimitMs, type TimeLimits } from '../resilience/deadline.ts';
import type { SubgraphDirectory } from '../resilience/subgraph-directory.ts';
import { carryUpload } from './carry-upload.ts';
import { lingerAfterReply } from './linger.ts';
import { createUploadMetrics, type UploadMeasure } from './upload-metrics.ts';
import type { UploadPolicy } from './upload-policy.ts';
import { tooManyOfClient, type UploadRefusal, uploadRefusalReply, uploadRefusals } from './upload-refusals.ts';
import { checkUploadShape, subgraphOf, type UploadShape } from './upload-shape.ts';
import { UploadStop } from './upload-stop.ts';

export interface UploadRouteOptions {
  readonly subgraphUrls: Readonly<Record<string, string>>;
  readonly key: HopKey;
  readonly tokens: TokenIntrospector;
  readonly rates: RateLimiter;
  readonly breakers: BreakerBoard;
  readonly directory: SubgraphDirectory;
  readonly policy: UploadPolicy;
  readonly timeLimits: TimeLimits;
  /** Largest answer of a department in bytes. */
  readonly replyBytes: number;
  /** Whether there is more to do than can be done. */
  readonly isOverloaded: () => boolean;
  readonly isStopping: () => boolean;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
}

export interface UploadRoute {
  serve(request: IncomingMessage, response: ServerResponse, url: URL, trace: Trace): Promise<Reply>;
  /** Ends what is still under way. */
  close(): void;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly trace: Trace;
}

interface Route extends UploadRouteOptions {
  readonly slots: ClientSlots;
  readonly running: Set<UploadStop>;
  readonly measure: (measure: UploadMeasure) => void;
}

/**
 * `POST /uploads/<subgraph>`: is there room → can it be an upload → who asks → how often → which department → may he → how
 * many at once → the department. All of it before a byte of the file is read; then the file flows through.
 */
export function createUploadRoute(options: UploadRouteOptions): UploadRoute {
  const route: Route = {
    ...options,
    slots: new ClientSlots(),
    running: new Set(),
    measure: createUploadMetrics(options.metrics.registry),
  };
  return {
    async serve(request, response, url, trace) {
      lingerAfterReply(request, response);
      const reply = await serve(route, { request, response, url, trace });
      if (!('code' in reply)) return reply;
      options.metrics.refusals.inc({ code: reply.code });
      options.log.debug({ traceId: trace.traceId, code: reply.code }, 'upload refused');
      return uploadRefusalReply(reply, trace.traceId);
    },
    close() {
      for (const stop of route.running) stop.stop('CLOSING');
    },
  };
}

async function serve(route: Route, asked: Asked): Promise<Reply | UploadRefusal> {
  if (route.isStopping()) return uploadRefusals.stopping;
  if (route.isOverloaded()) return uploadRefusals.tooMany;
  const shape = checkUploadShape(asked.request.method, asked.request.headers, route.policy.limitBytes);
  if (!shape.ok) return shape.error;
  const known = await identify(route, asked);
  if (!known.ok) return known.error;
  const viewer = known.value;
  const subgraph = subgraphOf(asked.url.pathname);
  const base =
    subgraph !== null && Object.hasOwn(route.subgraphUrls, subgraph) ? route.subgraphUrls[subgraph] : undefined;
  if (subgraph === null || base === undefined) return uploadRefusals.unknownSubgraph;
  if (!mayUpload(viewer)) return uploadRefusals.forbidden;
  if (route.running.size >= route.policy.inFlight) return uploadRefusals.tooMany;
  const most = route.policy.inFlightPerClient;
  const release = route.slots.take(clientKey({ viewer, address: clientAddress(asked.request) }), most);
  if (release === null) return tooManyOfClient(most);
  try {
    const url = new URL(`/uploads${asked.url.search}`, base);
    return await carry(route, asked, { shape: shape.value, viewer, subgraph, url });
  } finally {
    release();
  }
}

interface LetIn {
  readonly shape: UploadShape;
  readonly viewer: Viewer;
  readonly subgraph: string;
  readonly url: URL;
}

async function carry(route: Route, asked: Asked, letIn: LetIn): Promise<Reply | UploadRefusal> {
  const { policy, log } = route;
  const { subgraph } = letIn;
  const startedAt = performance.now();
  const stop = new UploadStop(asked.response, policy.limitMs);
  route.running.add(stop);
  try {
    const carried = await carryUpload(
      {
        key: route.key,
        breaker: route.breakers.of(subgraph),
        policy,
        openMs: callLimitMs(route.timeLimits, subgraph, true),
        replyBytes: route.replyBytes,
        stillAllowed: () => stillAllowed(route, asked),
      },
      { ...asked, ...letIn, department: `${route.directory.nameOf(subgraph)}（${subgraph}）`, stop },
    );
    const { result, bytes } = carried;
    route.measure({ department: subgraph, result, bytes, seconds: (performance.now() - startedAt) / 1000 });
    const level = result === 'unavailable' || result === 'fault' ? 'warn' : 'info';
    log[level]({ traceId: asked.trace.traceId, subgraph, result, bytes, stopped: stop.reason }, 'upload ended');
    return carried.reply;
  } finally {
    stop.end();
    route.running.delete(stop);
  }
}

/** Who asks, counted against his rate; strangers are counted, too. */
async function identify(route: Route, { request, trace }: Asked): Promise<Result<Viewer, UploadRefusal>> {
  const log = route.log.child({ traceId: trace.traceId });
  const authentication = await authenticate(request.headers.authorization, route.tokens, log);
  if (authentication.kind === 'UNAVAILABLE') return err(IDENTITY_UNAVAILABLE);
  const viewer = authentication.kind === 'VIEWER' ? authentication.viewer : null;
  const tooOften = route.rates.check({ viewer, address: clientAddress(request) });
  if (tooOften) return err(tooOften);
  return viewer === null ? err(UNAUTHENTICATED) : ok(viewer);
}

function mayUpload(viewer: Viewer): boolean {
  return mayAct(viewer, 'observation:publish');
}

async function stillAllowed(route: Route, { request, trace }: Asked): Promise<UploadRefusal | null> {
  const log = route.log.child({ traceId: trace.traceId });
  const authentication = await authenticate(request.headers.authorization, route.tokens, log);
  if (authentication.kind === 'UNAVAILABLE') return IDENTITY_UNAVAILABLE;
  if (authentication.kind === 'UNKNOWN') return UNAUTHENTICATED;
  return mayUpload(authentication.viewer) ? null : uploadRefusals.forbidden;
}

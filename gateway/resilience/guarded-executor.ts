import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import {
  type ExecutionRequest,
  type ExecutionResult,
  type Executor,
  isAsyncIterable,
  type MaybeAsyncIterable,
} from '@graphql-tools/utils';
import { GraphQLError } from 'graphql';
import type { Logger } from '../../shared/observability/logger.ts';
import { factsOf } from '../http/request-facts.ts';
import type { GatewayMetrics } from '../observability/metrics.ts';
import type { Permit } from './breaker.ts';
import type { BreakerBoard } from './breaker-board.ts';
import { type CallOutcome, judgeCall } from './call-outcome.ts';
import { callLimitMs, type TimeLimits, within } from './deadline.ts';
import { subgraphUnavailable } from './error-format.ts';

export interface GuardOptions {
  readonly breakers: BreakerBoard;
  readonly limits: TimeLimits;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
}

/** One call over the wire. Requests that joined another's call in flight have none, so each call is judged once. */
interface WireCall {
  status: number | null;
  readonly startedAt: number;
  readonly timer: NodeJS.Timeout;
}

type SubgraphResult = MaybeAsyncIterable<ExecutionResult>;

/** Codes the HTTP transport gives when what came back was no GraphQL response. */
const TRANSPORT_FAULTS = new Set<unknown>(['SUBREQUEST_HTTP_ERROR', 'RESPONSE_VALIDATION_FAILED', 'TIMEOUT_ERROR']);
const ABANDONED = new Set<unknown>(['SCHEMA_RELOAD', 'SHUTTING_DOWN']);

/**
 * Time limit, breaker and honest words around every call to a subgraph. The executor is wrapped rather than hooked:
 * the runtime's `done` hook is not called when an executor throws.
 */
export function createGuardPlugin(options: GuardOptions): GatewayPlugin {
  const calls = new WeakMap<object, WireCall>();
  return {
    onSubgraphExecute({ subgraphName, executor, setExecutor }) {
      setExecutor((request) => guardedCall({ ...options, calls, subgraphName, executor }, request));
    },
    onFetch({ executionRequest, options: init, setOptions }) {
      if (executionRequest?.subgraphName === undefined) return undefined;
      const { subgraphName, operationType } = executionRequest;
      const limitMs = callLimitMs(options.limits, subgraphName, operationType === 'mutation');
      // A controller per call, in place of the runtime's own: listeners on its one long-lived signal would pile up.
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), limitMs);
      const call: WireCall = { status: null, startedAt: performance.now(), timer };
      calls.set(executionRequest, call);
      setOptions({ ...init, signal: abort.signal });
      return ({ response }) => {
        call.status = response.status;
      };
    },
  };
}

interface Guarded extends GuardOptions {
  readonly calls: WeakMap<object, WireCall>;
  readonly subgraphName: string;
  readonly executor: Executor;
}

async function guardedCall(guard: Guarded, request: ExecutionRequest): Promise<SubgraphResult> {
  const refusal = () => ({ errors: [subgraphUnavailable(guard.subgraphName)] });
  const permit = guard.breakers.of(guard.subgraphName).enter();
  if (permit === null) return refusal();
  const own = withOwnInfo({ ...request, subgraphName: guard.subgraphName });
  // This request waits no longer than its budget; the wire call has the department's limit, for others may have joined it.
  const remainingMs = factsOf(request.context)?.deadline.remainingMs() ?? guard.limits.requestMs;
  return within(remainingMs, settle(guard, own, permit), refusal);
}

/** Makes the call, judges it, reports to breaker and metrics; never throws. */
async function settle(guard: Guarded, request: ExecutionRequest, permit: Permit): Promise<SubgraphResult> {
  let result: SubgraphResult;
  try {
    result = await guard.executor(request);
  } catch (error) {
    result = { errors: [transportFault(error)] };
  }
  const call = guard.calls.get(request);
  clearTimeout(call?.timer);
  const body = bodyFacts(result);
  const outcome = call ? judgeCall({ status: call.status, ...body }) : judgeJoined(body);
  if (call) report(guard, request, { call, outcome, permit, result });
  else permit.release();
  return outcome === 'ANSWERED' ? result : { errors: [subgraphUnavailable(guard.subgraphName)] };
}

/** Of a call that another request makes only the body is known; who makes it reports on it. */
function judgeJoined(body: ReturnType<typeof bodyFacts>): CallOutcome {
  return judgeCall({ status: body.isGraphql ? 200 : null, ...body });
}

interface Settled {
  readonly call: WireCall;
  readonly outcome: CallOutcome;
  readonly permit: Permit;
  readonly result: SubgraphResult;
}

function report(guard: Guarded, request: ExecutionRequest, { call, outcome, permit, result }: Settled): void {
  guard.metrics.subgraphDuration.observe({ subgraph: guard.subgraphName }, (performance.now() - call.startedAt) / 1000);
  if (outcome === 'FAILED') permit.fail();
  else if (outcome === 'ABANDONED') permit.release();
  else permit.succeed();
  if (outcome === 'ANSWERED') return;
  const traceId = factsOf(request.context)?.trace.traceId;
  const reason = 'errors' in result ? result.errors?.[0]?.extensions.code : undefined;
  guard.log.warn(
    { traceId, subgraph: guard.subgraphName, outcome, status: call.status, reason },
    'subgraph call got no answer',
  );
}

function bodyFacts(result: SubgraphResult): { isGraphql: boolean; isAbandoned: boolean } {
  // No subgraph streams; what calls itself a stream is the page of something else.
  if (isAsyncIterable(result)) return { isGraphql: false, isAbandoned: false };
  const errors = result.errors ?? [];
  const isTransportFault = errors.some(
    (error) => TRANSPORT_FAULTS.has(error.extensions?.code) && error.originalError !== undefined,
  );
  return {
    isGraphql: !isTransportFault && (result.data !== undefined || errors.length > 0),
    isAbandoned: errors.some((error) => ABANDONED.has(error.extensions?.code)),
  };
}

function transportFault(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError('subgraph call failed', { originalError, extensions: { code: 'SUBREQUEST_HTTP_ERROR' } });
}

/** The runtime finds a request's wire call through `info`, which some executors share between requests. */
function withOwnInfo(request: ExecutionRequest): ExecutionRequest {
  const info = Object.assign({}, request.info, { executionRequest: request });
  return Object.assign(request, { info });
}

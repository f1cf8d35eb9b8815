import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import type { ExecutionRequest, ExecutionResult, Executor, MaybeAsyncIterable } from '@graphql-tools/utils';
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
    onFetch({ executionRequest }) {
      if (!executionRequest) return undefined;
      const call: WireCall = { status: null, startedAt: performance.now() };
      calls.set(executionRequest, call);
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
  const limitMs = callLimitMs(guard.limits, guard.subgraphName, request.operationType === 'mutation');
  const remainingMs = factsOf(request.context)?.deadline.remainingMs() ?? limitMs;
  // The wire call gets the department's limit, not this request's remainder: others may have joined it.
  const own = withOwnInfo({ ...request, subgraphName: guard.subgraphName, signal: AbortSignal.timeout(limitMs) });
  const call = settle(guard, own, permit);
  return within(remainingMs, call, refusal);
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
  const outcome = judgeCall({ status: call?.status ?? null, ...bodyFacts(result) });
  if (call) report(guard, request, { call, outcome, permit, result });
  else permit.release();
  const isAnswer = outcome === 'ANSWERED' || (!call && bodyFacts(result).isGraphql);
  return isAnswer ? result : { errors: [subgraphUnavailable(guard.subgraphName)] };
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
  guard.log.warn({ traceId, subgraph: guard.subgraphName, outcome, status: call.status, reason }, 'subgraph call got no answer');
}

function bodyFacts(result: SubgraphResult): { isGraphql: boolean; isAbandoned: boolean } {
  const errors = 'errors' in result ? (result.errors ?? []) : [];
  return {
    isGraphql: !errors.some((error) => TRANSPORT_FAULTS.has(error.extensions?.code) && error.originalError !== undefined),
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

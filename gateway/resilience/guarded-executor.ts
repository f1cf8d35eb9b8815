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
import type { Breaker, Permit } from './breaker.ts';
import type { BreakerBoard } from './breaker-board.ts';
import { type CallFacts, type CallOutcome, judgeCall } from './call-outcome.ts';
import { callLimitMs, type TimeLimits, within } from './deadline.ts';
import { subgraphUnavailable } from './error-format.ts';
import type { ReplyChecker } from './reply-check.ts';
import { RetryBudget, type RetryPolicy, retryPauseMs } from './retry-budget.ts';
import { fetchWithRetries } from './retrying-fetch.ts';

export interface GuardOptions {
  readonly breakers: BreakerBoard;
  readonly limits: TimeLimits;
  readonly retry: RetryPolicy;
  /** Whether calls may go to an address. */
  readonly isSubgraphAddress: (url: string) => boolean;
  readonly replies: ReplyChecker;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
}

/** One call of the runtime. Its permit is the one of the latest attempt; those before it have been handed back. */
interface Call {
  permit: Permit;
  /** Null when this request joined another's call in flight, so that each call over the wire is judged once. */
  wire: WireCall | null;
}

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
 * Time limit, breaker, retries and honest words around every call to a subgraph. The executor is wrapped rather than
 * hooked: the runtime's `done` hook is not called when an executor throws. Retries stand below the sharing of equal calls,
 * so that a hundred requests that wait for one call cause no more retries than one. It must be given after the plugin that
 * signs: each attempt is signed anew.
 */
export function createGuardPlugin(options: GuardOptions): GatewayPlugin {
  const calls = new WeakMap<object, Call>();
  const budgets = new Map<string, RetryBudget>();
  return {
    onSubgraphExecute({ subgraphName, executor, setExecutor }) {
      setExecutor((request) => guardedCall({ ...options, calls, subgraphName, executor }, request));
    },
    onFetch({ executionRequest, options: init, setOptions, fetchFn, setFetchFn }) {
      if (executionRequest?.subgraphName === undefined) return;
      const { subgraphName, operationType } = executionRequest;
      const isMutation = operationType === 'mutation';
      const limitMs = callLimitMs(options.limits, subgraphName, isMutation);
      // A controller per call, in place of the runtime's own: listeners on its one long-lived signal would pile up.
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), limitMs);
      const startedAt = performance.now();
      const wire: WireCall = { status: null, startedAt, timer };
      const call = calls.get(executionRequest);
      if (call) call.wire = wire;
      const budget = budgets.get(subgraphName) ?? new RetryBudget(options.retry.budgetPercent);
      budgets.set(subgraphName, budget);
      budget.noteCall();
      setOptions({ ...init, signal: abort.signal });
      const pauseBefore = (retry: number): number | null => {
        const pauseMs = retryPauseMs(retry, options.retry.pauseMs);
        const isInTime = performance.now() - startedAt + pauseMs < limitMs;
        if (isMutation || !call || !isInTime || retry >= options.retry.retries) return null;
        return mayRetry({ call, budget, breaker: options.breakers.of(subgraphName) }) ? pauseMs : null;
      };
      setFetchFn((url, attempt, ...rest) => {
        if (!options.isSubgraphAddress(url)) return Promise.reject(new Error('not the address of a subgraph'));
        const send = async () => {
          const reply = await fetchFn(url, attempt, ...rest);
          wire.status = reply.status;
          return reply;
        };
        return fetchWithRetries(send, {
          signal: abort.signal,
          pauseBefore(retry) {
            const pauseMs = pauseBefore(retry);
            if (pauseMs === null) return null;
            wire.status = null;
            options.metrics.retries.inc({ subgraph: subgraphName });
            return pauseMs;
          },
        });
      });
    },
  };
}

interface RetryQuestion {
  readonly call: Call;
  readonly budget: RetryBudget;
  readonly breaker: Breaker;
}

/** Whether a failed attempt may be followed by another: it has been earned, and the breaker lets it pass. */
function mayRetry({ call, budget, breaker }: RetryQuestion): boolean {
  if (!budget.take()) return false;
  // The breaker counts attempts. Told of this one, it may be open now; the permit cannot count a second time then.
  call.permit.fail();
  const next = breaker.enter();
  if (next === null) {
    budget.giveBack();
    return false;
  }
  call.permit = next;
  return true;
}

interface Guarded extends GuardOptions {
  readonly calls: WeakMap<object, Call>;
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
  const call: Call = { permit, wire: null };
  guard.calls.set(own, call);
  return within(remainingMs, settle(guard, own, call), refusal);
}

/** Makes the call, judges it, reports to breaker and metrics; never throws. */
async function settle(guard: Guarded, request: ExecutionRequest, call: Call): Promise<SubgraphResult> {
  let result: SubgraphResult;
  try {
    result = await guard.executor(request);
  } catch (error) {
    result = { errors: [transportFault(error)] };
  }
  const { wire, permit } = call;
  clearTimeout(wire?.timer);
  // No subgraph streams; what calls itself a stream is the page of something else.
  const misshapen = isAsyncIterable(result) ? 'a stream' : guard.replies.faultOf(guard.subgraphName, request, result);
  const body = misshapen === null && !isAsyncIterable(result) ? bodyFacts(result) : NO_GRAPHQL;
  const outcome = wire ? judgeCall({ status: wire.status, ...body }) : judgeJoined(body);
  if (wire) report(guard, request, { wire, outcome, permit, result, misshapen });
  else permit.release();
  return outcome === 'ANSWERED' ? result : { errors: [subgraphUnavailable(guard.subgraphName)] };
}

/** Of a call that another request makes only the body is known; who makes it reports on it. */
function judgeJoined(body: BodyFacts): CallOutcome {
  return judgeCall({ status: body.isGraphql ? 200 : null, ...body });
}

interface Settled {
  readonly wire: WireCall;
  readonly outcome: CallOutcome;
  readonly permit: Permit;
  readonly result: SubgraphResult;
  /** How the reply is not what was asked for. */
  readonly misshapen: string | null;
}

function report(guard: Guarded, request: ExecutionRequest, settled: Settled): void {
  const { wire, outcome, permit, result, misshapen } = settled;
  guard.metrics.subgraphDuration.observe({ subgraph: guard.subgraphName }, (performance.now() - wire.startedAt) / 1000);
  if (outcome === 'FAILED') permit.fail();
  else if (outcome === 'ABANDONED') permit.release();
  else permit.succeed();
  if (outcome === 'ANSWERED') return;
  const traceId = factsOf(request.context)?.trace.traceId;
  const reason = misshapen ?? ('errors' in result ? result.errors?.[0]?.extensions.code : undefined);
  guard.log.warn(
    { traceId, subgraph: guard.subgraphName, outcome, status: wire.status, reason },
    'subgraph call got no answer',
  );
}

type BodyFacts = Pick<CallFacts, 'isGraphql' | 'isAbandoned'>;

const NO_GRAPHQL: BodyFacts = { isGraphql: false, isAbandoned: false };

function bodyFacts(result: ExecutionResult): BodyFacts {
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

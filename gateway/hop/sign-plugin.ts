import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { HOP_HEADERS, type HopKey, signHop } from '../../shared/identity/signed-hop.ts';
import { withSpan } from '../../shared/observability/span.ts';
import { formatTraceparent } from '../../shared/observability/trace.ts';
import { factsOf } from '../http/request-facts.ts';
import { callLimitMs, DEADLINE_HEADER, type TimeLimits } from '../resilience/deadline.ts';

/**
 * Signs each attempt of a call to a subgraph and tells it trace, deadline and the client's address. It runs after equal calls in flight have been
 * joined: what differs from call to call must not be part of their key, or nothing would ever be shared. Every attempt gets
 * a nonce of its own, for a subgraph takes none twice, and a span of its own, which the subgraph's is a child of; the
 * deadline stays that of the first.
 */
export function createSignPlugin(key: HopKey, limits: TimeLimits): GatewayPlugin {
  return {
    onFetch({ executionRequest, context, fetchFn, setFetchFn }) {
      const facts = factsOf(context);
      const subgraph = executionRequest?.subgraphName;
      if (!facts || !executionRequest || subgraph === undefined) return;
      const limitMs = callLimitMs(limits, subgraph, executionRequest.operationType === 'mutation');
      const deadline = String(Date.now() + limitMs);
      setFetchFn((url, options, ...rest) => {
        const headers = plainHeaders(options?.headers);
        const { pathname, search } = new URL(url);
        const body = typeof options?.body === 'string' ? options.body : '';
        const viewer = headers[HOP_HEADERS.viewer] ?? '';
        const source = facts.address;
        const path = pathname + search;
        const hop = { target: subgraph, method: options?.method ?? 'POST', path, body, viewer, source };
        const span = { name: `call ${subgraph}`, kind: 'client', parent: facts.trace } as const;
        return withSpan(span, (own) => {
          const signed = {
            ...headers,
            ...signHop(hop, key),
            [HOP_HEADERS.source]: source,
            [HOP_HEADERS.trace]: formatTraceparent(own ?? facts.trace),
            [DEADLINE_HEADER]: deadline,
          };
          // A subgraph may not send us elsewhere.
          return Promise.resolve(fetchFn(url, { ...options, redirect: 'manual', headers: signed }, ...rest));
        });
      });
    },
  };
}

function plainHeaders(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) return {};
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

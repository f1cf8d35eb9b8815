import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { HOP_HEADERS, type HopKey, signHop } from '../../shared/identity/signed-hop.ts';
import { childOf, formatTraceparent } from '../../shared/observability/trace.ts';
import { factsOf } from '../http/request-facts.ts';
import { callLimitMs, DEADLINE_HEADER, type TimeLimits } from '../resilience/deadline.ts';

/**
 * Signs each call to a subgraph and tells it trace and deadline. It runs after equal calls in flight have been joined:
 * what differs from call to call must not be part of their key, or nothing would ever be shared.
 */
export function createSignPlugin(key: HopKey, limits: TimeLimits): GatewayPlugin {
  return {
    onFetch({ url, options, setOptions, context, executionRequest }) {
      const facts = factsOf(context);
      const subgraph = executionRequest?.subgraphName;
      if (!facts || !executionRequest || subgraph === undefined) return;
      const headers = plainHeaders(options.headers);
      const { pathname, search } = new URL(url);
      const body = typeof options.body === 'string' ? options.body : '';
      const signature = signHop(
        { method: options.method ?? 'POST', path: pathname + search, body, viewer: headers[HOP_HEADERS.viewer] ?? '' },
        key,
      );
      const limitMs = callLimitMs(limits, subgraph, executionRequest.operationType === 'mutation');
      setOptions({
        ...options,
        redirect: 'manual', // a subgraph may not send us elsewhere
        headers: {
          ...headers,
          ...signature,
          [HOP_HEADERS.trace]: formatTraceparent(childOf(facts.trace)),
          [DEADLINE_HEADER]: String(Date.now() + limitMs),
        },
      });
    },
  };
}

function plainHeaders(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) return {};
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

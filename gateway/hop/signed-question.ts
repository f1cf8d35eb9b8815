import { type HopKey, signHop } from '../../shared/identity/signed-hop.ts';
import { activeTrace } from '../../shared/observability/span.ts';
import { formatTraceparent, newTrace } from '../../shared/observability/trace.ts';

/** How a subgraph is asked in the gateway's own name. */
export interface QuestionAddress {
  readonly target: string;
  /** Any address of the subgraph; only its origin is used. */
  readonly url: string;
  readonly key: HopKey;
  readonly timeoutMs: number;
  /** Gives the question up early. */
  readonly signal?: AbortSignal;
}

/** What a subgraph answered to a question that it does not take, by its status. */
export class QuestionRefused extends Error {
  override readonly name = 'QuestionRefused';

  constructor(
    target: string,
    path: string,
    readonly status: number,
  ) {
    super(`the ${target} answered ${status} to ${path}`);
  }
}

/** Sends a body over the signed hop and returns the answer. Nothing of it stands in an address or a log. */
export async function askSigned(
  { target, url, key, timeoutMs, signal }: QuestionAddress,
  path: string,
  message: object,
): Promise<unknown> {
  const body = JSON.stringify(message);
  const late = AbortSignal.timeout(timeoutMs);
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      traceparent: formatTraceparent(activeTrace() ?? newTrace()),
      ...signHop({ target, method: 'POST', path, body, viewer: '' }, key),
    },
    signal: signal ? AbortSignal.any([late, signal]) : late,
  });
  const data: unknown = await response.json();
  if (!response.ok) throw new QuestionRefused(target, path, response.status);
  return data;
}

import { createGraphQLError, type ExecutionRequest, type ExecutionResult } from '@graphql-tools/utils';
import { type DocumentNode, type GraphQLError, print, stripIgnoredCharacters } from 'graphql';

/** The runtime's own fetch, with every plugin's part in it. */
type HookedFetch = (url: string, init: RequestInit, context: unknown, info: unknown) => Promise<Response> | Response;

/** What the runtime tells of one subgraph. */
export interface SubgraphEntry {
  readonly transportEntry: { readonly location?: string };
  readonly fetch?: unknown;
  readonly getDisposeReason?: () => GraphQLError | undefined;
}

const texts = new WeakMap<DocumentNode, string>();

/**
 * How subgraphs are called: GraphQL over HTTP POST. Equal queries in flight share one call, under a key of address, body
 * and the headers that say for whom it is; each of them parses the text for itself. The runtime's own way copies every
 * parsed reply once more, shared or not.
 */
export const subgraphTransport = {
  getSubgraphExecutor({ transportEntry: { location = '' }, fetch, getDisposeReason }: SubgraphEntry) {
    if (!isFetch(fetch)) throw new Error('the runtime brings no fetch');
    const inFlight = new Map<string, Promise<string>>();
    let isDisposed = false;
    const send = async (request: ExecutionRequest, headers: Record<string, string>, body: string): Promise<string> => {
      const response = await fetch(location, { method: 'POST', headers, body }, request.context, request.info);
      return response.text();
    };
    const share = (key: string, call: () => Promise<string>): Promise<string> => {
      const known = inFlight.get(key);
      if (known !== undefined) return known;
      const begun = call().finally(() => inFlight.delete(key));
      inFlight.set(key, begun);
      return begun;
    };
    const executor = async (request: ExecutionRequest): Promise<ExecutionResult> => {
      if (isDisposed) return { errors: [getDisposeReason?.() ?? createGraphQLError('the subgraph is let go of')] };
      const propagated = propagatedOf(request);
      const headers = { 'content-type': 'application/json', accept: ACCEPT, ...propagated };
      const body = JSON.stringify({ query: textOf(request.document), variables: request.variables });
      const call = (): Promise<string> => send(request, headers, body);
      if (request.operationType === 'mutation') return readResult(await call());
      return readResult(await share(`${JSON.stringify(propagated)}\n${body}`, call));
    };
    return Object.assign(executor, {
      async [Symbol.asyncDispose](): Promise<void> {
        isDisposed = true;
      },
    });
  },
};

const ACCEPT = 'application/graphql-response+json, application/json';

function isFetch(value: unknown): value is HookedFetch {
  return typeof value === 'function';
}

/** Headers that the gateway itself made of the viewer; they stand among the extensions, which no subgraph is sent. */
function propagatedOf(request: ExecutionRequest): Record<string, string> {
  const { headers }: { headers?: unknown } = request.extensions ?? {};
  if (typeof headers !== 'object' || headers === null) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** Documents of plans are kept with the plan: each is printed once. */
function textOf(document: DocumentNode): string {
  const known = texts.get(document);
  if (known !== undefined) return known;
  const text = stripIgnoredCharacters(print(document));
  texts.set(document, text);
  return text;
}

/** The result in a reply; what is no GraphQL response becomes the error that says so. */
function readResult(text: string): ExecutionResult {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return noResponse(error);
  }
  if (typeof parsed !== 'object' || parsed === null) return noResponse(new Error('no response'));
  const { data, errors }: { data?: unknown; errors?: unknown } = parsed;
  if ((data ?? null) === null && (!Array.isArray(errors) || errors.length === 0))
    return noResponse(new Error('neither data nor errors'));
  return Array.isArray(errors) ? { ...parsed, errors: errors.map(toError) } : parsed;
}

function noResponse(cause: unknown): ExecutionResult {
  const originalError = cause instanceof Error ? cause : new Error(String(cause));
  return {
    errors: [
      createGraphQLError('not a GraphQL response', {
        originalError,
        extensions: { code: 'RESPONSE_VALIDATION_FAILED' },
      }),
    ],
  };
}

function toError(error: unknown): GraphQLError {
  const { message, ...options }: { message?: unknown } = typeof error === 'object' && error !== null ? error : {};
  return createGraphQLError(typeof message === 'string' ? message : '', options);
}

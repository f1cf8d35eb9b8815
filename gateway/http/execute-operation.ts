import type { AnswerMemory, AnswerPlace } from '../answers/answer-memory.ts';
import { AnswerTrack } from '../answers/answer-track.ts';
import type { AcceptedCodings } from './accepted-codings.ts';
import { acceptedTypes } from './accepted-types.ts';
import { PackableBody, PLAIN_HEADERS } from './packable-body.ts';
import type { Reply } from './reply.ts';
import { bindFacts, type RequestFacts } from './request-facts.ts';

/** The part of the GraphQL runtime this needs. */
export interface GraphqlRuntime {
  readonly fetchAPI: { readonly Request: new (url: string, init: RequestInit) => Request };
  handleRequest(request: Request, context: object): Promise<Response> | Response;
}

export interface Execution {
  readonly facts: RequestFacts;
  readonly origin: string;
  readonly accept: string | undefined;
  readonly codings: AcceptedCodings;
}

export interface Executor {
  readonly runtime: GraphqlRuntime;
  readonly answers: AnswerMemory | null;
}

/** With a place the answer is remembered there, if it may be. */
export async function executeQuery(
  { runtime, answers }: Executor,
  execution: Execution,
  place: AnswerPlace | null,
): Promise<Reply> {
  const { facts, codings } = execution;
  const track = place === null ? undefined : new AnswerTrack();
  const { status, headers, text } = await execute(runtime, { ...execution, facts: { ...facts, track } });
  if (!track && !codings.gzip) return plainReply({ status, headers, text });
  const body = new PackableBody(text);
  const sent = await body.sentTo(codings);
  const operation = facts.prepared.params.operationName ?? '';
  if (place && track) answers?.keep(place, track, { status, headers, body, operation });
  return { status, headers: { ...headers, ...sent.headers }, body: sent.body };
}

/** What is shown once, such as a new token, is in the answer of a mutation: packed only for who takes nothing else. */
export async function executeMutation({ runtime }: Executor, execution: Execution): Promise<Reply> {
  const executed = await execute(runtime, execution);
  if (execution.codings.identity) return plainReply(executed);
  const { headers, body } = await new PackableBody(executed.text).sentTo(execution.codings);
  return { status: executed.status, headers: { ...executed.headers, ...headers }, body };
}

interface Executed {
  readonly status: number;
  readonly headers: Reply['headers'];
  readonly text: string;
}

function plainReply({ status, headers, text }: Executed): Reply {
  return { status, headers: { ...headers, ...PLAIN_HEADERS }, body: text };
}

async function execute(runtime: GraphqlRuntime, { facts, origin, accept }: Execution): Promise<Executed> {
  // Of what a client sent the runtime sees the media type it reads, and the operation from the facts. Nothing else.
  const headers = { 'content-type': 'application/json', accept: acceptedTypes(accept) ?? '*/*' };
  const forwarded = new runtime.fetchAPI.Request(`${origin}/graphql`, { method: 'POST', headers, body: '{}' });
  bindFacts(forwarded, facts);
  const response = await runtime.handleRequest(forwarded, {});
  const type = response.headers.get('content-type');
  return { status: response.status, headers: type ? { 'content-type': type } : {}, text: await response.text() };
}

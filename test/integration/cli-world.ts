import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { GraphqlClient } from '../../gateway/cli/graphql-client.ts';
import type { UploadWay } from '../../gateway/cli/upload/upload-file.ts';
import { UploadCut } from '../../shared/graphql/upload-call.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { aViewer, lead, service } from '../testkit/viewers.ts';

const HOLDERS: Readonly<Record<string, Viewer>> = {
  hrss: aViewer('hrss', 'unit-editor'),
  'hrss-approver': { ...aViewer('hrss', 'unit-approver'), subject: 'test:hrss-approver' },
  lead,
  sasac: aViewer('sasac', 'unit-editor'),
  service,
};

/** What goes wrong with one upload on its way. */
export type Mishap = 'cut on the way there' | 'cut on the way back' | 'busy' | 'no gateway';

/** A department that the command line can reach: its upload route and its graph, without a gateway between. */
export interface CliWorld {
  readonly department: TestDepartment;
  /** Mishaps of the next uploads, the first first. */
  readonly mishaps: Mishap[];
  /** How often something was asked. */
  readonly seen: { uploads: number; questions: string[] };
  /** How far the server's clock is ahead. */
  readonly clock: { aheadMs: number };
  client(holder: string): GraphqlClient;
  /** Waits for nothing between attempts, and keeps what it said. */
  way(holder: string): UploadWay & { readonly said: string[] };
  close(): Promise<void>;
}

export async function startCliWorld(): Promise<CliWorld> {
  const department = await startDepartment(hrss);
  const mishaps: Mishap[] = [];
  const seen: CliWorld['seen'] = { uploads: 0, questions: [] };
  const clock = { aheadMs: 0 };
  const server = createServer((request, response) => {
    response.setHeader('date', new Date(Date.now() + clock.aheadMs).toUTCString());
    serve({ department, mishaps, seen }, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = (holder: string): GraphqlClient =>
    new GraphqlClient({ url: `http://127.0.0.1:${port}/graphql`, token: holder });
  return {
    department,
    mishaps,
    seen,
    clock,
    client,
    way(holder) {
      const said: string[] = [];
      return { client: client(holder), say: (line) => said.push(line), wait: () => Promise.resolve(), said };
    },
    async close() {
      await closeServer(server);
      await department.close();
    },
  };
}

type Inside = Pick<CliWorld, 'department' | 'mishaps' | 'seen'>;

async function serve(inside: Inside, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const viewer = HOLDERS[request.headers.authorization?.slice('Bearer '.length) ?? ''];
  if (viewer === undefined) return reply(response, 401, { errors: [refusal('UNAUTHENTICATED', false)] });
  const url = new URL(request.url ?? '/', 'http://hub');
  if (url.pathname === '/graphql') {
    const { query, variables }: { query: string; variables: Record<string, unknown> } = JSON.parse(await text(request));
    inside.seen.questions.push(query);
    const { data, errors } = await inside.department.ask(viewer, query, variables);
    return reply(response, 200, { data, ...(errors.length > 0 && { errors }) });
  }
  inside.seen.uploads += 1;
  const mishap = inside.mishaps.shift();
  if (mishap === 'busy') return reply(response, 503, { errors: [refusal('OVERLOADED', true)] });
  if (mishap === 'no gateway') return void response.writeHead(502).end('<html>Bad Gateway</html>');
  const answer = await inside.department.upload({
    viewer,
    traceId: newId(),
    contentType: request.headers['content-type'] ?? '',
    parameters: url.searchParams,
    body: mishap === 'cut on the way there' ? cutBody(request) : request,
    signal: new AbortController().signal,
  });
  if (mishap === 'cut on the way back') return void response.destroy();
  return reply(response, answer.status, answer.body);
}

async function* cutBody(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  for await (const chunk of request) {
    const bytes: Buffer = chunk;
    yield bytes.subarray(0, Math.floor(bytes.length / 2));
    request.destroy();
    throw new UploadCut('CUT_OFF');
  }
}

function refusal(code: string, retryable: boolean): object {
  return { message: '暂不可用', extensions: { code, retryable, traceId: newId() } };
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

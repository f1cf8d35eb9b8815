import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createGateway, type Gateway, type GatewayOptions } from '../../gateway/server.ts';
import { createSubgraphServer, type SubgraphServer } from '../../shared/graphql/subgraph-server.ts';
import type { UploadCall, UploadReceiver, UploadReply } from '../../shared/graphql/upload-call.ts';
import { UploadCut } from '../../shared/graphql/upload-call.ts';
import type { HopKey } from '../../shared/identity/signed-hop.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { composed, SDL, TestSource, testKeys, viewers } from './gateway-world.ts';

const log = createLogger('upload-test', 'silent');
const FREE = { perSecond: 1_000_000, burst: 1_000_000 };

/** What a receiver has seen of one upload. */
export interface SeenUpload {
  readonly call: UploadCall;
  readonly hash: string;
  readonly length: number;
  /** Chunks joined, where a test keeps them. */
  readonly text: string;
  readonly fault: unknown;
}

/** Reads everything and answers with what it saw; tests put another behaviour in its place. */
export class FakeReceiver {
  readonly calls: UploadCall[] = [];
  readonly seen: SeenUpload[] = [];
  behaviour: UploadReceiver = (call) => this.readAll(call);

  readonly receive: UploadReceiver = (call) => {
    this.calls.push(call);
    return this.behaviour(call);
  };

  async readAll(call: UploadCall, onChunk: (length: number) => Promise<void> | void = () => {}): Promise<UploadReply> {
    const hash = createHash('sha256');
    const kept: Uint8Array[] = [];
    let length = 0;
    let fault: unknown = null;
    try {
      for await (const chunk of call.body) {
        hash.update(chunk);
        length += chunk.byteLength;
        if (length < 10_000) kept.push(chunk);
        await onChunk(length);
      }
    } catch (error) {
      fault = error;
    }
    const digest = hash.digest('hex');
    this.seen.push({ call, hash: digest, length, text: Buffer.concat(kept).toString(), fault });
    if (fault !== null) throw fault;
    return { status: 200, body: { publication: null, receipt: { hash: digest }, errors: [], errorCount: 0, length } };
  }

  /** Why the last body was not whole. */
  get lastCut(): string | null {
    const fault = this.seen.at(-1)?.fault;
    return fault instanceof UploadCut ? fault.reason : null;
  }
}

interface ReceiverOptions {
  readonly keys?: readonly HopKey[];
  readonly port?: number;
  readonly takesFiles?: boolean;
}

/** A real subgraph server with a receiver of ours. */
export async function startReceiver(
  receiver: FakeReceiver,
  { keys = testKeys, port = 0, takesFiles = true }: ReceiverOptions = {},
): Promise<{ server: SubgraphServer; port: number; url: string }> {
  const server = await createSubgraphServer({
    name: 'hrss',
    schema: buildSubgraphSchema([{ typeDefs: parse(SDL.hrss), resolvers: {} }]),
    hopKeys: keys,
    log,
    isReady: async () => true,
    ...(takesFiles ? { upload: receiver.receive } : {}),
  });
  const listening = await server.listen('127.0.0.1', port);
  return { server, port: listening, url: `http://127.0.0.1:${listening}/graphql` };
}

export interface Sending {
  readonly token?: string | null;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | AsyncIterable<Uint8Array>;
  /** Asks before sending; the body is only sent when told to go on. */
  readonly expect?: boolean;
  /** Ends the upload without its end. */
  readonly signal?: AbortSignal;
}

export interface UploadAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests are about
  readonly json: any;
  /** Whether the server asked for the body. */
  readonly isAskedFor: boolean;
  readonly sentBytes: number;
}

/** A client that writes as fast as it is let, and reads an answer that comes early. */
export async function send(address: string, sending: Sending = {}): Promise<UploadAnswer> {
  const { token = 'hub_hrss', path = '/uploads/hrss', method = 'POST', body = 'a,b\n', expect, signal } = sending;
  const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const request = httpRequest(address + path, {
    method,
    agent: false,
    headers: {
      'content-type': 'text/csv',
      ...authorization,
      ...(expect ? { expect: '100-continue' } : {}),
      ...sending.headers,
    },
    ...(signal ? { signal } : {}),
  });
  let isAskedFor = false;
  let sentBytes = 0;
  const answered = new Promise<UploadAnswer>((resolve, reject) => {
    request.once('error', reject);
    request.once('response', async (response) => {
      request.on('error', () => {});
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString();
      const json = text === '' ? null : JSON.parse(text);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, json, isAskedFor, sentBytes });
      request.destroy();
    });
  });
  const isOver = new Promise((resolve) => answered.then(resolve, resolve));
  if (expect) {
    request.flushHeaders();
    await Promise.race([once(request, 'continue').then(() => (isAskedFor = true)), isOver]);
    if (!isAskedFor) return answered;
  }
  const write = async () => {
    for await (const chunk of typeof body === 'string' ? [Buffer.from(body)] : body) {
      if (request.destroyed) return;
      sentBytes += chunk.byteLength;
      if (!request.write(chunk)) await Promise.race([once(request, 'drain').catch(() => {}), isOver]);
    }
    request.end();
  };
  write().catch((error: Error) => request.destroy(error));
  return answered;
}

/** What a server says to bytes written by hand, until it closes. */
export async function sendRaw(address: string, text: string): Promise<string> {
  const socket = openRaw(address);
  socket.write(text);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

export function openRaw(address: string): Socket {
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  socket.on('error', () => {});
  return socket;
}

/** A gateway with one department that takes files. */
export class UploadWorld {
  readonly receiver = new FakeReceiver();
  readonly tokens: Record<string, Viewer | null> = { ...viewers };
  time = Date.now();
  gateway!: Gateway;
  address = '';
  department!: SubgraphServer;
  departmentPort = 0;
  private isClosed = false;

  static async start(
    options: Partial<GatewayOptions> = {},
    departmentKeys: readonly HopKey[] = testKeys,
  ): Promise<UploadWorld> {
    const world = new UploadWorld();
    const { server, port, url } = await startReceiver(world.receiver, { keys: departmentKeys });
    world.department = server;
    world.departmentPort = port;
    world.gateway = await createGateway({
      supergraph: new TestSource(composed({ hrss: SDL.hrss })),
      subgraphUrls: { hrss: url },
      hopKeys: testKeys,
      tokens: { introspect: async (token) => world.tokens[token] ?? null },
      directory: { nameOf: () => '人力社保', unitsOf: () => [] },
      log,
      clock: { now: () => new Date(world.time) },
      rates: { client: FREE, unit: FREE, service: FREE, stranger: FREE },
      viewerCache: { size: 100, knownMs: 0, unknownMs: 0, staleMs: 0 },
      ...options,
    });
    world.address = `http://127.0.0.1:${(await world.gateway.listen('127.0.0.1', 0)).port}`;
    return world;
  }

  send(sending: Sending = {}): Promise<UploadAnswer> {
    return send(this.address, sending);
  }

  async metric(pattern: RegExp): Promise<string | null> {
    return pattern.exec(await this.gateway.metrics.registry.metrics())?.[0] ?? null;
  }

  /** As if its process had been killed. */
  async killDepartment(): Promise<void> {
    this.department.app.server.closeAllConnections();
    await this.department.close();
  }

  async reviveDepartment(): Promise<void> {
    this.department = (await startReceiver(this.receiver, { port: this.departmentPort })).server;
  }

  async closeGateway(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.gateway.close();
  }

  async stop(): Promise<void> {
    await this.closeGateway();
    await this.killDepartment();
  }
}

export const MB = 1_048_576;

/** Bytes that differ from place to place, so that order matters, and their hash once they have all been taken. */
export function bytesOf(length: number): { body: AsyncGenerator<Uint8Array>; hash: () => string; taken: () => number } {
  const hash = createHash('sha256');
  let taken = 0;
  async function* make(): AsyncGenerator<Uint8Array> {
    while (taken < length) {
      const chunk = Buffer.alloc(Math.min(65_536, length - taken), `${taken};`);
      hash.update(chunk);
      taken += chunk.byteLength;
      yield chunk;
    }
  }
  return { body: make(), hash: () => hash.digest('hex'), taken: () => taken };
}

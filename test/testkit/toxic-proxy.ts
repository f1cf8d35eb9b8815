import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What is wrong with a network. All but `down` concern answers: the request has arrived, and may have been carried out. */
export type Toxic =
  /** Every answer comes later. */
  | { readonly kind: 'latency'; readonly ms: number; readonly jitterMs?: number }
  /** Connections are refused, open ones are cut. */
  | { readonly kind: 'down' }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  /** The end of a connection is told late. */
  | { readonly kind: 'slow_close'; readonly ms: number }
  /** Connections are accepted and never answered. */
  | { readonly kind: 'timeout' }
  /** The connection is reset in place of an answer. */
  | { readonly kind: 'reset_peer'; readonly ms?: number }
  /** Answers come in small pieces. */
  | { readonly kind: 'slicer'; readonly bytes: number; readonly ms?: number }
  /** The connection ends after so many bytes. */
  | { readonly kind: 'limit_data'; readonly bytes: number };

type Kind = Toxic['kind'];

interface Network {
  find<K extends Kind>(kind: K): Extract<Toxic, { kind: K }> | undefined;
  random(): number;
}

/** A TCP proxy that does to connections what bad networks do; what it does can be changed while they are open. */
export class ToxicProxy {
  port = 0;
  /** Connections taken so far. */
  accepted = 0;
  private toxics: readonly Toxic[] = [];
  private server: Server | null = null;
  private readonly links = new Set<Link>();

  /** `targets`: ports to connect to, in the order to try them; asked for every connection. */
  private constructor(
    private readonly targets: () => readonly number[],
    private readonly random: () => number,
  ) {}

  static async start(targets: () => readonly number[], random: () => number = Math.random): Promise<ToxicProxy> {
    const proxy = new ToxicProxy(targets, random);
    await proxy.listen();
    return proxy;
  }

  /** From now on these and no others; without any the network is sound. */
  async set(...toxics: readonly Toxic[]): Promise<void> {
    this.toxics = toxics;
    for (const link of this.links) link.switched();
    if (toxics.some(({ kind }) => kind === 'down')) return this.close();
    if (this.server === null) await this.listen();
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    const closed = server && new Promise((resolve) => server.close(resolve));
    for (const link of this.links) link.cut();
    await closed;
  }

  private async listen(): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.accept(client));
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  private accept(client: Socket): void {
    this.accepted += 1;
    const network: Network = {
      find: (kind) => this.toxics.find((toxic) => toxic.kind === kind) as never,
      random: this.random,
    };
    const link = new Link(client, network);
    this.links.add(link);
    client.once('close', () => this.links.delete(link));
    void link.open(this.targets());
  }
}

/** One connection and its other half. */
class Link {
  private upstream: Socket | null = null;
  private queue: Promise<void> = Promise.resolve();
  /** Bytes given to the client since the toxics were last changed. */
  private given = 0;
  private hasSwallowed = false;

  constructor(
    private readonly client: Socket,
    private readonly network: Network,
  ) {
    client.on('error', () => undefined);
    client.once('close', () => this.upstream?.destroy());
  }

  async open(targets: readonly number[]): Promise<void> {
    const upstream = await connectToFirst(targets);
    if (upstream === null || this.client.destroyed) {
      upstream?.destroy();
      this.client.resetAndDestroy();
      return;
    }
    this.upstream = upstream;
    upstream.on('error', () => this.client.resetAndDestroy());
    upstream.on('data', (chunk) => {
      const at = performance.now();
      this.next(() => this.pass(chunk, at));
    });
    upstream.once('end', () => this.next(() => this.end()));
    this.client.pipe(upstream);
  }

  /** What was swallowed is gone, so this connection can only be given up. */
  switched(): void {
    this.given = 0;
    if (this.hasSwallowed) this.cut();
  }

  cut(): void {
    this.client.destroy();
    this.upstream?.destroy();
  }

  private next(step: () => Promise<void>): void {
    this.queue = this.queue.then(step).catch(() => this.cut());
  }

  private async pass(chunk: Buffer, at: number): Promise<void> {
    const latency = this.network.find('latency');
    if (latency) {
      const jitter = (latency.jitterMs ?? 0) * (2 * this.network.random() - 1);
      await delay(Math.max(0, at + latency.ms + jitter - performance.now()));
    }
    if (this.network.find('timeout')) {
      this.hasSwallowed = true;
      return;
    }
    const reset = this.network.find('reset_peer');
    if (reset) {
      await delay(reset.ms ?? 0);
      this.client.resetAndDestroy();
      return;
    }
    const limit = this.network.find('limit_data')?.bytes ?? Number.POSITIVE_INFINITY;
    await this.give(chunk.subarray(0, Math.max(0, limit - this.given)));
    if (this.given >= limit) this.client.destroySoon();
  }

  private async give(bytes: Buffer): Promise<void> {
    const slicer = this.network.find('slicer');
    const rate = this.network.find('bandwidth')?.bytesPerSecond;
    const size = slicer?.bytes ?? (rate ? Math.ceil(rate / 20) : bytes.length);
    for (let from = 0; from < bytes.length && !this.client.destroyed; from += size) {
      const piece = bytes.subarray(from, from + size);
      if (rate) await delay((piece.length / rate) * 1000);
      this.given += piece.length;
      if (!this.client.write(piece)) await writable(this.client);
      if (slicer?.ms) await delay(slicer.ms);
    }
  }

  private async end(): Promise<void> {
    const slow = this.network.find('slow_close');
    if (slow) await delay(slow.ms);
    this.client.end();
  }
}

/** Until more can be written, or nothing ever will. */
function writable(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}

async function connectToFirst(ports: readonly number[]): Promise<Socket | null> {
  for (const port of ports) {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    try {
      await once(socket, 'connect');
      return socket;
    } catch {
      socket.destroy();
    }
  }
  return null;
}

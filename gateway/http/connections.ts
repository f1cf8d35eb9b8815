import type { Server } from 'node:http';
import type { Socket } from 'node:net';

interface Connection {
  /** Requests of it that are not answered to the last byte. */
  open: number;
  /** When it was last given an answer, or came. */
  idleSince: number;
  /** Whether it has ever been asked anything. */
  isUsed: boolean;
}

/** How much longer a newcomer is waited for: his first request is on its way, if only through a slow balancer. */
const NEWCOMER = 3;

/** Who looks how we are is no client whose coming would say that balancers still send some. */
const LOOKS = /^\/(readiness|health|metrics)\b/;

/** The connections of a server, with what an orderly end has to know about each. */
export class Connections {
  private readonly known = new Map<Socket, Connection>();
  private newest = Number.NEGATIVE_INFINITY;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.known.set(socket, { open: 0, idleSince: performance.now(), isUsed: false });
      socket.once('close', () => this.known.delete(socket));
    });
    server.on('request', ({ socket, url }, response) => {
      const connection = this.known.get(socket);
      if (!connection) return;
      if (!LOOKS.test(url ?? '')) this.newest = performance.now();
      connection.open += 1;
      connection.isUsed = true;
      response.once('close', () => {
        connection.open -= 1;
        connection.idleSince = performance.now();
      });
    });
  }

  get size(): number {
    return this.known.size;
  }

  get underWay(): number {
    let count = 0;
    for (const { open } of this.known.values()) count += open;
    return count;
  }

  /** When somebody last asked something. */
  get newestAt(): number {
    return this.newest;
  }

  /** Ends connections that nobody has used for so long. */
  closeIdle(forMs: number): void {
    const now = performance.now();
    for (const [socket, { open, idleSince, isUsed }] of this.known)
      if (open === 0 && now - idleSince >= (isUsed ? forMs : NEWCOMER * forMs)) socket.destroySoon();
  }
}

import { Readable } from 'node:stream';
import pg from 'pg';

/** The part of a driver's connection that copying needs. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  sendCopyFail(reason: string): void;
  endCopyFrom(): void;
  readonly stream: CopySocket;
}

interface CopySocket {
  readonly writableNeedDrain: boolean;
  readonly destroyed: boolean;
  pause(): void;
  resume(): void;
  destroy(): void;
  once(event: 'drain' | 'close', act: () => void): void;
  off(event: 'drain' | 'close', act: () => void): void;
}

/** Rows come one in a message; so many bytes of them are handed on at once. */
const PIECE_BYTES = 65_536;

/**
 * `COPY … FROM STDIN` as the driver's protocol has it: pieces in, however they are cut; resolves when the server has stored
 * all of them. A source that fails takes the whole statement back.
 */
export function copyIn(
  client: pg.Client,
  statement: string,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const state: { fault: unknown; isAnswered: boolean } = { fault: null, isAnswered: false };
    submit(client, {
      submit: (connection) => connection.query(statement),
      handleCopyInResponse: (connection) => {
        pump(connection, pieces, state).catch((error: unknown) => {
          state.fault = error;
          connection.sendCopyFail('the source of the rows failed');
        });
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
      handleError: (error) => {
        state.isAnswered = true;
        reject(state.fault ?? error);
      },
    });
  });
}

/** `COPY … TO STDOUT` as a stream of bytes; a slow reader holds the server back, one that leaves ends the connection. */
export function copyOut(client: pg.Client, statement: string): Readable {
  let socket: CopySocket | null = null;
  let isDone = false;
  const stream = new Readable({
    highWaterMark: 4 * PIECE_BYTES,
    read: () => socket?.resume(),
    destroy: (error, done) => {
      // Nobody reads on, and the server would wait for ever to be read: the connection has to go.
      if (!isDone) socket?.destroy();
      done(error);
    },
  });
  const gathered = new PieceGatherer((piece) => {
    if (!stream.push(piece)) socket?.pause();
  });
  submit(client, {
    submit: (connection) => {
      socket = connection.stream;
      connection.query(statement);
    },
    handleCopyData: ({ chunk }) => gathered.add(chunk),
    handleCommandComplete: () => undefined,
    handleReadyForQuery: () => {
      isDone = true;
      gathered.flush();
      stream.push(null);
    },
    handleError: (error) => {
      isDone = true;
      stream.destroy(error);
    },
  });
  return stream;
}

interface CopyStatement {
  submit(connection: CopyConnection): void;
  handleCopyInResponse?(connection: CopyConnection): void;
  handleCopyData?(message: { readonly chunk: Buffer }): void;
  handleCommandComplete(): void;
  handleReadyForQuery(): void;
  handleError(error: Error): void;
}

/** The driver takes anything that can submit itself; its types know only its own queries. */
function submit(client: pg.Client, statement: CopyStatement): void {
  Reflect.apply(pg.Client.prototype.query, client, [statement]);
}

async function pump(
  connection: CopyConnection,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  state: { readonly isAnswered: boolean },
): Promise<void> {
  for await (const piece of pieces) {
    // The server has refused the rows: it listens to no more of them.
    if (state.isAnswered || connection.stream.destroyed) return;
    connection.sendCopyFromChunk(typeof piece === 'string' ? Buffer.from(piece) : piece);
    if (connection.stream.writableNeedDrain) await drained(connection.stream);
  }
  connection.endCopyFrom();
}

function drained(socket: CopySocket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.once('drain', done);
    socket.once('close', done);
  });
}

/** Puts rows together; what the driver hands over lies in a buffer that it uses again. */
class PieceGatherer {
  readonly #handOn: (piece: Buffer) => void;
  #piece = Buffer.allocUnsafe(PIECE_BYTES);
  #length = 0;

  constructor(handOn: (piece: Buffer) => void) {
    this.#handOn = handOn;
  }

  add(chunk: Buffer): void {
    if (this.#length + chunk.length > PIECE_BYTES) this.flush();
    if (chunk.length > PIECE_BYTES) this.#handOn(Buffer.from(chunk));
    else this.#length += chunk.copy(this.#piece, this.#length);
  }

  flush(): void {
    if (this.#length === 0) return;
    const full = this.#piece.subarray(0, this.#length);
    this.#piece = Buffer.allocUnsafe(PIECE_BYTES);
    this.#length = 0;
    this.#handOn(full);
  }
}

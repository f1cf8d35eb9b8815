import pg from 'pg';

/** The part of a driver's connection that copying in needs. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  readonly stream: { readonly writableNeedDrain: boolean; once(event: 'drain', act: () => void): void };
}

/** `COPY … FROM STDIN` as the driver's protocol has it: text in, answered when the server has it all. */
export function copyIn(client: pg.Client, statement: string, pieces: Iterator<string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const copy = {
      submit: (connection: CopyConnection): void => connection.query(statement),
      handleCopyInResponse: (connection: CopyConnection): void => pump(connection, pieces),
      handleCommandComplete: (): void => undefined,
      handleReadyForQuery: (): void => resolve(),
      handleError: (error: Error): void => reject(error),
    };
    Reflect.apply(pg.Client.prototype.query, client, [copy]);
  });
}

function pump(connection: CopyConnection, pieces: Iterator<string>): void {
  while (!connection.stream.writableNeedDrain) {
    const next = pieces.next();
    if (next.done === true) {
      connection.endCopyFrom();
      return;
    }
    connection.sendCopyFromChunk(Buffer.from(next.value));
  }
  connection.stream.once('drain', () => pump(connection, pieces));
}

/** Rows joined to pieces that are worth sending. */
export function* inPieces(rows: Iterable<string>, size = 65_536): Generator<string> {
  let piece = '';
  for (const row of rows) {
    piece += row;
    if (piece.length < size) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

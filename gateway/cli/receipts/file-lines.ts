import { createReadStream } from 'node:fs';

export interface FileLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** Whether a line break follows. */
  readonly isEnded: boolean;
}

/** No line of ours is nearly as long; what has none is not gathered without end. */
const LONGEST = 1_048_576;

/** The lines of a file without their breaks, as they were read; a line that is too long is cut and not ended. */
export async function* readFileLines(path: string): AsyncGenerator<FileLine> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 1;
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144 })) {
    const piece: Buffer = chunk;
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let from = 0;
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, from)) {
      yield { number, bytes: bytes.subarray(from, at), isEnded: true };
      number += 1;
      from = at + 1;
    }
    rest = bytes.subarray(from);
    if (rest.length > LONGEST) break;
  }
  if (rest.length > 0) yield { number, bytes: rest, isEnded: false };
}

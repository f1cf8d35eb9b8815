import { open } from 'node:fs/promises';

/** A line of a file without its break. */
export interface FileLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** Whether a line break follows. */
  readonly isEnded: boolean;
}

const CHUNK = 1_048_576;
/** No line of a snapshot is nearly as long; what has none is not gathered without end. */
const LONGEST = 67_108_864;
const LINE_FEED = 0x0a;

/** Reads a file line by line, in flat memory, as many lines at once as are asked for. */
export class LineReader {
  private readonly waiting: FileLine[] = [];
  private next = 0;
  private readonly source: AsyncGenerator<FileLine[]>;
  private isOver = false;

  constructor(path: string) {
    this.source = readBatches(path);
  }

  /** The next lines; fewer where the file ends before. */
  async take(count: number): Promise<FileLine[]> {
    while (!this.isOver && this.waiting.length - this.next < count) await this.fill();
    const taken = this.waiting.slice(this.next, this.next + count);
    this.next += taken.length;
    return taken;
  }

  /** Lines that were taken and are to be taken again. */
  putBack(lines: readonly FileLine[]): void {
    this.waiting.splice(0, this.next, ...lines);
    this.next = 0;
  }

  async close(): Promise<void> {
    await this.source.return(undefined);
  }

  private async fill(): Promise<void> {
    this.waiting.splice(0, this.next);
    this.next = 0;
    const batch = await this.source.next();
    if (batch.done === true) this.isOver = true;
    else for (const line of batch.value) this.waiting.push(line);
  }
}

/** The lines of a file, one after the other. */
export async function* linesOf(path: string): AsyncGenerator<FileLine> {
  for await (const batch of readBatches(path)) yield* batch;
}

async function* readBatches(path: string): AsyncGenerator<FileLine[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.min(CHUNK, size + 1);
    let rest: Buffer = Buffer.alloc(0);
    let number = 1;
    for (;;) {
      const chunk = Buffer.allocUnsafe(length);
      const { bytesRead } = await file.read(chunk, 0, length);
      if (bytesRead === 0) break;
      const read = chunk.subarray(0, bytesRead);
      const bytes = rest.length === 0 ? read : Buffer.concat([rest, read]);
      const batch: FileLine[] = [];
      let from = 0;
      for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, from)) {
        batch.push({ number, bytes: bytes.subarray(from, at), isEnded: true });
        number += 1;
        from = at + 1;
      }
      rest = bytes.subarray(from);
      if (batch.length > 0) yield batch;
      if (rest.length > LONGEST) break;
    }
    if (rest.length > 0) yield [{ number, bytes: rest, isEnded: false }];
  } finally {
    await file.close();
  }
}

/** The last lines of a file, each with whether it is ended; without reading what comes before them. */
export async function readLastLines(path: string, count: number): Promise<Omit<FileLine, 'number'>[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size === 0) return [];
    for (let length = Math.min(size, 65_536); ; length = Math.min(size, length * 4)) {
      const bytes = Buffer.alloc(length);
      await file.read(bytes, 0, length, size - length);
      const found = lastLines(bytes, count);
      if (found.length === count && found.every(({ isWhole }) => isWhole)) return found;
      if (length >= size || length > LONGEST) return found;
    }
  } finally {
    await file.close();
  }
}

/** From the first to the last; whole unless the text may begin in the midst of it. */
function lastLines(bytes: Buffer, count: number): (Omit<FileLine, 'number'> & { isWhole: boolean })[] {
  const lines: (Omit<FileLine, 'number'> & { isWhole: boolean })[] = [];
  let end = bytes.length;
  let isEnded = bytes.at(-1) === LINE_FEED;
  if (isEnded) end -= 1;
  while (end >= 0 && lines.length < count) {
    const start = end === 0 ? -1 : bytes.lastIndexOf(LINE_FEED, end - 1);
    lines.unshift({ bytes: bytes.subarray(start + 1, end), isEnded, isWhole: start >= 0 });
    isEnded = true;
    end = start;
  }
  return lines;
}

/** A line of a text with the line break that ends it; `''` at the end of the text. */
export interface TextLine {
  readonly number: number;
  readonly text: string;
  readonly ending: string;
  /** True where the line was longer than the limit; its text is gone then. */
  readonly isTooLong: boolean;
}

/**
 * Cuts a text that comes in pieces into lines; CRLF, LF and CR end a line, mixed as they may be. Holds at most one
 * line: of one that is longer than the limit nothing is kept.
 */
export class LineSplitter {
  readonly #limit: number;
  #rest = '';
  #scanned = 0;
  #number = 1;
  #isSkipping = false;

  /** The limit is one of bytes in UTF-8. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  *push(text: string): Generator<TextLine> {
    const buffer = this.#rest + text;
    const breaks = /\r\n?|\n/g;
    breaks.lastIndex = this.#scanned;
    let start = 0;
    for (let found = breaks.exec(buffer); found !== null; found = breaks.exec(buffer)) {
      const [ending] = found;
      // A CR at the end of a piece may be half of a CRLF.
      if (ending === '\r' && breaks.lastIndex === buffer.length) break;
      yield this.#line(buffer.slice(start, found.index), ending);
      start = breaks.lastIndex;
    }
    this.#rest = buffer.slice(start);
    if (this.#rest.length > this.#limit && !this.#rest.endsWith('\r')) {
      this.#isSkipping = true;
      this.#rest = '';
    }
    this.#scanned = Math.max(0, this.#rest.length - 1);
  }

  *end(): Generator<TextLine> {
    if (this.#rest === '' && !this.#isSkipping) return;
    const isBreak = this.#rest.endsWith('\r');
    yield this.#line(isBreak ? this.#rest.slice(0, -1) : this.#rest, isBreak ? '\r' : '');
    this.#rest = '';
  }

  #line(text: string, ending: string): TextLine {
    const isTooLong = this.#isSkipping || isLongerThan(text, this.#limit);
    this.#isSkipping = false;
    return { number: this.#number++, text: isTooLong ? '' : text, ending, isTooLong };
  }
}

/** Whether a text takes more bytes in UTF-8; counted only where its length leaves it open. */
function isLongerThan(text: string, limit: number): boolean {
  return text.length > limit || (text.length * 3 > limit && Buffer.byteLength(text) > limit);
}

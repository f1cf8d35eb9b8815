import { isAscii } from 'node:buffer';
import { evenPieces } from './even-pieces.ts';
import { checkBeginning, utf16Mark } from './file-signature.ts';
import type { IntakeFault } from './intake.ts';
import { fileErrors } from './file.errors.ts';
import { countBreaks, tellEncoding, utf8LineWithin } from './tell-encoding.ts';

const PIECE_BYTES = 64 * 1024;

/**
 * The text of a file in pieces, in bounded memory. UTF-8 with or without mark, UTF-16 with mark, else GBK / GB18030,
 * told by the first piece that is not plain ASCII. What is no text in the encoding comes as U+FFFD, which the reading
 * of cells refuses with its place; a file that is no text at all ends with one fault.
 */
export async function* decodeText(
  bytes: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<string | IntakeFault> {
  const decoder = new PieceDecoder();
  let size = 0;
  for await (const piece of evenPieces(bytes, PIECE_BYTES)) {
    const fault = size === 0 ? checkBeginning(piece) : null;
    size += piece.length;
    if (fault !== null) return yield fault;
    if (size > limit) return yield fileErrors.tooLarge(limit);
    const read = decoder.decode(piece);
    yield read;
    if (typeof read !== 'string') return;
  }
  if (size === 0) yield fileErrors.empty();
  else yield decoder.end();
}

/** Decodes piece by piece; ASCII is the same in every encoding but UTF-16, so the choice waits for what is not. */
class PieceDecoder {
  #decoder: TextDecoder | null = null;
  #isFirst = true;
  #breaks = 0;

  decode(piece: Uint8Array): string | IntakeFault {
    const mark = this.#isFirst ? utf16Mark(piece) : null;
    this.#isFirst = false;
    if (mark !== null) this.#decoder = new TextDecoder(mark);
    else if (this.#decoder === null) {
      if (isAscii(piece)) return this.#counted(Buffer.from(piece).toString('latin1'));
      this.#decoder = new TextDecoder(tellEncoding(piece));
    }
    if (this.#decoder.encoding !== 'gb18030') return this.#decoder.decode(piece, { stream: true });
    const foreignLine = utf8LineWithin(piece);
    if (foreignLine !== null) return fileErrors.mixedEncodings(this.#breaks + foreignLine + 1);
    return this.#counted(this.#decoder.decode(piece, { stream: true }));
  }

  /** What is left of a sign that was cut off. */
  end(): string {
    return this.#decoder?.decode() ?? '';
  }

  #counted(text: string): string {
    this.#breaks += countBreaks(text);
    return text;
  }
}

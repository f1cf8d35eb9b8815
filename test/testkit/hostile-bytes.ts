/** Bytes of a file in pieces of random sizes, one byte now and then; the same for a seed. */
export async function* inPieces(bytes: Uint8Array, random: () => number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const size = random() < 0.2 ? 1 : 1 + Math.floor(random() * random() * 200_000);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

let gbkBytes: ReadonlyMap<string, readonly [number, number]> | null = null;

/** The text in GBK, as old office programs save it; throws on signs that GBK does not have. */
export function encodeGbk(text: string): Uint8Array {
  gbkBytes ??= gbkTable();
  const bytes: number[] = [];
  for (const sign of text) {
    const pair = sign < '\u0080' ? [sign.charCodeAt(0)] : gbkBytes.get(sign);
    if (pair === undefined) throw new Error(`GBK has no ${sign}`);
    bytes.push(...pair);
  }
  return Uint8Array.from(bytes);
}

/** The text in UTF-16, with its mark or without. */
export function encodeUtf16(text: string, order: 'le' | 'be', isMarked: boolean): Uint8Array {
  const bytes = Buffer.from(isMarked ? `\ufeff${text}` : text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function joined(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? encodeUtf8(part) : part)));
}

function gbkTable(): ReadonlyMap<string, readonly [number, number]> {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, readonly [number, number]>();
  for (let lead = 0xa1; lead <= 0xf7; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const sign = decoder.decode(Uint8Array.of(lead, trail));
      if (!table.has(sign) && !sign.includes('\ufffd')) table.set(sign, [lead, trail]);
    }
  }
  return table;
}

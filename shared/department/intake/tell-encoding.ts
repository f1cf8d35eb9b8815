/** Encodings in which files are read. */
export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

const CHINESE_RUN = /[\u3000-\u303f\u4e00-\u9fff\uff01-\uffee]{2}/gu;
/** Share of two-byte signs that lie in the old core of the Chinese set; in Chinese texts nearly all do. */
const CORE_SHARE = 0.8;

/**
 * UTF-8 or GBK, by bytes of which some are not ASCII. Where neither fits wholly UTF-8 is taken, and what is no UTF-8 is
 * then refused line by line: a wrong guess is to be loud, never other words than the reporter's.
 */
export function tellEncoding(bytes: Uint8Array): Encoding {
  const asUtf8 = new TextDecoder('utf-8').decode(bytes, { stream: true });
  const lost = countLost(asUtf8);
  if (lost === 0 || utf8LineWithin(bytes) !== null || !looksChinese(bytes)) return 'utf-8';
  const asChinese = new TextDecoder('gb18030').decode(bytes, { stream: true });
  return countLost(asChinese) < lost ? 'gb18030' : 'utf-8';
}

/**
 * Line (from 0) of the first whole line that holds Chinese in UTF-8; null where there is none. Six bytes of GBK can
 * look like two Chinese signs of UTF-8 once in a million, but not a whole line.
 */
export function utf8LineWithin(bytes: Uint8Array): number | null {
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true });
  for (const { index } of text.matchAll(CHINESE_RUN)) {
    const start = text.lastIndexOf('\n', index) + 1;
    const end = text.indexOf('\n', index);
    const line = text.slice(start, end < 0 ? text.length : end);
    if (!line.includes('\ufffd')) return countBreaks(text.slice(0, start));
  }
  return null;
}

/** How often a line ends in the text by LF. */
export function countBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function countLost(text: string): number {
  return text.match(/\ufffd/g)?.length ?? 0;
}

function looksChinese(bytes: Uint8Array): boolean {
  let pairs = 0;
  let core = 0;
  for (let at = 0; at + 1 < bytes.length; at++) {
    if ((bytes[at] ?? 0) < 0x81) continue;
    at += 1;
    pairs += 1;
    if ((bytes[at] ?? 0) >= 0xa1) core += 1;
  }
  return pairs > 0 && core >= pairs * CORE_SHARE;
}

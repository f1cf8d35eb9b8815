import type { IntakeFault } from './intake.ts';
import { fileErrors } from './file.errors.ts';

interface Signature {
  readonly bytes: readonly number[];
  readonly kind: string;
  readonly kindEn: string;
  readonly remedy: string;
}

const SAVE_AS_CSV = '在 Excel 或 WPS 中打开，另存为“CSV UTF-8（逗号分隔）”后再传';

/** Files that people take for tables, told by their first bytes. */
const SIGNATURES: readonly Signature[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    kind: 'Excel 工作簿（xlsx）或压缩包',
    kindEn: 'a workbook (xlsx) or an archive',
    remedy: `请另存为 CSV：${SAVE_AS_CSV}；压缩包请先解压`,
  },
  {
    bytes: [0x50, 0x4b, 0x05, 0x06],
    kind: '空的压缩包',
    kindEn: 'an empty archive',
    remedy: '先解压，再传其中的 CSV 文件',
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    kind: '旧版 Excel 工作簿（xls）或 Word 文档',
    kindEn: 'a workbook (xls) or a document of an older version',
    remedy: `请另存为 CSV：${SAVE_AS_CSV}`,
  },
  { bytes: [0x1f, 0x8b], kind: 'gzip 压缩文件', kindEn: 'a gzip file', remedy: '先解压，再传其中的 CSV 文件' },
  {
    bytes: [0x52, 0x61, 0x72, 0x21],
    kind: 'RAR 压缩包',
    kindEn: 'a RAR archive',
    remedy: '先解压，再传其中的 CSV 文件',
  },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], kind: '7z 压缩包', kindEn: 'a 7z archive', remedy: '先解压，再传其中的 CSV 文件' },
  { bytes: [0x25, 0x50, 0x44, 0x46], kind: 'PDF 文件', kindEn: 'a PDF file', remedy: '从原系统导出 CSV 文件后再传' },
  {
    bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66],
    kind: 'RTF 文档',
    kindEn: 'an RTF document',
    remedy: '把表格另存为 CSV 文件后再传',
  },
];

/** Web pages and XML under a table's name, as some systems export them; after blanks and marks. */
const MARKUP = /^[\s\ufeff]*<(?:!doctype|html|table|\?xml|workbook|meta|head)/i;

/** Share of control signs in the beginning of a file from which it is no text, and the least number of them. */
const CONTROL_SHARE = 0.01;
const CONTROL_COUNT = 8;

/** Why the file that begins so cannot be read as text; null where it can be tried. */
export function checkBeginning(head: Uint8Array): IntakeFault | null {
  const signature = SIGNATURES.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  if (signature !== undefined) return fileErrors.foreign(signature.kind, signature.kindEn, signature.remedy);
  if (MARKUP.test(Buffer.from(head.subarray(0, 512)).toString('latin1').replace(/^ï»¿/, '')))
    return fileErrors.foreign('网页或 XML 文件', 'a web page or an XML file', SAVE_AS_CSV);
  if (hasBytes(head, [0xff, 0xfe, 0, 0]) || hasBytes(head, [0, 0, 0xfe, 0xff])) return fileErrors.unmarkedUtf16();
  if (utf16Mark(head)) return null;
  return checkControls(head);
}

/** Byte order of a file that begins with the mark of UTF-16; null of any other. */
export function utf16Mark(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (hasBytes(head, [0xff, 0xfe])) return 'utf-16le';
  return hasBytes(head, [0xfe, 0xff]) ? 'utf-16be' : null;
}

function hasBytes(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

function checkControls(head: Uint8Array): IntakeFault | null {
  let controls = 0;
  const nulls = [0, 0];
  for (const [index, byte] of head.entries()) {
    if (byte === 0) nulls[index % 2] = (nulls[index % 2] ?? 0) + 1;
    // TAB, LF, VT, FF, CR, and the end mark of old systems belong to texts.
    if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1a) controls += 1;
  }
  const [even = 0, odd = 0] = nulls;
  if (Math.max(even, odd) > head.length / 8 && Math.min(even, odd) < Math.max(even, odd) / 8)
    return fileErrors.unmarkedUtf16();
  return controls >= CONTROL_COUNT && controls > head.length * CONTROL_SHARE ? fileErrors.binary() : null;
}

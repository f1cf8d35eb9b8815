/** A place at which a file is not what was sealed. */
export interface ArchiveFault {
  /** From 1. */
  readonly line: number;
  /** Section of the snapshot, or `#`, `blocks`, `seal` of the lines that vouch for the others; null where it is not known. */
  readonly section: string | null;
  /** Key of the leaf as the line says it now; null where it says none. */
  readonly key: string | null;
  /** What is wrong, in Chinese and in English. */
  readonly message: string;
  readonly messageEn: string;
}

/** Wordings of faults, Chinese and English. */
export const FAULT_WORDS = {
  changed: ['内容与封存时不同', 'the line is not what was sealed'],
  missing: ['此处缺少一行', 'a line is missing here'],
  list: ['摘要清单被改动（所列各行的内容无误）', 'the list of hashes was changed; the lines it lists are sound'],
  blocks: ['分段摘要清单被改动', 'the list of the roots of blocks was changed'],
  surplus: ['封存时没有此行', 'the line was not there when it was sealed'],
  notEnded: ['行尾被改动或文件被截断', 'the line does not end as it was written'],
  notSeal: ['末行不是封存签名，或已被改动', 'the last line is not the seal, or was changed'],
  root: ['全部内容算不出封存的根', 'the content does not lead to the sealed root'],
} as const;

/** A fault in the words above. */
export function faultAt(
  place: Pick<ArchiveFault, 'line' | 'section' | 'key'>,
  what: keyof typeof FAULT_WORDS,
): ArchiveFault {
  const [message, messageEn] = FAULT_WORDS[what];
  return { line: place.line, section: place.section, key: place.key, message, messageEn };
}

const KEY = /^\["[a-z#]*","([\x21-\x7e]*?)",/;

/** The key a line says it is of, also where the rest of it cannot be read. */
export function saidKey(line: Buffer): string | null {
  return KEY.exec(line.subarray(0, 1_000).toString('latin1'))?.[1] ?? null;
}

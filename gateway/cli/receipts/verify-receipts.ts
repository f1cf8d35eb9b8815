import { type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { sha256Hex } from '../../../shared/primitives/canonical-json.ts';
import { type FileLine, readFileLines } from './file-lines.ts';
import {
  CHAIN_START,
  headerSchema,
  headerText,
  readKey,
  type ReceiptFileHeader,
  type ReceiptLine,
  receiptLineSchema,
  receiptText,
} from './receipt-file.ts';
import { parseJson } from '../../../shared/primitives/parse-json.ts';

/** The first place at which a file of receipts is not what was exported. */
export interface ReceiptFault {
  readonly line: number;
  /** Which receipt stands or should stand there; null of the head. */
  readonly sequence: number | null;
  /** What is wrong, in Chinese and in English. */
  readonly message: string;
  readonly messageEn: string;
}

export type Verdict =
  | { readonly isSound: true; readonly header: ReceiptFileHeader; readonly receipts: number; readonly lastHash: string }
  | { readonly isSound: false; readonly fault: ReceiptFault };

/** Receipts whose signatures are looked at together, by all cores. */
const BLOCK = 256;

const contentSchema = z.looseObject({
  department: z.string(),
  memberUnit: z.string(),
  sequence: z.number(),
  previousHash: z.string(),
});

export interface VerifyOptions {
  /** Public keys (PEM) that are trusted; with none, those of the file's head. */
  readonly trusted: readonly string[];
  /**
   * Looks at the last signature alone. Through the chain it covers what all receipts before it say; their own signatures
   * are not looked at.
   */
  readonly isQuick: boolean;
}

/** Looks through a file of receipts, offline and in flat memory. Unless a key is trusted, the file vouches for itself. */
export async function verifyReceipts(path: string, options: VerifyOptions): Promise<Verdict> {
  const lines = readFileLines(path);
  try {
    const first = await lines.next();
    const head = first.done ? null : readHead(first.value);
    if (head === null) return unsound('首行不是导出的回执文件的首行', 'the first line is not the head of a file');
    const keys =
      options.trusted.length > 0 ? keysOf(options.trusted.map((pem) => ({ pem, id: null }))) : keysOfHead(head);
    if (keys === null) return unsound('首行的公钥与其编号不符', 'a key of the head is not what its id says');
    return await follow(lines, new Chain(head, keys), options.isQuick);
  } finally {
    await lines.return(undefined);
  }
}

async function follow(lines: AsyncIterable<FileLine>, chain: Chain, isQuick: boolean): Promise<Verdict> {
  let pending: Promise<ReceiptFault | null> = Promise.resolve(null);
  let block: SignedLine[] = [];
  let broken: ReceiptFault | null = null;
  for await (const line of lines) {
    const read = chain.read(line);
    if ('message' in read) {
      broken = read;
      break;
    }
    if (isQuick) block = [read];
    else block.push(read);
    if (block.length < BLOCK) continue;
    const fault = await pending;
    if (fault !== null) return { isSound: false, fault };
    // Looked at while the next lines are read.
    pending = findForged(block);
    block = [];
  }
  const fault = (await pending) ?? (await findForged(block)) ?? broken ?? chain.missing();
  if (fault !== null) return { isSound: false, fault };
  return { isSound: true, header: chain.head, receipts: chain.count, lastHash: chain.lastHash };
}

interface SignedLine {
  readonly line: number;
  readonly receipt: ReceiptLine;
  readonly key: KeyObject;
}

type Keys = ReadonlyMap<string, KeyObject>;

/** Follows the chain line by line; signatures are left to others. */
class Chain {
  lastHash = CHAIN_START;
  count = 0;

  constructor(
    readonly head: ReceiptFileHeader,
    private readonly keys: Keys,
  ) {}

  read(line: FileLine): SignedLine | ReceiptFault {
    const { number } = line;
    const expected = this.count + 1;
    const fault = (message: string, messageEn: string): ReceiptFault => faultAt(number, expected, message, messageEn);
    const receipt = readLine(line, receiptLineSchema, receiptText);
    if (receipt === null) return fault('不是导出时的写法，或已被截断', 'the line is not as it was exported');
    if (receipt.sequence !== expected)
      return fault(`应为第 ${expected} 号回执，却是第 ${receipt.sequence} 号`, `expected ${expected} in the sequence`);
    if (expected > this.head.receipts) return fault('多于首行所写的份数', 'there are more than the head says');
    if (receipt.previousHash !== this.lastHash) return fault('与上一份回执不相连', 'not chained to the one before');
    if (sha256Hex(receipt.content) !== receipt.hash) return fault('内容与摘要不符', 'the content has another hash');
    const differing = this.differing(receipt);
    if (differing !== null) return fault(`内容中的 ${differing} 与所列不符`, `${differing} of the content differs`);
    const key = this.keys.get(receipt.signedBy);
    if (key === undefined) return fault(`没有编号为 ${receipt.signedBy} 的可信公钥`, 'signed by an unknown key');
    this.lastHash = receipt.hash;
    this.count = expected;
    return { line: number, receipt, key };
  }

  /** What the head says is missing at the end. */
  missing(): ReceiptFault | null {
    const { receipts } = this.head;
    if (this.count === receipts) return null;
    const next = this.count + 1;
    return faultAt(
      next + 1,
      next,
      `首行写明 ${receipts} 份，缺第 ${next} 号起的回执`,
      'receipts are missing at the end',
    );
  }

  private differing({ content, sequence, previousHash }: ReceiptLine): string | null {
    const parsed = contentSchema.safeParse(parseJson(content));
    if (!parsed.success) return 'content';
    const said = { department: this.head.department, memberUnit: this.head.memberUnit, sequence, previousHash };
    const { data } = parsed;
    const names = ['department', 'memberUnit', 'sequence', 'previousHash'] as const;
    return names.find((name) => data[name] !== said[name]) ?? null;
  }
}

/** The first of some receipts whose signature is not of its key. */
async function findForged(block: readonly SignedLine[]): Promise<ReceiptFault | null> {
  const verdicts = await Promise.all(block.map(isSigned));
  const forged = block[verdicts.indexOf(false)];
  if (forged === undefined) return null;
  return faultAt(forged.line, forged.receipt.sequence, '签名不符', 'the signature is not of its key');
}

function isSigned({ receipt: { hash, signature }, key }: SignedLine): Promise<boolean> {
  const bytes = Buffer.from(signature, 'base64url');
  // The last sign has bits that decoding does not look at.
  if (bytes.toString('base64url') !== signature) return Promise.resolve(false);
  return new Promise((resolve, reject) => {
    verify(null, Buffer.from(hash, 'hex'), key, bytes, (error, isGood) => (error ? reject(error) : resolve(isGood)));
  });
}

function readHead(line: FileLine): ReceiptFileHeader | null {
  return readLine(line, headerSchema, headerText);
}

function keysOfHead({ keys }: ReceiptFileHeader): Keys | null {
  return keysOf(keys.map(({ id, publicKey }) => ({ pem: publicKey, id })));
}

function keysOf(texts: readonly { readonly pem: string; readonly id: string | null }[]): Keys | null {
  const keys = texts.map(({ pem, id }) => readKey(pem, id));
  return keys.includes(null) ? null : new Map(keys.flatMap((each) => (each === null ? [] : [[each.id, each.key]])));
}

/** What a line says; null unless it is, byte for byte, what writing that again gives. */
function readLine<T>({ bytes, isEnded }: FileLine, schema: z.ZodType<T>, write: (value: T) => string): T | null {
  const parsed = schema.safeParse(isEnded ? parseJson(bytes.toString('utf8')) : null);
  return parsed.success && Buffer.from(write(parsed.data)).equals(bytes) ? parsed.data : null;
}

function unsound(message: string, messageEn: string): Verdict {
  return { isSound: false, fault: faultAt(1, null, message, messageEn) };
}

function faultAt(line: number, sequence: number | null, message: string, messageEn: string): ReceiptFault {
  return { line, sequence, message, messageEn };
}

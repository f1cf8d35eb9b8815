import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueReceipt, type ReceiptSigner } from '../../../shared/department/receipt/receipt.ts';
import { createEd25519Signer } from '../../../shared/primitives/signer.ts';
import { verifyReceiptsCommand } from '../commands/reporting/verify-receipts.command.ts';
import { CHAIN_START, headerText, type ReceiptLine, receiptText } from './receipt-file.ts';
import { type Verdict, verifyReceipts, type VerifyOptions } from './verify-receipts.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-receipts-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function newSigner(): ReceiptSigner {
  const { privateKey } = generateKeyPairSync('ed25519');
  return createEd25519Signer(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}
const signer = newSigner();

/** A chain of a unit as its department issues it. */
function chainOf(count: number, by: ReceiptSigner = signer): ReceiptLine[] {
  const receipts: ReceiptLine[] = [];
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const receipt = issueReceipt(
      {
        department: 'hrss',
        memberUnit: 'hrss',
        sequence,
        previousHash: receipts.at(-1)?.hash ?? CHAIN_START,
        publicationId: `publication-${sequence}`,
        act: 'publishHrssObservations',
        state: 'ACCEPTED',
        rowCount: 12,
        rowsHash: 'a'.repeat(64),
        derivedCount: 3,
        derivedHash: 'b'.repeat(64),
        firstPosition: String(sequence * 15),
        lastPosition: String(sequence * 15 + 14),
        issuedAt: '2026-03-01T00:00:00.000Z',
        traceId: 'c'.repeat(32),
      },
      by,
    );
    receipts.push(receipt);
  }
  return receipts;
}

function linesOf(receipts: readonly ReceiptLine[], keys: readonly ReceiptSigner[] = [signer]): string[] {
  const head = headerText({
    format: 'hub-receipts-1',
    department: 'hrss',
    memberUnit: 'hrss',
    receipts: receipts.length,
    keys: keys.map(({ keyId: id, publicKey }) => ({ id, publicKey })),
  });
  return [head, ...receipts.map(receiptText)];
}

async function judge(
  content: string | Uint8Array,
  { trusted = [], isQuick = false }: Partial<VerifyOptions> = {},
): Promise<Verdict> {
  const path = join(folder, 'receipts.ndjson');
  await writeFile(path, content);
  return verifyReceipts(path, { trusted, isQuick });
}

/** The line of the first fault; 0 where there is none. */
async function faultLine(content: string | Uint8Array): Promise<number> {
  const verdict = await judge(content);
  return verdict.isSound ? 0 : verdict.fault.line;
}

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const COUNT = 7;
const lines = linesOf(chainOf(COUNT));
const sound = Buffer.from(textOf(lines));
/** Any receipt's place in the lines of the file. */
const place = fc.integer({ min: 1, max: COUNT });

describe('a file of receipts', () => {
  it('is sound as it was exported, however many it holds', async () => {
    for (const count of [0, 1, 2, 255, 256, 257, 600]) {
      const verdict = await judge(textOf(linesOf(chainOf(count))));
      expect(verdict).toMatchObject({ isSound: true, receipts: count });
    }
  });

  it('with one byte changed, whichever and however, is found at the line of the byte', async () => {
    const change = fc.record({ at: fc.nat({ max: sound.length - 1 }), by: fc.integer({ min: 1, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, by }) => {
        const bytes = Buffer.from(sound);
        bytes.writeUInt8((sound[at] ?? 0) ^ by, at);
        const line = sound.subarray(0, at).toString('latin1').split('\n').length;
        const found = await faultLine(bytes);
        // What the head says of others shows at the others.
        if (line === 1) expect(found).toBeGreaterThan(0);
        else expect(found).toBe(line);
      }),
      { numRuns: 800 },
    );
  });

  it('with any bit of a signature changed, also those that decoding passes over, is found', async () => {
    const [line = '', start] = [lines[1], (lines[1] ?? '').indexOf('"signature":"') + 13];
    for (let at = start; line[at] !== '"'; at += 1) {
      const other = line[at] === 'A' ? 'B' : 'A';
      const forged = [...lines];
      forged[1] = line.slice(0, at) + other + line.slice(at + 1);
      expect(await faultLine(textOf(forged))).toBe(2);
    }
  });

  it('with a receipt deleted is found where it stood', async () => {
    await fc.assert(
      fc.asyncProperty(place, async (at) => {
        expect(await faultLine(textOf(lines.filter((_, index) => index !== at)))).toBe(at + 1);
      }),
    );
    expect(await faultLine(textOf(lines.slice(1)))).toBe(1);
  });

  it('with two receipts exchanged is found at the first of them', async () => {
    await fc.assert(
      fc.asyncProperty(place, place, async (a, b) => {
        fc.pre(a !== b);
        const moved = [...lines];
        [moved[a], moved[b]] = [lines[b] ?? '', lines[a] ?? ''];
        expect(await faultLine(textOf(moved))).toBe(Math.min(a, b) + 1);
      }),
    );
  });

  it('cut anywhere is found at the line of the cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: sound.length - 1 }), async (length) => {
        const cut = sound.subarray(0, length);
        expect(await faultLine(cut)).toBe(cut.toString('latin1').split('\n').length);
      }),
      { numRuns: 300 },
    );
  });

  it('with a line repeated or another added is found there', async () => {
    expect(await faultLine(textOf([...lines, lines.at(-1) ?? '']))).toBe(COUNT + 2);
    const longer = linesOf(chainOf(COUNT + 1));
    expect(await faultLine(textOf([lines[0] ?? '', ...longer.slice(1)]))).toBe(COUNT + 2);
  });

  it('forged throughout, hashes and chain in order, is found by its signatures', async () => {
    const forged = linesOf(chainOf(COUNT, { ...newSigner(), keyId: signer.keyId }));
    expect(await judge(textOf(forged))).toMatchObject({
      isSound: false,
      fault: { line: 2, sequence: 1, messageEn: 'the signature is not of its key' },
    });
  });

  it('forged with a key of its own is sound in itself, and unsound to who knows the true key', async () => {
    const other = newSigner();
    const forged = textOf(linesOf(chainOf(COUNT, other), [other]));
    expect(await judge(forged)).toMatchObject({ isSound: true });
    expect(await judge(forged, { trusted: [signer.publicKey] })).toMatchObject({ isSound: false, fault: { line: 2 } });
    expect(await judge(sound, { trusted: [other.publicKey, signer.publicKey] })).toMatchObject({ isSound: true });
  });

  it('looked at quickly, is unsound wherever what a receipt says was changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        place,
        fc.constantFrom(['12,', '13,'], ['ACCEPTED', 'RETURNED'], ['aaaa', 'aaab']),
        async (at, [from, to]) => {
          const changed = [...lines];
          changed[at] = lines[at]?.replace(from ?? '', to ?? '') ?? '';
          expect(await judge(textOf(changed), { isQuick: true })).toMatchObject({ fault: { line: at + 1 } });
        },
      ),
    );
    expect(await judge(sound, { isQuick: true })).toMatchObject({ isSound: true, receipts: COUNT });
    const forged = linesOf(chainOf(COUNT, { ...newSigner(), keyId: signer.keyId }));
    expect(await judge(textOf(forged), { isQuick: true })).toMatchObject({ isSound: false });
  });

  it('of another unit than its head says is found', async () => {
    const head = lines[0]?.replace('"memberUnit":"hrss"', '"memberUnit":"sasac"') ?? '';
    expect(await judge(textOf([head, ...lines.slice(1)]))).toMatchObject({ fault: { line: 2 } });
  });

  it('that is something else is said to be so', async () => {
    for (const text of ['', '\n', '{}\n', 'hello', '\u0000'.repeat(3_000_000)]) expect(await faultLine(text)).toBe(1);
  });
});

describe('hub verify receipts', () => {
  it('prints the count, or the first bad row and what is wrong with it', async () => {
    const path = join(folder, 'command.ndjson');
    const key = join(folder, 'key.pem');
    await writeFile(key, signer.publicKey);
    await writeFile(path, sound);
    const good = await verifyReceiptsCommand(path, { key: [key] });
    expect([good.error, good.warnings]).toEqual([null, []]);
    expect(good.plain).toContain(`${COUNT} 份回执均真实、相连、完整  子图 hrss  单位 hrss`);
    expect((await verifyReceiptsCommand(path, {})).warnings?.[0]).toContain('--key');
    await writeFile(path, textOf(lines.filter((_, index) => index !== 3)));
    const bad = await verifyReceiptsCommand(path, { key: [key] });
    expect(bad.error).toMatchObject({
      code: 'RECEIPTS_NOT_SOUND',
      message: '第 4 行（第 3 号回执）：应为第 3 号回执，却是第 4 号',
      messageEn: 'line 4, receipt 3: expected 3 in the sequence',
    });
    expect((await verifyReceiptsCommand(path, { key: [path] })).error?.code).toBe('KEY_UNREADABLE');
    expect((await verifyReceiptsCommand(join(folder, 'nowhere'), {})).error?.code).toBe('FILE_UNREADABLE');
  });
});

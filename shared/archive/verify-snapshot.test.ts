import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verifier } from '../primitives/signer.ts';
import type { Leaf } from './snapshot-format.ts';
import { newSigner, sealed, smallLeaves } from './testing/small-archive.ts';
import { type SnapshotVerdict, verifySnapshot } from './verify-snapshot.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-snapshot-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const signer = newSigner();
const leaves = smallLeaves();
const archive = sealed(leaves, signer);
const sound = Buffer.from(archive.text);
const lines = archive.text.split('\n').slice(0, -1);
const textOf = (rows: readonly string[]): string => rows.map((row) => `${row}\n`).join('');

async function judge(content: string | Uint8Array, trusted: readonly Verifier[] = []): Promise<SnapshotVerdict> {
  const path = join(folder, 'snapshot.ndjson');
  await writeFile(path, content);
  return verifySnapshot(path, trusted);
}

/** The line of the first fault; 0 where there is none. */
async function faultLine(content: string | Uint8Array): Promise<number> {
  const verdict = await judge(content);
  return verdict.isSound ? 0 : (verdict.faults[0]?.line ?? -1);
}

const lineOf = (text: Buffer, at: number): number => text.subarray(0, at).toString('latin1').split('\n').length;

describe('a snapshot', () => {
  it('is sound as it was sealed, whatever its size and that of its blocks', async () => {
    for (const count of [1, 2, 7, 8, 9, 16, 17, leaves.length])
      for (const blockSize of [1, 4, 8, 512])
        expect(await judge(sealed(leaves.slice(0, count), signer, blockSize).text)).toMatchObject({ isSound: true });
    expect(await judge(sound, [signer])).toMatchObject({
      isSound: true,
      seal: { statement: { leaves: leaves.length } },
    });
  });

  it('with any one of its bytes changed is unsound at the line of the byte', async () => {
    const small = Buffer.from(sealed(leaves.slice(-11), signer, 4).text);
    for (let at = 0; at < small.length; at += 1) {
      const bytes = Buffer.from(small);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const found = await faultLine(bytes);
      if (found !== lineOf(small, at)) expect({ at, found }).toEqual({ at, found: lineOf(small, at) });
    }
  }, 120_000);

  it('with one byte changed to any other, a line break too, is unsound at its line', async () => {
    const change = fc.record({ at: fc.nat({ max: sound.length - 1 }), by: fc.integer({ min: 1, max: 255 }) });
    const toBreak = fc.nat({ max: sound.length - 1 }).map((at) => ({ at, by: (sound[at] ?? 0) ^ 0x0a }));
    await fc.assert(
      fc.asyncProperty(fc.oneof(change, toBreak), async ({ at, by }) => {
        fc.pre(by !== 0);
        const bytes = Buffer.from(sound);
        bytes[at] = (bytes[at] ?? 0) ^ by;
        expect(await faultLine(bytes)).toBe(lineOf(sound, at));
      }),
      { numRuns: 600 },
    );
  });

  it('names section and key of the line, and a list or the seal as what it is', async () => {
    const at = lines.findIndex((line) => line.includes('110106/input/a/2025/-'));
    const changed = [...lines];
    changed[at] = lines[at]?.replace('"41"', '"47"') ?? '';
    expect(await judge(textOf(changed))).toMatchObject({
      isSound: false,
      faults: [{ line: at + 1, section: 'subject', key: '110106/input/a/2025/-' }],
    });
    expect(await judge(textOf(lines.map((line) => line.replace(/^(\["blocks",\[")./, '$1x'))))).toMatchObject({
      faults: [{ line: lines.length - 1, section: 'blocks' }],
    });
    expect(await judge(textOf(lines.with(8, lines[8]?.replace(/0"/, '1"') ?? '')))).toMatchObject({
      faults: [{ line: 9, section: '#', key: '0' }],
    });
  });

  it('names every changed line, one by one', async () => {
    const changed = lines.map((line, at) => (at === 2 || at === 40 || at === 41 ? `${line} ` : line));
    const verdict = await judge(textOf(changed));
    expect(verdict.isSound ? [] : verdict.faults.map(({ line }) => line)).toEqual([3, 41, 42]);
  });

  it('with a line taken out, repeated or two exchanged is unsound there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: lines.length - 1 }), async (at) => {
        const without = await faultLine(textOf(lines.toSpliced(at, 1)));
        // What is missing at the end is missing where the file ends.
        expect(without === at + 1 || (at >= lines.length - 2 && without >= at)).toBe(true);
        const twice = await faultLine(textOf(lines.toSpliced(at, 0, lines[at] ?? '')));
        expect([at + 1, at + 2]).toContain(twice);
      }),
      { numRuns: 120 },
    );
    expect(await faultLine(textOf([...lines, lines.at(-1) ?? '']))).toBe(lines.length);
    const swapped = lines.with(4, lines[5] ?? '').with(5, lines[4] ?? '');
    expect(await faultLine(textOf(swapped))).toBe(5);
  });

  it('cut anywhere is unsound', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: sound.length - 1 }), async (length) => {
        expect(await faultLine(sound.subarray(0, length))).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
    for (const text of ['', '\n', '{}\n', 'hello', '\u0000'.repeat(3_000_000)])
      expect(await faultLine(text)).toBeGreaterThan(0);
  });

  it('with one digit of an input changed and all hashes made anew is unsound by its signature', async () => {
    const forged = leaves.map(
      (leaf): Leaf => (leaf.key.endsWith('110106/input/a/2025/-') ? { ...leaf, content: '9' } : leaf),
    );
    const other = sealed(forged, signer);
    const { statement } = other.seal;
    const text = other.text.replace(other.seal.signature, archive.seal.signature);
    expect(statement.root).not.toBe(archive.seal.statement.root);
    expect(await judge(text)).toMatchObject({
      isSound: false,
      faults: [{ section: 'seal', messageEn: 'the signature is not over this statement' }],
    });
  });

  it('signed by somebody else is sound in itself, and unsound to who knows the true key', async () => {
    const forger = newSigner();
    const forged = sealed(leaves, forger).text;
    expect(await judge(forged)).toMatchObject({ isSound: true });
    expect(await judge(forged, [signer])).toMatchObject({ isSound: false, faults: [{ section: 'seal' }] });
    expect(await judge(sound, [forger, signer])).toMatchObject({ isSound: true });
  });

  it('of ten thousand lines with a random byte changed is unsound at its line', async () => {
    const many = Array.from(
      { length: 10_000 },
      (_, at): Leaf => ({
        section: 'subject',
        key: `110106/input/m${String(at).padStart(6, '0')}/2025/-`,
        content: { value: String(at), memberUnit: 'hrss' },
      }),
    );
    const big = Buffer.from(sealed(many, signer, 512).text);
    expect(await faultLine(big)).toBe(0);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: big.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bytes = Buffer.from(big);
        bytes[at] = (bytes[at] ?? 0) ^ by;
        expect(await faultLine(bytes)).toBe(lineOf(big, at));
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

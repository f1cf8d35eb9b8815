import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proofText } from './proof.ts';
import { newSigner, sealed, smallLeaves } from './testing/small-archive.ts';
import { verifyProof } from './verify-proof.ts';

const signer = newSigner();
const leaves = smallLeaves();
const BLOCK = 8;
const archive = sealed(leaves, signer, BLOCK);
const roots = archive.blocks.map(({ root }) => root);

/** The proof of one leaf. */
function proofOf(index: number): string {
  const block = archive.blocks[Math.floor(index / BLOCK)];
  if (block === undefined) throw new RangeError('no such leaf');
  return proofText({ seal: archive.seal, roots, block, at: index % BLOCK });
}

function faultLine(file: Uint8Array): number {
  const verdict = verifyProof(file);
  return verdict.isSound ? 0 : verdict.fault.line;
}

const anyLeaf = fc.nat({ max: leaves.length - 1 });

describe('a proof', () => {
  it('shows of every leaf that it was sealed, and where', () => {
    for (const [index, leaf] of leaves.entries()) {
      const verdict = verifyProof(Buffer.from(proofOf(index)), [signer]);
      expect(verdict).toMatchObject({ isSound: true, index, leaf: { section: leaf.section, key: leaf.key } });
    }
  });

  it('of one leaf shows nothing of another', () => {
    fc.assert(
      fc.property(anyLeaf, anyLeaf, (a, b) => {
        fc.pre(a !== b);
        const [own, other] = [proofOf(a).split('\n'), proofOf(b).split('\n')];
        expect(faultLine(Buffer.from(own.with(1, other[1] ?? '').join('\n')))).toBe(2);
        const withIndex = own.with(1, other[1] ?? '').with(2, other[2] ?? '');
        expect(faultLine(Buffer.from(withIndex.join('\n')))).toBeGreaterThan(0);
      }),
    );
  });

  it('with any one of its bytes changed is unsound at the line of the byte', () => {
    const sound = Buffer.from(proofOf(leaves.length - 5));
    const lineOf = (at: number): number => sound.subarray(0, at).toString('latin1').split('\n').length;
    for (let at = 0; at < sound.length; at += 1) {
      for (const by of [1, 0x20, 0x80, (sound[at] ?? 0) ^ 0x0a]) {
        const bytes = Buffer.from(sound);
        bytes[at] = (sound[at] ?? 0) ^ by;
        if (by !== 0) expect([at, faultLine(bytes)]).toEqual([at, lineOf(at)]);
      }
    }
  }, 120_000);

  it('with a step left out, repeated or exchanged is unsound', () => {
    const lines = proofOf(20).split('\n');
    for (let at = 3; at < lines.length - 2; at += 1) {
      expect(faultLine(Buffer.from(lines.toSpliced(at, 1).join('\n')))).toBeGreaterThan(0);
      expect(faultLine(Buffer.from(lines.toSpliced(at, 0, lines[at] ?? '').join('\n')))).toBeGreaterThan(0);
    }
    expect(faultLine(Buffer.from(''))).toBe(1);
  });

  it('signed by somebody else is unsound to who knows the true key', () => {
    const forger = newSigner();
    const forged = sealed(leaves, forger, BLOCK);
    const [block] = forged.blocks;
    if (block === undefined) throw new RangeError('no block');
    const own = forged.blocks.map(({ root }) => root);
    const file = Buffer.from(proofText({ seal: forged.seal, roots: own, block, at: 3 }));
    expect(verifyProof(file)).toMatchObject({ isSound: true });
    expect(verifyProof(file, [signer])).toMatchObject({ isSound: false, fault: { section: 'seal' } });
  });
});

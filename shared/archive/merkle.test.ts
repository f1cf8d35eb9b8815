import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { climb, leafHash, pathOf, rootOf, sidesOf } from './merkle.ts';

const leavesOf = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)));

describe('the hash tree', () => {
  it('is that of RFC 6962: its test vectors', () => {
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const hashes = inputs.map((text) => leafHash(Buffer.from(text, 'hex')));
    const roots = [1, 2, 3, 4, 5, 6, 7, 8].map((count) => rootOf(hashes.slice(0, count)).toString('hex'));
    expect(rootOf([]).toString('hex')).toBe(createHash('sha256').update('').digest('hex'));
    expect(roots).toEqual([
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]);
  });

  it('leads from every leaf to its root, and on the sides that its place says', () => {
    for (let count = 1; count <= 70; count += 1) {
      const hashes = leavesOf(count);
      const root = rootOf(hashes);
      for (const [index, leaf] of hashes.entries()) {
        const path = pathOf(hashes, index);
        expect(path.map(({ side }) => side)).toEqual(sidesOf(index, count));
        expect(path.reduce((node, { side, sibling }) => climb(node, side, sibling), leaf)).toEqual(root);
      }
    }
  });

  it('has the roots of blocks among its nodes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.constantFrom(1, 2, 8, 64), (count, size) => {
        const hashes = leavesOf(count);
        const blocks = Array.from({ length: Math.ceil(count / size) }, (_, at) =>
          rootOf(hashes.slice(at * size, (at + 1) * size)),
        );
        expect(rootOf(blocks)).toEqual(rootOf(hashes));
      }),
    );
  });
});

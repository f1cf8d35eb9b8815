import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEd25519Signer } from '../primitives/signer.ts';
import { type Manifest, readManifest, writeManifest } from './manifest.ts';

function newSigner() {
  const { privateKey } = generateKeyPairSync('ed25519');
  return createEd25519Signer(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}
const signer = newSigner();

const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const name = fc.stringMatching(/^[a-z][a-z_]{0,8}$/);
const number = fc.nat();
const table: fc.Arbitrary<Manifest['databases'][number]['tables'][number]> = fc.record({
  schema: name,
  name,
  columns: fc.array(fc.record({ name, type: name }), { maxLength: 3 }),
  key: fc.array(name, { maxLength: 2 }),
  part: fc.option(fc.record({ of: name, bound: fc.string() })),
  rows: number,
  bytes: number,
  sha256: hash,
  file: fc.tuple(name, name).map(([folder, file]) => `${folder}/${file}.copy.gz`),
  fileBytes: number,
  fileSha256: hash,
});
const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
const manifests: fc.Arbitrary<Manifest> = fc.record({
  format: fc.constant('hub-backup-1' as const),
  product: fc.string(),
  takenAt: instant.map((at) => at.toISOString()),
  databases: fc.array(
    fc.record({
      name,
      snapshotAt: instant.map((at) => at.toISOString()),
      server: fc.string(),
      migrations: fc.array(fc.string(), { maxLength: 3 }),
      jobQueue: fc.option(fc.array(number, { maxLength: 3 })),
      tables: fc.array(table, { maxLength: 3 }),
      sequences: fc.array(fc.record({ schema: name, name, value: fc.nat().map(String), isCalled: fc.boolean() }), {
        maxLength: 2,
      }),
      leftOut: fc.array(fc.string(), { maxLength: 2 }),
      feed: fc.option(fc.record({ position: fc.nat().map(String), cells: number, stateHash: fc.option(hash) })),
      receiptHeads: fc.array(
        fc.record({ memberUnit: fc.string(), sequence: fc.nat().map(String), hash, signedBy: fc.string() }),
        { maxLength: 2 },
      ),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  installation: fc.constantFrom(null, { demo: 'on' as const, demoLoaded: 'on' as const }),
  signingKeys: fc.array(fc.record({ service: name, id: name, publicKey: fc.string() }), { maxLength: 2 }),
  keys: fc.option(fc.record({ file: fc.constant('keys.json'), fileBytes: number, fileSha256: hash })),
});

describe('a manifest', () => {
  it('reads as it was written, and as signed by whom', () => {
    fc.assert(
      fc.property(manifests, fc.boolean(), (manifest, isSigned) => {
        const read = readManifest(writeManifest(manifest, isSigned ? signer : null), isSigned ? [signer] : []);
        expect(read).toMatchObject({ manifest, signedBy: isSigned ? signer.keyId : null });
      }),
      { numRuns: 60 },
    );
  });

  it('with any sign of its file changed, cut off or added is not read', () => {
    const change = fc.tuple(fc.nat(), fc.constantFrom('a', '0', '"', ' ', '\n', '}'), fc.integer({ min: 0, max: 2 }));
    fc.assert(
      fc.property(manifests, change, (manifest, [place, sign, removed]) => {
        const text = writeManifest(manifest, signer);
        const at = place % text.length;
        const changed = text.slice(0, at) + sign + text.slice(at + removed);
        fc.pre(changed !== text);
        expect(readManifest(changed, [])).toHaveProperty('kind');
      }),
      { numRuns: 300 },
    );
  });

  it('with its public key written in another way, which means the same key, is not read', () => {
    const [manifest = fail()] = fc.sample(manifests, { numRuns: 1, seed: 1 });
    const text = writeManifest(manifest, signer);
    for (const [from, to] of [
      ['KEY-----\\n', 'KEY----- \\n'],
      ['-----END', ' -----END'],
    ] as const) {
      expect(text).toContain(from);
      expect(readManifest(text.replace(from, to), [])).toHaveProperty('kind');
    }
  });

  it('signed by somebody else, or by nobody, is not read by who knows the key', () => {
    fc.assert(
      fc.property(manifests, (manifest) => {
        expect(readManifest(writeManifest(manifest, newSigner()), [signer])).toMatchObject({ kind: 'signature' });
        expect(readManifest(writeManifest(manifest, null), [signer])).toEqual({ kind: 'signature', keyId: null });
      }),
      { numRuns: 20 },
    );
  });

  it('names no file outside of its folder', () => {
    const { databases, ...rest } = fc.sample(manifests, { numRuns: 1, seed: 1 })[0] ?? fail();
    for (const file of ['../x', '/etc/passwd', 'a/../b', 'a/b/c', '.hidden', 'a/.b'])
      expect(
        () => writeManifest({ ...rest, databases, keys: { file, fileBytes: 1, fileSha256: '0'.repeat(64) } }, null),
        file,
      ).toThrow();
  });
});

function fail(): never {
  throw new Error('no sample');
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEd25519Signer, readVerifier, type Signer, type Verifier } from '../primitives/signer.ts';
import { BackupRefused } from './backup-refused.ts';
import { keyErrors } from './backup-errors.ts';
import type { Manifest } from './manifest.ts';

/** The signers of an installation by service, from the private keys in its data folder. */
export function readSigners(dataFolder: string): Map<string, Signer> {
  const folder = join(dataFolder, 'keys');
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((name) => name.endsWith('.pem'));
  return new Map(
    files
      .sort()
      .map((name) => [name.slice(0, -'.pem'.length), createEd25519Signer(readFileSync(join(folder, name), 'utf8'))]),
  );
}

/** Their public halves, as a manifest has them. */
export function publicKeysOf(signers: ReadonlyMap<string, Signer>): Manifest['signingKeys'] {
  return [...signers].map(([service, { keyId, publicKey }]) => ({ service, id: keyId, publicKey }));
}

/** Public keys of a manifest, to verify by. */
export function verifiersOf({ signingKeys }: Manifest): Verifier[] {
  return signingKeys.map(({ publicKey }) => readVerifier(publicKey)).filter((key) => key !== null);
}

/** Public keys from files given by the operator. */
export function readTrusted(files: readonly string[]): Verifier[] {
  return files.map((file) => {
    const key = existsSync(file) ? readVerifier(readFileSync(file, 'utf8')) : null;
    if (key === null) throw new BackupRefused(keyErrors.keyUnreadable(file));
    return key;
  });
}

/** Services whose key in the data folder is not the one that was backed up, and those that have none. */
export function compareKeys(
  { signingKeys }: Manifest,
  present: ReadonlyMap<string, Signer>,
): { readonly foreign: readonly string[]; readonly missing: readonly string[] } {
  const servicesWhere = (is: (found: Signer | undefined, id: string) => boolean): string[] =>
    signingKeys.filter(({ service, id }) => is(present.get(service), id)).map(({ service }) => service);
  return {
    foreign: servicesWhere((found, id) => found !== undefined && found.keyId !== id),
    missing: servicesWhere((found) => found === undefined),
  };
}

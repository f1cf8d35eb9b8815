import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Verifier } from '../primitives/signer.ts';
import { BackupRefused } from './backup-refused.ts';
import { folderErrors } from './backup-errors.ts';
import { MANIFEST_FILE, type ManifestFault, readManifest, type ReadManifest } from './manifest.ts';
import { checkFile, checkRows } from './table-file.ts';

/** Reads the manifest of a backup; refuses what is none, of another form, changed, or not signed by a given key. */
export async function openBackup(folder: string, trusted: readonly Verifier[]): Promise<ReadManifest> {
  const text = await readFile(join(folder, MANIFEST_FILE), 'utf8').catch(() => null);
  if (text === null) throw new BackupRefused(folderErrors.notABackup(folder));
  const read = readManifest(text, trusted);
  if ('kind' in read) throw new BackupRefused(toFault(read, folder));
  return read;
}

/** Looks at every byte of a backup without any database. */
export async function verifyBackup(folder: string, trusted: readonly Verifier[]): Promise<ReadManifest> {
  const read = await openBackup(folder, trusted);
  const { databases, keys } = read.manifest;
  for (const table of databases.flatMap(({ tables }) => tables)) {
    const path = join(folder, table.file);
    await checkFile(path, table.file, table);
    await checkRows(path, table.file, table);
  }
  if (keys !== null) await checkFile(join(folder, keys.file), keys.file, keys);
  return read;
}

function toFault(fault: ManifestFault, folder: string) {
  switch (fault.kind) {
    case 'not-a-manifest':
      return folderErrors.notABackup(folder);
    case 'other-format':
      return folderErrors.otherFormat(fault.format);
    case 'changed':
      return folderErrors.manifestChanged();
    case 'signature':
      return folderErrors.signatureWrong(fault.keyId);
  }
}

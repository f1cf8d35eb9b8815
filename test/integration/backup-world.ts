import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackupRefused } from '../../shared/backup/backup-refused.ts';
import type { Manifest } from '../../shared/backup/manifest.ts';
import { type RestoreOrder, restoreBackup } from '../../shared/backup/restore-backup.ts';
import { type BackupOrder, type OwnedDatabase, writeBackup } from '../../shared/backup/write-backup.ts';
import { createEmptyDatabase, type TestDatabase } from '../testkit/postgres.ts';

/** Databases to be backed up and restored, and a folder for what comes of it. */
export class BackupWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'hub-backup-'));
  private readonly made: TestDatabase[] = [];

  path(name: string): string {
    return join(this.folder, name);
  }

  async back(name: string, databases: readonly OwnedDatabase[], more: Partial<BackupOrder> = {}): Promise<Manifest> {
    return writeBackup({
      databases,
      folder: this.path(name),
      product: 'test',
      installation: null,
      signingKeys: [],
      signer: null,
      writeKeys: null,
      signal: new AbortController().signal,
      say: () => undefined,
      ...more,
    });
  }

  /** Empty databases for a backup, without a table. */
  async targetsOf(manifest: Manifest): Promise<TestDatabase[]> {
    const targets = await Promise.all(manifest.databases.map(({ name }) => createEmptyDatabase(name)));
    this.made.push(...targets);
    return targets;
  }

  async restore(name: string, manifest: Manifest, more: Partial<RestoreOrder> = {}): Promise<TestDatabase[]> {
    const targets = await this.targetsOf(manifest);
    await restoreBackup({
      folder: this.path(name),
      manifest,
      databases: ownedBy(manifest, targets),
      keys: [],
      signal: new AbortController().signal,
      say: () => undefined,
      ...more,
    });
    return targets;
  }

  async close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    await Promise.all(this.made.map((database) => database.drop()));
  }
}

export function ownedBy(manifest: Manifest, targets: readonly TestDatabase[]): OwnedDatabase[] {
  return manifest.databases.map(({ name }, index) => ({ name, ownerUrl: targets[index]?.ownerUrl ?? '' }));
}

/** The code by which something was refused; null where it was not. */
export async function refusalOf(act: Promise<unknown>): Promise<string | null> {
  try {
    await act;
    return null;
  } catch (error) {
    if (error instanceof BackupRefused) return error.fault.code;
    throw error;
  }
}

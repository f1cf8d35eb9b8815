import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBackup } from '../../shared/backup/verify-backup.ts';
import { DistrictWorld } from './district-world.ts';
import { BackupWorld, ownerOf } from './backup-world.ts';

let world: BackupWorld;
let district: DistrictWorld;
beforeAll(async () => {
  world = new BackupWorld();
  district = await DistrictWorld.open();
});
afterAll(async () => {
  await district.close();
  await world.close();
});

describe('a backup', () => {
  it('of the evaluation goes into an empty database as it was', async () => {
    const manifest = await world.back('evaluation', [await ownerOf('evaluation', district.dataSource)]);
      manifest.databases[0]?.tables.length,
      manifest.databases[0]?.jobQueue,
      manifest.databases[0]?.sequences,
    );
    await verifyBackup(world.path('evaluation'), []);
    const [target] = await world.restore('evaluation', manifest);
    const again = await world.back('again', [{ name: 'evaluation', ownerUrl: target?.ownerUrl ?? '' }]);
    const hashes = ({ databases }: typeof manifest) =>
      databases.flatMap(({ tables }) => tables.map(({ schema, name, rows, sha256 }) => [schema, name, rows, sha256]));
    expect(hashes(again)).toEqual(hashes(manifest));
  });
});

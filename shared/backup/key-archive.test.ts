import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BackupRefused } from './backup-refused.ts';
import { readPassphrase, unpackKeyArchive, writeKeyArchive } from './key-archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function codeOf(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof BackupRefused ? error.fault.code : String(error);
  }
}

describe('keys in a backup', () => {
  const source = join(folder, 'source');
  const archive = join(folder, 'keys.json');
  mkdirSync(join(source, 'keys'), { recursive: true });
  writeFileSync(join(source, 'secrets.json'), '{"secret":"of the hub"}');
  writeFileSync(join(source, 'keys/hrss.pem'), 'a private key');
  writeFileSync(join(source, 'state.json'), 'no secret');
  writeKeyArchive(source, 'correct horse battery', archive);

  it('are not to be read without the passphrase', () => {
    const text = readFileSync(archive, 'utf8');
    for (const secret of ['of the hub', 'a private key', 'hrss', Buffer.from('a private key').toString('base64')])
      expect(text).not.toContain(secret);
    expect(codeOf(() => unpackKeyArchive(archive, 'another passphrase', join(folder, 'no')))).toBe('PASSPHRASE_WRONG');
  });

  it('come back as they were, for their owner only, and never over what is there', () => {
    const target = join(folder, 'target');
    mkdirSync(target);
    writeFileSync(join(target, 'secrets.json'), 'what is there');
    expect(unpackKeyArchive(archive, 'correct horse battery', target)).toBe(1);
    expect(readFileSync(join(target, 'secrets.json'), 'utf8')).toBe('what is there');
    expect(readFileSync(join(target, 'keys/hrss.pem'), 'utf8')).toBe('a private key');
    expect(statSync(join(target, 'keys/hrss.pem')).mode & 0o777).toBe(0o600);
  });

  it('are put into a data folder that the account of the database can pass', () => {
    const target = join(folder, 'made');
    unpackKeyArchive(archive, 'correct horse battery', target);
    expect(statSync(target).mode & 0o777).toBe(process.getuid?.() === 0 ? 0o711 : 0o700);
    expect(statSync(join(target, 'keys')).mode & 0o777).toBe(0o700);
  });

  it('want a passphrase of twelve characters from a file', () => {
    const file = join(folder, 'passphrase');
    writeFileSync(file, 'too short\n');
    expect(codeOf(() => readPassphrase(undefined))).toBe('PASSPHRASE_MISSING');
    expect(codeOf(() => readPassphrase(join(folder, 'nowhere')))).toBe('PASSPHRASE_MISSING');
    expect(codeOf(() => readPassphrase(file))).toBe('PASSPHRASE_TOO_SHORT');
    writeFileSync(file, 'correct horse battery\r\nand a second line');
    expect(readPassphrase(file)).toBe('correct horse battery');
    // Of the environment only where no file is named, not even one that is missing.
    expect(readPassphrase(undefined, 'of the environment\n')).toBe('of the environment');
    expect(readPassphrase(file, 'of the environment')).toBe('correct horse battery');
    expect(codeOf(() => readPassphrase(join(folder, 'nowhere'), 'of the environment'))).toBe('PASSPHRASE_MISSING');
  });
});

import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { makeDataFolder } from '../config/data-folder.ts';
import { writePrivateFile } from '../config/private-file.ts';
import { sha256Hex } from '../primitives/canonical-json.ts';
import { parseJson } from '../primitives/parse-json.ts';
import { BackupRefused } from './backup-refused.ts';
import { folderErrors, keyErrors } from './backup-errors.ts';
import type { FileDigest } from './table-file.ts';

/** What of a data folder is secret or cannot be made again: files, and folders with all that is in them. */
const KEPT = ['secrets.json', 'tokens.json', 'unit-tokens.json', 'keys', 'files', 'demo', 'identity-provider'];
const PASSPHRASE_LENGTH = 12;
/** Takes about 128 MB and half a second, which guessing pays for each try. */
const SCRYPT = { N: 131_072, r: 8, p: 1 } as const;
const MEMORY = 256 * 1024 * 1024;

const archiveSchema = z.strictObject({
  format: z.literal('hub-keys-1'),
  scrypt: z.strictObject({ N: z.literal(SCRYPT.N), r: z.literal(SCRYPT.r), p: z.literal(SCRYPT.p) }),
  salt: z.base64(),
  iv: z.base64(),
  tag: z.base64(),
  /** AES-256-GCM. */
  data: z.base64(),
});
const contentSchema = z.record(z.string().regex(/^(?!.*\.\.)[\w.-]+(?:\/[\w.-]+)*$/), z.base64());

/** The passphrase: the first line of the file where one is named, else the text that the environment has. */
export function readPassphrase(file: string | undefined, inherited?: string): string {
  const text = file === undefined ? inherited : existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (text === undefined) throw new BackupRefused(keyErrors.passphraseMissing());
  const passphrase = text.split(/\r?\n/, 1)[0] ?? '';
  if (passphrase.length < PASSPHRASE_LENGTH) throw new BackupRefused(keyErrors.passphraseShort());
  return passphrase;
}

/** Writes keys and secrets of a data folder encrypted to a file. */
export function writeKeyArchive(dataFolder: string, passphrase: string, path: string): FileDigest {
  const content = Object.fromEntries(
    KEPT.flatMap((name) => filesOf(dataFolder, name)).map((name) => [
      name,
      readFileSync(join(dataFolder, name)).toString('base64'),
    ]),
  );
  const text = seal(JSON.stringify(content), passphrase);
  writeFileSync(path, text, { mode: 0o600, flag: 'wx', flush: true });
  return { fileBytes: Buffer.byteLength(text), fileSha256: sha256Hex(text) };
}

/** Puts the files of an archive where there are none of their name; says how many. */
export function unpackKeyArchive(path: string, passphrase: string, dataFolder: string): number {
  const content = open(readFileSync(path, 'utf8'), passphrase, path);
  makeDataFolder(dataFolder);
  const missing = Object.entries(content).filter(([name]) => !existsSync(join(dataFolder, name)));
  for (const [name, bytes] of missing) {
    mkdirSync(dirname(join(dataFolder, name)), { recursive: true, mode: 0o700 });
    writePrivateFile(join(dataFolder, name), Buffer.from(bytes, 'base64').toString('utf8'));
  }
  return missing.length;
}

function seal(text: string, passphrase: string): string {
  const [salt, iv] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), iv);
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const written = { salt, iv, tag: cipher.getAuthTag(), data };
  const texts = Object.fromEntries(Object.entries(written).map(([name, bytes]) => [name, bytes.toString('base64')]));
  return `${JSON.stringify({ format: 'hub-keys-1', scrypt: SCRYPT, ...texts })}\n`;
}

function open(text: string, passphrase: string, path: string): Record<string, string> {
  const archive = archiveSchema.safeParse(parseJson(text));
  if (!archive.success) throw new BackupRefused(folderErrors.fileChanged(path));
  const { salt, iv, tag, data } = archive.data;
  const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, bytes(salt)), bytes(iv));
  decipher.setAuthTag(bytes(tag));
  let opened: string;
  try {
    opened = Buffer.concat([decipher.update(bytes(data)), decipher.final()]).toString('utf8');
  } catch {
    throw new BackupRefused(keyErrors.passphraseWrong());
  }
  return contentSchema.parse(parseJson(opened));
}

function keyOf(passphrase: string, salt: Buffer): Buffer {
  return scryptSync(passphrase.normalize('NFC'), salt, 32, { ...SCRYPT, maxmem: MEMORY });
}

/** The files of a name, a folder's with all below it; links are not followed. */
function filesOf(dataFolder: string, name: string): string[] {
  const stat = lstatSync(join(dataFolder, name), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [name];
  if (!stat.isDirectory()) return [];
  return readdirSync(join(dataFolder, name)).flatMap((entry) => filesOf(dataFolder, `${name}/${entry}`));
}

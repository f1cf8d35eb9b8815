import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { readVerifier, type Verifier } from '../../../shared/primitives/signer.ts';
import type { CliError } from '../cli-error.ts';
import { archiveErrors } from './archive-errors.ts';

/** The public keys in some files, those that are trusted. */
export function readTrustedKeys(paths: readonly string[]): Result<readonly Verifier[], CliError> {
  const keys: Verifier[] = [];
  for (const path of paths) {
    const key = readVerifier(readText(path));
    if (key === null) return err(archiveErrors.notAKey(path));
    keys.push(key);
  }
  return ok(keys);
}

/** What a good signature does not show while nobody has said which key is to be trusted. */
export function trustRemarks(keys: readonly Verifier[]): string[] {
  if (keys.length > 0) return [];
  return [
    '公钥取自文件本身，只能证明文件自封存后未被改动；要证明由协调小组办公室封存，请用 --key 写明从可信渠道得到的公钥文件',
  ];
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

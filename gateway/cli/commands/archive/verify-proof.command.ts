import { readFile } from 'node:fs/promises';
import { verifyProof } from '../../../../shared/archive/verify-proof.ts';
import { archiveErrors } from '../../archive/archive-errors.ts';
import { readTrustedKeys, trustRemarks } from '../../archive/trusted-keys.ts';
import { cliErrors } from '../../cli-error.ts';
import { formatInstant } from '../../format-instant.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import type { KeyOptions } from './verify-snapshot.command.ts';

/** Says whether a file proves that a value was sealed, or which line is not as it was issued. Asks nobody. */
export async function verifyProofCommand(file: string, { key = [] }: KeyOptions): Promise<CommandOutcome> {
  const keys = readTrustedKeys(key);
  if (!keys.ok) return failed(keys.error);
  const bytes = await readFile(file).catch((error: unknown) => String(error));
  if (typeof bytes === 'string') return failed(cliErrors.fileUnreadable(file, bytes));
  const verdict = verifyProof(bytes, keys.value);
  if (!verdict.isSound)
    return { data: { faults: [verdict.fault] }, plain: '', error: archiveErrors.proofNotSound(verdict.fault) };
  const { leaf, index, seal } = verdict;
  const { round, root, keyId, sealedAt } = seal.statement;
  return {
    data: {
      round,
      key: leaf.key,
      content: leaf.content,
      index,
      root,
      keyId,
      sealedAt,
      isKeyGiven: keys.value.length > 0,
    },
    plain: `存证有效  ${round}  ${leaf.key}\n${JSON.stringify(leaf.content)}\n根 ${root}  密钥 ${keyId}  封存于 ${formatInstant(sealedAt)}`,
    error: null,
    warnings: trustRemarks(keys.value),
  };
}

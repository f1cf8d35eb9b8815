import { verifySnapshot } from '../../../../shared/archive/verify-snapshot.ts';
import { archiveErrors } from '../../archive/archive-errors.ts';
import { readTrustedKeys, trustRemarks } from '../../archive/trusted-keys.ts';
import { cliErrors } from '../../cli-error.ts';
import { formatInstant } from '../../format-instant.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';

export interface KeyOptions {
  /** Files of the public keys that are trusted. */
  readonly key?: readonly string[] | undefined;
}

/** Says whether a file is what was sealed, or which lines are not. Asks nobody. */
export async function verifySnapshotCommand(file: string, { key = [] }: KeyOptions): Promise<CommandOutcome> {
  const keys = readTrustedKeys(key);
  if (!keys.ok) return failed(keys.error);
  try {
    const verdict = await verifySnapshot(file, keys.value);
    if (!verdict.isSound) {
      const { faults } = verdict;
      return { data: { faults }, plain: '', error: archiveErrors.snapshotNotSound(faults) };
    }
    const { statement } = verdict.seal;
    const { round, leaves, root, keyId, sealedAt } = statement;
    return {
      data: { round, leaves, root, keyId, sealedAt, isKeyGiven: keys.value.length > 0 },
      plain: `快照完整，与封存时逐字节一致  ${round}  ${leaves} 项  根 ${root}  密钥 ${keyId}  封存于 ${formatInstant(sealedAt)}`,
      error: null,
      warnings: trustRemarks(keys.value),
    };
  } catch (error) {
    return failed(cliErrors.fileUnreadable(file, error instanceof Error ? error.message : String(error)));
  }
}

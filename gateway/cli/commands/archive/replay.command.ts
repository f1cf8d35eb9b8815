import { replay } from '../../../../shared/archive/replay.ts';
import { verifySnapshot } from '../../../../shared/archive/verify-snapshot.ts';
import { archiveErrors } from '../../archive/archive-errors.ts';
import { readTrustedKeys, trustRemarks } from '../../archive/trusted-keys.ts';
import { cliErrors } from '../../cli-error.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import type { KeyOptions } from './verify-snapshot.command.ts';

/** Calculates a sealed round anew from the file alone, and looks whether the file is what was sealed. Asks nobody. */
export async function replayCommand(file: string, { key = [] }: KeyOptions): Promise<CommandOutcome> {
  const keys = readTrustedKeys(key);
  if (!keys.ok) return failed(keys.error);
  try {
    const replayed = await replay(file);
    if (!replayed.isSame) {
      if (replayed.difference === null) return failed(archiveErrors.notReplayable(replayed.line, replayed.reason));
      const { difference } = replayed;
      return { data: { difference }, plain: '', error: archiveErrors.replayDiffers(difference) };
    }
    const verdict = await verifySnapshot(file, keys.value);
    if (!verdict.isSound)
      return { data: { faults: verdict.faults }, plain: '', error: archiveErrors.snapshotNotSound(verdict.faults) };
    const { subjects, indicators } = replayed;
    const { round, root } = verdict.seal.statement;
    return {
      data: { round, subjects, indicators, root },
      plain: `重算结果与封存时逐字节一致  ${round}  评价对象 ${subjects} 个  三级指标 ${indicators} 项  根 ${root}`,
      error: null,
      warnings: trustRemarks(keys.value),
    };
  } catch (error) {
    return failed(cliErrors.fileUnreadable(file, error instanceof Error ? error.message : String(error)));
  }
}

import { readSeal } from '../../../shared/archive/seal.ts';
import type { Archive, ValueLock } from './archive.ts';
import { ArchiveState } from './archive-enums.ts';
import { Archive as ArchiveType, type ArchiveLock } from './archive.type.ts';

/** An archive as the graph shows it. */
export function toArchiveView(archive: Archive): ArchiveType {
  const seal = readSeal(archive.seal ?? '');
  const { round, reason, requestedAt, obstacle, sealedAt } = archive;
  return Object.assign(new ArchiveType(), {
    ...{ round, reason, requestedAt, obstacle, sealedAt },
    state: ArchiveState[archive.state],
    root: seal?.statement.root ?? null,
    signature: seal?.signature ?? null,
    keyId: seal?.statement.keyId ?? null,
    publicKey: seal?.publicKey ?? null,
    leafCount: seal?.statement.leaves ?? null,
  });
}

/** A lock as the graph shows it. */
export function toLockView({ subject, department, receipt, receivedAt }: ValueLock): ArchiveLock {
  const { hash, content, signature, signedBy } = receipt;
  return { subject, department, hash, content, signature, signedBy, receivedAt };
}

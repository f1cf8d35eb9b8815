import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { LOCK_VALUES, SEAL_ARCHIVE } from './lock-job.repository.ts';
import type { LockValuesService } from './lock-values.service.ts';
import type { SealArchiveService } from './seal-archive.service.ts';

const lockSchema = z.object({
  round: z.string(),
  participantKind: z.enum(['SUBJECT', 'MEMBER_UNIT']),
  participant: z.string(),
  subject: z.string(),
  year: z.number().int(),
  reason: z.string(),
  occasion: z.enum(['SELF_EVALUATION', 'ARCHIVE']).default('SELF_EVALUATION'),
  departments: z.array(z.string()).optional(),
  attempt: z.number().int().default(0),
});
const sealSchema = z.object({ round: z.string() });

/** The jobs of sealing. Without a key to sign with, values are locked and nothing is sealed. */
export function archiveTasks(locks: LockValuesService, sealing: SealArchiveService | null): TaskList {
  return {
    [LOCK_VALUES]: async (payload) => {
      const { departments, ...order } = lockSchema.parse(payload);
      await locks.lock({ ...order, ...(departments && { departments }) });
    },
    ...(sealing && {
      [SEAL_ARCHIVE]: async (payload: unknown) => void (await sealing.seal(sealSchema.parse(payload).round)),
    }),
  };
}

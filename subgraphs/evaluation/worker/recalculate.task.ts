import type { Task } from 'graphile-worker';
import { z } from 'zod';
import type { Logger } from '../../../shared/observability/logger.ts';
import type { RecalculationService } from '../result/recalculation/recalculation.service.ts';
import type { SubjectYear } from '../result/recalculation/recalculation-job.repository.ts';
import { batchesOf } from './recalculation-batches.ts';
import { measureRecalculations } from './worker-metrics.ts';

const pairSchema = z.object({ subject: z.string(), year: z.number().int() });
const payloadSchema = z.union([pairSchema.transform((pair) => [pair]), z.array(pairSchema)]);

/**
 * The job that brings evaluations up to date: of one subject and year, or of many in batches that share their plan and
 * their statements. Doing it twice changes nothing. Where a batch fails, each of it is tried alone, so that one that
 * cannot be calculated holds up no other; only those are tried again later.
 */
export function createRecalculateTask(
  recalculation: Pick<RecalculationService, 'recalculateAll'>,
  log: Logger,
  batchSize: number,
): Task {
  return async (payload) => {
    const pairs = payloadSchema.parse(payload);
    const failures = new Map<string, unknown>();
    for (const batch of batchesOf(pairs, batchSize)) {
      try {
        await calculate(batch.year, batch.subjects);
      } catch (error) {
        await calculateEach(batch.year, batch.subjects, { error, failures });
      }
    }
    // As many entries as the job has: the queue keeps those that failed.
    const outcomes = pairs.map(async (pair) => {
      if (failures.has(keyOf(pair))) throw failures.get(keyOf(pair));
    });
    if (Array.isArray(payload)) return outcomes;
    await Promise.all(outcomes);
    return undefined;
  };

  async function calculate(year: number, subjects: readonly string[]): Promise<void> {
    const started = Date.now();
    const changes = await measureRecalculations(subjects.length, () => recalculation.recalculateAll(year, subjects));
    const milliseconds = Date.now() - started;
    log.debug({ year, subjects: subjects.length, calculated: changes.size, milliseconds }, 'evaluations calculated');
  }

  async function calculateEach(
    year: number,
    subjects: readonly string[],
    { error, failures }: { error: unknown; failures: Map<string, unknown> },
  ): Promise<void> {
    const [only] = subjects;
    if (subjects.length === 1 && only !== undefined) {
      failures.set(keyOf({ subject: only, year }), error);
      return;
    }
    log.warn({ year, subjects: subjects.length, err: error }, 'a batch failed; each of it is calculated alone');
    for (const subject of subjects) {
      await calculate(year, [subject]).catch((fault: unknown) => failures.set(keyOf({ subject, year }), fault));
    }
  }
}

function keyOf({ subject, year }: SubjectYear): string {
  return `${subject}:${year}`;
}

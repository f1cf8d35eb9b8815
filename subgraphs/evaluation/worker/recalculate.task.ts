import type { Task } from 'graphile-worker';
import { z } from 'zod';
import type { Logger } from '../../../shared/observability/logger.ts';
import type { RecalculationService } from '../result/recalculation.service.ts';
import { measureRecalculation } from './worker-metrics.ts';

const payloadSchema = z.object({ subject: z.string(), year: z.number().int() });

/** The job that brings one subject's evaluation of one year up to date. */
export function createRecalculateTask(recalculation: RecalculationService, log: Logger): Task {
  return async (payload) => {
    const pair = payloadSchema.parse(payload);
    const started = Date.now();
    const change = await measureRecalculation(() => recalculation.recalculate(pair));
    log.debug({ ...pair, ...change, milliseconds: Date.now() - started }, 'evaluation calculated');
  };
}

import { z } from 'zod';
import { dataStatus, day, provenance, slug, text } from './text.schema.ts';

const stage = z.enum(['preliminary', 'final']);
const reasoned = { status: dataStatus, reason: text };

/** When figures are released, by source and stage, with single days (data/release-calendar.json). */
export const releaseCalendarSchema = z.strictObject({
  ...provenance,
  sources: z.array(
    z.strictObject({
      source: text,
      stages: z.array(
        z.strictObject({
          stage,
          // Lists of what is held back look no further than three years.
          monthsAfterEnd: z.int().min(0).max(24),
          day: z.int().min(1).max(28).optional(),
          ...reasoned,
        }),
      ),
    }),
  ),
  dates: z.array(z.strictObject({ measure: slug, period: text, stage, day, ...reasoned })),
});

export type ReleaseCalendarFile = z.infer<typeof releaseCalendarSchema>;

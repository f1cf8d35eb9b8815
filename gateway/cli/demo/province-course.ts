import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../../shared/config/project-root.ts';

const achievementSchema = z.record(z.string().regex(/^\d{4}$/), z.number().positive());

const fileSchema = z.object({
  status: z.literal('derived'),
  source: z.string(),
  usual: achievementSchema,
  courses: z.array(
    z.object({ id: z.string(), zh: z.string(), provinces: z.array(z.number().int()), achievement: achievementSchema }),
  ),
});

/** How well a made-up province does in a year, against the usual as 1. */
export type AchievementOf = (year: number) => number;

/** The made-up courses of the fictitious provinces over the years, by their number from 1. */
export function readProvinceCourses(): (province: number) => AchievementOf {
  const { usual, courses } = fileSchema.parse(
    JSON.parse(readFileSync(join(projectRoot, 'gateway/cli/demo/data/provinces.json'), 'utf8')),
  );
  return (province) => {
    const achievement = courses.find(({ provinces }) => provinces.includes(province))?.achievement ?? usual;
    return (year) => {
      const given = achievement[String(year)];
      if (given === undefined) throw new Error(`no achievement of province ${province} in ${year}`);
      return given;
    };
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import type { Measure } from '../../../shared/catalogue/framework/measure.ts';
import { projectRoot } from '../../../shared/config/project-root.ts';

const weightsSchema = z.record(z.string(), z.number().min(0)).optional();

const levelSchema = z.object({
  /** Size in 2022 of the whole subject, over all cells of a partition. */
  level: z.number(),
  /** Change from year to year, as a fraction. */
  growth: z.number(),
  /** Hardly wavers and does not grow with the size of the subject. */
  steady: z.boolean().optional(),
  weights: weightsSchema,
});

const shareSchema = z.object({
  /** Measure of which it is a part, and therefore never more. */
  of: z.string(),
  share: z.number(),
  /** Change of the share from year to year. */
  rise: z.number(),
  weights: weightsSchema,
});

const fileSchema = z.object({
  defaults: z.object({ count: levelSchema, amount: levelSchema, score: levelSchema, ratio: levelSchema }),
  profiles: z.record(z.string(), z.union([levelSchema, shareSchema])),
});

export type LevelProfile = z.infer<typeof levelSchema>;
export type ShareProfile = z.infer<typeof shareSchema>;
export type Profile = LevelProfile | ShareProfile;
export type Profiles = z.infer<typeof fileSchema>;

/** The assumed sizes of the demo, made up and marked so in the file. */
export function readProfiles(): Profiles {
  return fileSchema.parse(JSON.parse(readFileSync(join(projectRoot, 'gateway/cli/demo/data/profiles.json'), 'utf8')));
}

/** How a number of the demo is made: as the file says, else as a part of its denominator, else by its type. */
export function profileOf(profiles: Profiles, framework: Framework, measure: Measure): Profile {
  const given = profiles.profiles[measure.code];
  if (given && (!('of' in given) || framework.measures.has(given.of))) return given;
  const whole = denominatorOf(framework, measure.code);
  if (whole !== null) return { of: whole, share: 0.7, rise: 0.02 };
  const type = measure.type === 'boolean' || measure.type === 'text' ? 'count' : measure.type;
  return profiles.defaults[type];
}

/** The measure over which a measure is divided somewhere in the framework; null when nowhere. */
export function denominatorOf(framework: Framework, code: string): string | null {
  for (const { derivation } of framework.measures.values()) {
    if (derivation && 'numerator' in derivation && derivation.numerator === code) return derivation.denominator;
  }
  return null;
}

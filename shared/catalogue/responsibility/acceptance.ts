import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../config/project-root.ts';

const fileSchema = z.strictObject({
  status: z.enum(['official', 'derived']),
  source: z.string(),
  replaceBy: z.string(),
  reason: z.string(),
  office: z.string(),
  namedBodies: z.array(z.strictObject({ unit: z.string(), acceptedBy: z.string() })),
});

/** Who accepts (核收) whose values. */
export interface Acceptance {
  /** The unit that runs the coordination group's office; it accepts what is not listed. */
  readonly office: string;
  /** The named body that accepts a unit's values instead of the office; null where the office does. */
  readonly namedBodyFor: (unit: string) => string | null;
  /** The units whose values a body is named to accept. */
  readonly acceptedBy: (body: string) => readonly string[];
}

let loaded: Acceptance | null = null;

/** The rules of acceptance, read once per process from `data/acceptance.json`. No unit ever accepts its own values. */
export function loadAcceptance(): Acceptance {
  if (loaded) return loaded;
  const path = join(projectRoot, 'shared/catalogue/data/acceptance.json');
  const { office, namedBodies } = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const bodies = new Map(namedBodies.map(({ unit, acceptedBy }) => [unit, acceptedBy]));
  if (!bodies.has(office)) throw new Error('acceptance.json names nobody to accept the values of the office itself');
  for (const [unit, body] of bodies) if (unit === body) throw new Error(`${unit} would accept its own values`);
  loaded = {
    office,
    namedBodyFor: (unit) => bodies.get(unit) ?? null,
    acceptedBy: (body) => namedBodies.filter(({ acceptedBy }) => acceptedBy === body).map(({ unit }) => unit),
  };
  return loaded;
}

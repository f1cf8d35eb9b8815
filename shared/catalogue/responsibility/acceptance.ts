import { z } from 'zod';
import { readOnce } from '../reading/shipped-data.ts';

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

/** The rules of acceptance. No unit ever accepts its own values. */
export const loadAcceptance = readOnce('acceptance.json', fileSchema, toAcceptance);

function toAcceptance({ office, namedBodies }: z.infer<typeof fileSchema>): Acceptance {
  const bodies = new Map(namedBodies.map(({ unit, acceptedBy }) => [unit, acceptedBy]));
  if (!bodies.has(office)) throw new Error('acceptance.json names nobody to accept the values of the office itself');
  for (const [unit, body] of bodies) if (unit === body) throw new Error(`${unit} would accept its own values`);
  return {
    office,
    namedBodyFor: (unit) => bodies.get(unit) ?? null,
    acceptedBy: (body) => namedBodies.filter(({ acceptedBy }) => acceptedBy === body).map(({ unit }) => unit),
  };
}

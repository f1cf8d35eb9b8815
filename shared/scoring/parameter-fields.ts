import { z } from 'zod';
import { decimal, isDecimalString } from '../primitives/decimal.ts';

/** A figure of the model, read once. */
export const figure = z
  .string()
  .refine(isDecimalString, { error: 'not a plain decimal' })
  .transform((text) => decimal(text));

/** Parameters that describe and do not compute; every method accepts them and none reads them. */
export const documentation = {
  note: z.string().optional(),
  alsoShown: z.array(z.string()).optional(),
  alsoShownValues: z.array(z.string()).optional(),
  excluded: z.array(z.string()).optional(),
  scope: z.string().optional(),
  source: z.string().optional(),
  equivalent: z.string().optional(),
  conductedBy: z.string().optional(),
  smallCells: z.string().optional(),
};

/** How values of overlapping dimensions come together; the words of the models, read as rules (derived). */
export type Aggregate = 'MEAN_PER_VALUE' | 'MEAN_OVER_SEATS' | 'ANY_VALUE' | 'MEAN_OF_ANSWERS';

const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  'per dimension value, mean; never summed': 'MEAN_PER_VALUE',
  'per dimension value, mean; never summed (the three kinds overlap)': 'MEAN_PER_VALUE',
  'per organ, mean over the organs with seats; never summed': 'MEAN_OVER_SEATS',
  'any value': 'ANY_VALUE',
  // A report counted under two subjects cannot be told from two reports: the larger count is certain, the sum is not.
  'each report once, whatever its subjects': 'ANY_VALUE',
  'mean of all answers, each person once': 'MEAN_OF_ANSWERS',
};

export const aggregate = oneOf(AGGREGATES).optional();

const PERIODICITIES: Readonly<Record<string, 'TERM_OF_OFFICE' | 'BY_CALENDAR'>> = {
  'term of office: the value of the last election holds until the next; effort is counted in election years only':
    'TERM_OF_OFFICE',
  'years without a selection: not applicable by calendar, not by application': 'BY_CALENDAR',
};

export const periodicity = oneOf(PERIODICITIES).optional();

const SAME_SUBJECT = 'same subject, year before';
const LAST_ACCEPTED =
  'last accepted value of the year before; first year: base value (基础数值), else attainment alone';

export const growthBase = z.literal(SAME_SUBJECT).optional();
export const effortBase = z.literal(LAST_ACCEPTED).optional();

/** A text of the model that stands for a rule; an unknown one is a fault, never ignored. */
export function oneOf<Rule>(rules: Readonly<Record<string, Rule>>) {
  return z.string().transform((text, context): Rule => {
    const rule = rules[text];
    if (rule !== undefined) return rule;
    context.addIssue({ code: 'custom', message: `no rule is known for “${text}”` });
    return z.NEVER;
  });
}

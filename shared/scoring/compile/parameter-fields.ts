import { z } from 'zod';
import { decimal, isDecimalString } from '../../primitives/decimal.ts';

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
  '按分组的每个取值计分再平均，从不相加': 'MEAN_PER_VALUE',
  '按分组的每个取值计分再平均，从不相加（三类互有重叠）': 'MEAN_PER_VALUE',
  '按机构逐个计分，对有席位的机构取平均，从不相加': 'MEAN_OVER_SEATS',
  任一取值: 'ANY_VALUE',
  // A report counted under two subjects cannot be told from two reports: the larger count is certain, the sum is not.
  同一篇信息不论涉及几个主题只计一次: 'ANY_VALUE',
  '对全部答卷取平均，每人一份': 'MEAN_OF_ANSWERS',
};

export const aggregate = oneOf(AGGREGATES).optional();

const PERIODICITIES: Readonly<Record<string, 'TERM_OF_OFFICE' | 'BY_CALENDAR'>> = {
  '按任期：最近一次换届的值一直有效到下次换届；进步只在换届年计算': 'TERM_OF_OFFICE',
  '当年不评选的按日历不适用，无需申请': 'BY_CALENDAR',
};

export const periodicity = oneOf(PERIODICITIES).optional();

const SAME_SUBJECT = '取同一评价对象上年的值';
const LAST_ACCEPTED = '取上年最后核收的值；首年取基础数值，没有的只按达到的水平计分';

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

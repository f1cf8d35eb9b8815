import { z } from 'zod';
import type { Measure } from '../../catalogue/framework/measure.ts';
import { type Decimal, decimal } from '../../primitives/decimal.ts';
import { clamp, combineOutcomes, fractionOf, meanNode } from '../outcome/combine-outcomes.ts';
import { type CompileContext, labelOf, nodeOfMeasure, valueNodes } from '../compile/compile-context.ts';
import { monotoneCurve, scoreReading } from '../outcome/curve.ts';
import { completeOutcome, HUNDRED, make, ONE, type Outcome, type ScoreNode, ZERO } from '../outcome/outcome.ts';
import { documentation, figure, oneOf } from '../compile/parameter-fields.ts';
import type { MeasureReader } from '../reading/reading.ts';
import { formatNumber } from '../outcome/wording.ts';

/**
 * Dimensions of which every value has to show the thing done. Derived rule: the share of the item is divided
 * evenly over the values; a residual class (`other`) is no organisation of its own and is not asked for.
 */
const PER_DIMENSION: Readonly<Record<string, { readonly dimension: string; readonly except: readonly string[] }>> = {
  四类场所每类至少一次: { dimension: 'visit-venue', except: [] },
  每个群团组织至少一名: { dimension: 'mass-organisation', except: ['other'] },
};

/** Score that one item met is worth, whatever its share. */
const ANY_OF: Readonly<Record<string, Decimal>> = {
  '有专门平台或有专栏，其一即得80分': decimal(80),
};

const item = z.strictObject({ measure: z.string(), atLeast: z.union([z.literal('true'), figure]), share: figure });

/** Sum of the shares of the items met. */
export const checklistParameters = z.strictObject({
  items: z
    .array(item)
    .min(1)
    .refine((items) => items.reduce((sum, { share }) => sum.plus(share), ZERO).eq(HUNDRED), {
      error: 'shares of the items sum to 100',
    }),
  anyOf: oneOf(ANY_OF).optional(),
  perDimension: oneOf(PER_DIMENSION).optional(),
  ...documentation,
});

export type ChecklistParameters = z.output<typeof checklistParameters>;
type Item = z.output<typeof item>;

export function compileChecklist(parameters: ChecklistParameters, context: CompileContext): ScoreNode {
  const children = parameters.items.map((each) => ({
    weight: fractionOf(each.share),
    node: compileItem(each, parameters.perDimension, context),
  }));
  const sum = meanNode('checklist', children.map(({ node }) => node.label).join('、'), children);
  const { anyOf } = parameters;
  const [only] = children;
  if (anyOf === undefined && children.length === 1 && only !== undefined) return only.node;
  if (anyOf === undefined) return sum;
  const node: ScoreNode = {
    ...sum,
    formula: `${sum.formula}；任一项达到即不低于${formatNumber(anyOf)}分`,
    score(reader: MeasureReader) {
      const outcomes = children.map((child) => child.node.score(reader));
      return atLeastForAny(combineOutcomes(node, outcomes), anyOf);
    },
  };
  return node;
}

function compileItem(
  each: Item,
  perDimension: ChecklistParameters['perDimension'],
  context: CompileContext,
): ScoreNode {
  const measure = context.planner.measure(each.measure);
  if ((each.atLeast === 'true') !== (measure.type === 'boolean')) {
    throw new RangeError(`${measure.code}: “true” is asked of a yes/no measure and of no other`);
  }
  const threshold = each.atLeast === 'true' ? ONE : each.atLeast;
  if (perDimension === undefined || !measure.dimensions.includes(perDimension.dimension)) {
    return nodeOfMeasure(context, { measure: each.measure }, itemAt(threshold, context));
  }
  const nodes = valueNodes(context, measure, [perDimension.dimension], (part, coordinates) =>
    coordinates.some(({ code }) => perDimension.except.includes(code))
      ? NOT_ASKED
      : itemAt(threshold, context)(part, coordinates),
  ).filter((node) => node !== NOT_ASKED);
  return meanNode(
    'each-value',
    measure.nameZh,
    nodes.map((node) => ({ weight: ONE, node })),
  );
}

/** Stands for a value that is not asked for and is taken out again. */
const NOT_ASKED: ScoreNode = meanNode('item', '', []);

function itemAt(threshold: Decimal, context: CompileContext) {
  const curve = monotoneCurve((value) => (value.gte(threshold) ? HUNDRED : ZERO));
  return (measure: Measure, coordinates: Parameters<typeof labelOf>[2]): ScoreNode | null => {
    const cell = context.planner.total(measure.code, coordinates);
    if (cell === null) return null;
    const node: ScoreNode = {
      rule: 'item',
      label: labelOf(context.framework, measure, coordinates),
      formula: measure.type === 'boolean' ? '做到即得满分' : `不少于${formatNumber(threshold)}即得满分，不比多少`,
      children: [],
      totalWeight: ZERO,
      score: (reader) => scoreReading(node, reader.read(cell), curve),
      describe: ({ value }) => (value?.isZero() === true ? unmet(node.label, measure, threshold) : null),
    };
    return node;
  };
}

function unmet(label: string, measure: Measure, threshold: Decimal): string {
  return measure.type === 'boolean' ? `未达到：${label}` : `未达到：${label}（至少${formatNumber(threshold)}）`;
}

/** One item met is worth `floor`; one still possible may be. */
function atLeastForAny(outcome: Outcome, floor: Decimal): Outcome {
  if (outcome.status === 'NOT_APPLICABLE' || outcome.status === 'INFORMATIONAL') return outcome;
  const low = raised(outcome.low, floor);
  const high = raised(outcome.high, floor);
  const { children, node } = outcome;
  if (outcome.status === 'COMPLETE') return completeOutcome(node, low, { children });
  const value = outcome.value === null ? null : clamp(raised(outcome.value, floor), low, high);
  if (value !== null && low.eq(high)) return completeOutcome(node, low, { children });
  return make(node, outcome.status, { value, low, high, receivedShare: outcome.receivedShare }, { children });
}

function raised(score: Decimal, floor: Decimal): Decimal {
  return score.gt(ZERO) && score.lt(floor) ? floor : score;
}

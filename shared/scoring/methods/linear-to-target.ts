import { z } from 'zod';
import type { Measure } from '../../catalogue/framework/measure.ts';
import type { Decimal } from '../../primitives/decimal.ts';
import { type CompileContext, labelOf, nodeOfMeasure } from '../compile/compile-context.ts';
import { type Curve, linearCurve, scoreReading } from '../outcome/curve.ts';
import { completeOutcome, HUNDRED, type ScoreNode, ZERO } from '../outcome/outcome.ts';
import { aggregate, documentation, figure, periodicity } from '../compile/parameter-fields.ts';
import { belowFullMarks, formatFigure } from '../outcome/wording.ts';

const NO_CASE = '当年没有受理案件的得满分';

/** 0 at floor, 100 at target, clamped; `lower` where less is better, with the floor above the target. */
export const linearParameters = z
  .strictObject({
    measure: z.string(),
    floor: figure,
    target: figure,
    direction: z.enum(['higher', 'lower']).default('higher'),
    dimensionValue: z.string().optional(),
    aggregate,
    periodicity,
    zeroCases: z.literal(NO_CASE).optional(),
    ...documentation,
  })
  .refine(isOrdered, { error: 'floor and target do not lie in the direction named' });

export type LinearParameters = z.output<typeof linearParameters>;

export function isOrdered(limits: { floor: Decimal; target: Decimal; direction: 'higher' | 'lower' }): boolean {
  return limits.direction === 'higher' ? limits.target.gt(limits.floor) : limits.target.lt(limits.floor);
}

export function compileLinear(parameters: LinearParameters, context: CompileContext): ScoreNode {
  const line = linearCurve(parameters.floor, parameters.target);
  const curve = parameters.zeroCases === undefined ? line : orFullMarks(line);
  return nodeOfMeasure(context, parameters, (measure, coordinates) => {
    const cell = context.planner.total(measure.code, coordinates);
    if (cell === null) return null;
    const node: ScoreNode = {
      rule: 'linear-to-target',
      label: labelOf(context.framework, measure, coordinates),
      formula: formulaOf(parameters, measure),
      children: [],
      totalWeight: ZERO,
      score(reader) {
        const reading = reader.read(cell);
        if (reading.isNotComputable && parameters.zeroCases !== undefined) {
          return completeOutcome(node, HUNDRED, { readings: [reading] });
        }
        return scoreReading(node, reading, curve);
      },
      describe: belowFullMarks(
        (value) =>
          `${node.label}${formatFigure(measure, value)}，${shortfall(parameters.direction)}${formatFigure(measure, parameters.target)}`,
      ),
    };
    return node;
  });
}

/** Where no case earns full marks, a value still missing may turn out to be such a year. */
function orFullMarks(curve: Curve): Curve {
  return { at: curve.at, range: (low, high) => ({ low: curve.range(low, high).low, high: HUNDRED }) };
}

function formulaOf({ floor, target, zeroCases }: LinearParameters, measure: Measure): string {
  const line = lineWords(formatFigure(measure, floor), formatFigure(measure, target));
  return zeroCases === undefined ? line : `${line}；${zeroCases}`;
}

/** Chinese: a straight line between two values. */
export function lineWords(zero: string, full: string, top = '100'): string {
  return `${zero}得0分，${full}得${top}分，其间按直线计算`;
}

export function shortfall(direction: 'higher' | 'lower'): string {
  return direction === 'higher' ? '未达目标' : '高于目标';
}

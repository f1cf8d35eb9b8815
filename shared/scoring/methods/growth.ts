import { z } from 'zod';
import { type CompileContext, labelOf, nodeOfMeasure } from '../compile/compile-context.ts';
import { linearCurve, scoreReading } from '../outcome/curve.ts';
import { type ScoreNode, ZERO } from '../outcome/outcome.ts';
import { aggregate, documentation, figure, growthBase, periodicity } from '../compile/parameter-fields.ts';
import { lineWords } from './linear-to-target.ts';
import { belowFullMarks, formatPercent } from '../outcome/wording.ts';

/** Growth of a value against the year before: 0 at `zeroAt`, 100 at `fullAt`, linear, clamped. */
export const growthParameters = z
  .strictObject({
    measure: z.string(),
    zeroAt: figure,
    fullAt: figure,
    base: growthBase,
    baseZeroOrMissing: z.literal('基数为零或缺少时无法计算，以区间表示').optional(),
    dimensionValue: z.string().optional(),
    aggregate,
    periodicity,
    ...documentation,
  })
  .refine(({ zeroAt, fullAt }) => fullAt.gt(zeroAt), { error: 'fullAt must lie above zeroAt' });

export type GrowthParameters = z.output<typeof growthParameters>;

export function compileGrowth(parameters: GrowthParameters, context: CompileContext): ScoreNode {
  const curve = linearCurve(parameters.zeroAt, parameters.fullAt);
  return nodeOfMeasure(context, parameters, (measure, coordinates) => {
    const now = context.planner.total(measure.code, coordinates);
    const before = context.planner.total(measure.code, coordinates, 1);
    if (now === null || before === null) return null;
    const cell = context.planner.computed('growth', measure.code, [now, before]);
    const node: ScoreNode = {
      rule: 'growth',
      label: `${labelOf(context.framework, measure, coordinates)}增长率`,
      formula: `比上年增长${lineWords(formatPercent(parameters.zeroAt), formatPercent(parameters.fullAt))}`,
      children: [],
      totalWeight: ZERO,
      score(reader) {
        // Without the value of the year itself the year is what counts: no selection, no growth to speak of.
        const current = reader.read(now);
        if (current.status === 'NOT_APPLICABLE') return scoreReading(node, current, curve);
        return scoreReading(node, reader.read(cell), curve);
      },
      describe: belowFullMarks(
        (value) => `${node.label}${formatPercent(value)}，满分线${formatPercent(parameters.fullAt)}`,
      ),
    };
    return node;
  });
}

import { z } from 'zod';
import type { DimensionValue } from '../../primitives/dimensions.ts';
import type { CellNode } from '../compile/cell-node.ts';
import { type CompileContext, labelOf, nodeOfMeasure } from '../compile/compile-context.ts';
import { linearCurve, scoreReading } from '../outcome/curve.ts';
import { HUNDRED, type ScoreNode, ZERO } from '../outcome/outcome.ts';
import { aggregate, documentation, figure, periodicity } from '../compile/parameter-fields.ts';
import { lineWords } from './linear-to-target.ts';
import { formatNumber, formatPercent } from '../outcome/wording.ts';

/** 0 at `floor`, 100 at `full`, never above `cap`; over-fulfilment earns nothing. */
export const planParameters = z
  .strictObject({
    measure: z.string(),
    floor: figure,
    full: figure,
    cap: figure.refine((cap) => cap.gt(ZERO) && cap.lte(HUNDRED), { error: 'lies in 0–100' }).optional(),
    /** Where both are given the completion is their ratio. */
    numerator: z.string().optional(),
    denominator: z.string().optional(),
    dimensionValue: z.string().optional(),
    aggregate,
    periodicity,
    ...documentation,
  })
  .refine(({ floor, full }) => full.gt(floor), { error: 'full must lie above floor' })
  .refine(({ numerator, denominator }) => (numerator === undefined) === (denominator === undefined), {
    error: 'numerator and denominator come together',
  });

export type PlanParameters = z.output<typeof planParameters>;

export function compilePlan(parameters: PlanParameters, context: CompileContext): ScoreNode {
  const top = parameters.cap ?? HUNDRED;
  const curve = linearCurve(parameters.floor, parameters.full, top);
  return nodeOfMeasure(context, parameters, (measure, coordinates) => {
    const cell = completionCell(parameters, context, coordinates);
    if (cell === null) return null;
    const node: ScoreNode = {
      rule: 'plan-completion',
      label: labelOf(context.framework, measure, coordinates),
      formula: `完成率${lineWords(formatPercent(parameters.floor), formatPercent(parameters.full), formatNumber(top))}，超额完成不多得分`,
      children: [],
      totalWeight: ZERO,
      score: (reader) => scoreReading(node, reader.read(cell), curve),
      describe: ({ readings: [reading], value }) =>
        reading?.value == null || value === null || value.gte(top)
          ? null
          : `${node.label}完成${formatPercent(reading.value)}，满分线${formatPercent(parameters.full)}`,
    };
    return node;
  });
}

function completionCell(
  { measure, numerator, denominator }: PlanParameters,
  { planner }: CompileContext,
  coordinates: readonly DimensionValue[],
): CellNode | null {
  if (numerator === undefined || denominator === undefined) return planner.total(measure, coordinates);
  const done = planner.total(numerator, coordinates);
  const planned = planner.total(denominator, coordinates);
  return done === null || planned === null ? null : planner.computed('completion', measure, [done, planned]);
}

import { z } from 'zod';
import type { Decimal } from '../../primitives/decimal.ts';
import { type CompileContext, labelOf, nodeOfMeasure } from '../compile/compile-context.ts';
import { type Curve, scoreReading } from '../outcome/curve.ts';
import { HUNDRED, type ScoreNode, ZERO } from '../outcome/outcome.ts';
import { aggregate, documentation, figure, periodicity } from '../compile/parameter-fields.ts';
import { formatFigure, formatNumber } from '../outcome/wording.ts';

const band = z.strictObject({ atLeast: figure, score: figure });

/** Score of the first band whose `atLeast` is reached, from the top; below the last band nothing. */
export const bandsParameters = z.strictObject({
  measure: z.string(),
  bands: z
    .array(band)
    .min(1)
    .refine(isDescending, { error: 'bands go from the highest threshold down' })
    .refine((bands) => bands.every(({ score }) => score.gte(ZERO) && score.lte(HUNDRED)), {
      error: 'scores lie in 0–100',
    }),
  orMeasure: z.string().optional(),
  orMeasures: z.array(z.string()).optional(),
  dimensionValue: z.string().optional(),
  aggregate,
  periodicity,
  ...documentation,
});

export type BandsParameters = z.output<typeof bandsParameters>;
type Band = z.output<typeof band>;

export function compileBands(parameters: BandsParameters, context: CompileContext): ScoreNode {
  const curve = bandsCurve(parameters.bands);
  const others = [
    ...(parameters.orMeasure === undefined ? [] : [parameters.orMeasure]),
    ...(parameters.orMeasures ?? []),
  ];
  const best = parameters.bands.reduce((a, b) => (b.score.gt(a) ? b.score : a), ZERO);
  const full = parameters.bands.find(({ score }) => score.eq(best));
  return nodeOfMeasure(context, { ...parameters, others }, (measure, coordinates) => {
    const cell = context.planner.total(measure.code, coordinates);
    if (cell === null) return null;
    const node: ScoreNode = {
      rule: 'bands',
      label: labelOf(context.framework, measure, coordinates),
      formula: parameters.bands
        .map(({ atLeast, score }) => `不低于${formatFigure(measure, atLeast)}得${formatNumber(score)}分`)
        .join('，'),
      children: [],
      totalWeight: ZERO,
      score: (reader) => scoreReading(node, reader.read(cell), curve),
      describe: ({ readings: [reading], value }) =>
        reading?.value == null || value === null || full === undefined || value.gte(best)
          ? null
          : `${node.label}为${formatFigure(measure, reading.value)}，满分线${formatFigure(measure, full.atLeast)}`,
    };
    return node;
  });
}

/** Bands need not rise with the value, so the bounds over a range are taken over every band it touches. */
export function bandsCurve(bands: readonly Band[]): Curve {
  const at = (value: Decimal): Decimal => bands.find(({ atLeast }) => value.gte(atLeast))?.score ?? ZERO;
  return {
    at,
    range(low, high) {
      let least = at(low);
      let most = least;
      for (const { atLeast, score } of bands) {
        if (atLeast.lte(low) || atLeast.gt(high)) continue;
        if (score.lt(least)) least = score;
        if (score.gt(most)) most = score;
      }
      return { low: least, high: most };
    },
  };
}

function isDescending(bands: readonly Band[]): boolean {
  return bands.every(({ atLeast }, index) => {
    const next = bands[index + 1];
    return next === undefined || next.atLeast.lt(atLeast);
  });
}

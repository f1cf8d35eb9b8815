import { z } from 'zod';
import type { Measure } from '../../catalogue/framework/measure.ts';
import type { Decimal } from '../../primitives/decimal.ts';
import type { CellNode } from '../compile/cell-node.ts';
import { type CompileContext, labelOf, nodeOfMeasure } from '../compile/compile-context.ts';
import { type Curve, linearCurve, monotoneCurve, scoreReading } from '../outcome/curve.ts';
import {
  completeOutcome,
  dropsOut,
  HUNDRED,
  notApplicable,
  openOutcome,
  type Outcome,
  type ScoreNode,
  ZERO,
} from '../outcome/outcome.ts';
import { aggregate, documentation, effortBase, figure, periodicity } from '../compile/parameter-fields.ts';
import type { MeasureReader, Reading } from '../reading/reading.ts';
import { belowFullMarks, formatFigure, formatNumber } from '../outcome/wording.ts';
import { isOrdered, lineWords, shortfall } from './linear-to-target.ts';

/** 体现努力程度: the better of the level reached and the progress made, the latter up to `effortCap`. */
export const effortParameters = z
  .strictObject({
    measure: z.string(),
    floor: figure,
    target: figure,
    effortFullChange: figure.refine((change) => change.gt(ZERO), { error: 'must be above zero' }),
    effortCap: figure.refine((cap) => cap.gte(ZERO) && cap.lte(HUNDRED), { error: 'lies in 0–100' }),
    direction: z.enum(['higher', 'lower']).default('higher'),
    base: effortBase,
    dimensionValue: z.string().optional(),
    aggregate,
    periodicity,
    ...documentation,
  })
  .refine(isOrdered, { error: 'floor and target do not lie in the direction named' });

export type EffortParameters = z.output<typeof effortParameters>;

export function compileEffort(parameters: EffortParameters, context: CompileContext): ScoreNode {
  const attainment = linearCurve(parameters.floor, parameters.target);
  const progress = progressCurve(parameters);
  return nodeOfMeasure(context, parameters, (measure, coordinates) => {
    const cell = context.planner.total(measure.code, coordinates);
    const before = context.planner.total(measure.code, coordinates, 1);
    if (cell === null || before === null) return null;
    const seats = parameters.aggregate === 'MEAN_OVER_SEATS' ? denominatorOf(cell) : null;
    const node: ScoreNode = {
      rule: 'attainment-and-effort',
      label: labelOf(context.framework, measure, coordinates),
      formula: formulaOf(parameters, measure),
      children: [],
      totalWeight: ZERO,
      score(reader) {
        if (seats !== null && hasNoSeats(seats, reader)) return notApplicable(node);
        const base = effortCounts(parameters, context, reader) ? reader.read(before) : null;
        if (base?.value == null && base !== null && isBounded(base)) {
          return overBases(node, reader.read(cell), {
            bases: base,
            curveOf: (value) => betterOf(attainment, progress, { base: value, parameters }),
          });
        }
        if (base?.value == null) return scoreReading(node, reader.read(cell), attainment);
        const curve = betterOf(attainment, progress, { base: base.value, parameters });
        return restingOn(base, scoreReading(node, reader.read(cell), curve));
      },
      describe: belowFullMarks(
        (value) =>
          `${node.label}${formatFigure(measure, value)}，${shortfall(parameters.direction)}${formatFigure(measure, parameters.target)}`,
      ),
    };
    return node;
  });
}

function formulaOf(parameters: EffortParameters, measure: Measure): string {
  const { floor, target, effortFullChange, effortCap, direction } = parameters;
  const change = `${direction === 'higher' ? '提高' : '降低'}${formatFigure(measure, effortFullChange)}`;
  const level = lineWords(formatFigure(measure, floor), formatFigure(measure, target));
  return `水平：${level}；进步：比上年${change}得${formatNumber(effortCap)}分，不足的按比例；两者取较高者`;
}

/** True for a base that is contested and not missing: every base within its bounds may be the true one. */
function isBounded({ inputs, low, high }: Reading): boolean {
  return inputs.length > 0 && low.isFinite() && high.isFinite();
}

/** The score while the base is contested: progress only rises or only falls with the base, so its bounds are enough. */
function overBases(
  node: ScoreNode,
  reading: Reading,
  { bases, curveOf }: { readonly bases: Reading; readonly curveOf: (base: Decimal) => Curve },
): Outcome {
  const [a, b] = [bases.low, bases.high].map((base) => scoreReading(node, reading, curveOf(base)));
  if (a === undefined || b === undefined || dropsOut(a)) return a ?? notApplicable(node);
  const low = a.low.lt(b.low) ? a.low : b.low;
  const high = a.high.gt(b.high) ? a.high : b.high;
  const details = { readings: [reading, bases], gaps: [...reading.gaps, ...bases.gaps] };
  return low.eq(high) ? completeOutcome(node, low, details) : openOutcome(node, low, high, details);
}

/** A score rests on the base of progress, too: without it nobody could make it anew. */
function restingOn(base: Reading, outcome: Outcome): Outcome {
  return outcome.value === null ? outcome : { ...outcome, readings: [...outcome.readings, base] };
}

/** Progress since the year before, `effortCap` at `effortFullChange`; going back earns nothing. */
function progressCurve({ effortCap, effortFullChange }: EffortParameters): (change: Decimal) => Decimal {
  return linearCurve(ZERO, effortFullChange, effortCap, effortCap).at;
}

/** The better of attainment and progress from `base`; progress is worked out only where it can be the better. */
function betterOf({ at }: Curve, progress: (change: Decimal) => Decimal, { base, parameters }: Progress): Curve {
  const { effortCap, direction } = parameters;
  return monotoneCurve((value) => {
    const reached = at(value);
    if (reached.gte(effortCap)) return reached;
    const effort = progress(direction === 'higher' ? value.minus(base) : base.minus(value));
    return effort.gt(reached) ? effort : reached;
  });
}

interface Progress {
  readonly base: Decimal;
  readonly parameters: EffortParameters;
}

/** With terms of office progress can only show in a year with an election. */
function effortCounts(parameters: EffortParameters, context: CompileContext, reader: MeasureReader): boolean {
  return parameters.periodicity !== 'TERM_OF_OFFICE' || reader.isHeld('election', context.year);
}

/** An organ without seats is no organ of this place and takes no part in the mean. */
function hasNoSeats(seats: CellNode, reader: MeasureReader): boolean {
  return reader.read(seats).value?.isZero() === true;
}

function denominatorOf(cell: CellNode): CellNode | null {
  const current = cell.kind === 'carried' ? cell.cells[0] : cell;
  return current?.kind === 'derived' ? (current.parts[1] ?? null) : null;
}

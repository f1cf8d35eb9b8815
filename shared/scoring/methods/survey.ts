import { z } from 'zod';
import type { Measure } from '../../catalogue/framework/measure.ts';
import type { Decimal } from '../../primitives/decimal.ts';
import type { DimensionValue } from '../../primitives/dimensions.ts';
import type { CellNode } from '../compile/cell-node.ts';
import { combineOutcomes, fractionOf, meanNode } from '../outcome/combine-outcomes.ts';
import { type CompileContext, labelOf } from '../compile/compile-context.ts';
import { type Curve, linearCurve, scoreReading } from '../outcome/curve.ts';
import {
  completeOutcome,
  dropsOut,
  HUNDRED,
  ONE,
  openOutcome,
  type Outcome,
  type ScoreNode,
  ZERO,
} from '../outcome/outcome.ts';
import { aggregate, documentation, figure } from '../compile/parameter-fields.ts';
import type { Gap } from '../outcome/gap.ts';
import type { MeasureReader, Reading } from '../reading/reading.ts';
import { lineWords } from './linear-to-target.ts';
import { belowFullMarks, formatFigure, formatNumber } from '../outcome/wording.ts';

/** Satisfied share or mean score, weighted by group; too few answers are suppressed and leave the bounds open. */
export const surveyParameters = z
  .strictObject({
    measure: z.string(),
    floor: figure,
    target: figure,
    minimumValid: figure,
    minimumPerGroup: figure.optional(),
    belowMinimum: z.literal('样本不足的不予公开，按区间表示，不按零分计').optional(),
    groupShares: z.record(z.string(), figure).optional(),
    aggregate,
    /** Number of valid answers; for a share it is the denominator where not named. */
    sizeMeasure: z.string().optional(),
    ...documentation,
  })
  .refine(({ floor, target }) => target.gt(floor), { error: 'target must lie above floor' })
  .refine(({ groupShares }) => groupShares === undefined || sumOf(Object.values(groupShares)).eq(HUNDRED), {
    error: 'group shares sum to 100',
  })
  .refine((all) => all.groupShares === undefined || all.aggregate === undefined, {
    error: 'groups are weighted by share or by answers, not both',
  });

export type SurveyParameters = z.output<typeof surveyParameters>;

/** One group of respondents: its share of the score, its result and its number of valid answers. */
interface Group {
  readonly label: string;
  readonly weight: Decimal;
  readonly result: CellNode;
  readonly size: CellNode;
}

export function compileSurvey(parameters: SurveyParameters, context: CompileContext): ScoreNode {
  const measure = context.planner.measure(parameters.measure);
  const groups = groupsOf(parameters, measure, context);
  const curve = linearCurve(parameters.floor, parameters.target);
  const byAnswers = parameters.aggregate === 'MEAN_OF_ANSWERS';
  const nodes = groups.map((group) => groupNode(group, { parameters, measure, curve, byAnswers }));
  const node: ScoreNode = {
    ...meanNode(
      'survey',
      measure.nameZh,
      nodes.map((each, index) => ({ weight: groups[index]?.weight ?? ZERO, node: each })),
    ),
    score(reader) {
      const sizes = groups.map(({ size }) => reader.read(size));
      const children = nodes.map((each) => each.score(reader));
      if (children.every(dropsOut)) return combineOutcomes(node, children);
      const suppressed = tooFew(node, parameters, { sizes, children });
      if (suppressed !== null) return suppressed;
      return byAnswers ? meanOfAnswers(node, { sizes, children, curve }) : combineOutcomes(node, children);
    },
    describe: ({ gaps }) =>
      gaps.some(({ reason }) => reason === 'TOO_FEW_ANSWERS') ? fewAnswers(measure, parameters) : null,
  };
  return node;
}

interface Rule {
  readonly parameters: SurveyParameters;
  readonly measure: Measure;
  readonly curve: Curve;
  readonly byAnswers: boolean;
}

function groupNode(group: Group, { parameters, measure, curve, byAnswers }: Rule): ScoreNode {
  const least = byAnswers ? undefined : parameters.minimumPerGroup;
  const node: ScoreNode = {
    rule: 'survey-group',
    label: group.label,
    formula: lineWords(formatFigure(measure, parameters.floor), formatFigure(measure, parameters.target)),
    children: [],
    totalWeight: ZERO,
    score(reader: MeasureReader) {
      const outcome = scoreReading(node, reader.read(group.result), curve);
      if (least === undefined || dropsOut(outcome)) return outcome;
      const size = reader.read(group.size);
      if (size.low.gte(least)) return outcome;
      const gaps = size.value === null ? [...outcome.gaps, ...size.gaps] : [tooFewGap(group.size)];
      return openOutcome(node, ZERO, HUNDRED, { gaps, readings: outcome.readings });
    },
    describe: belowFullMarks(
      (value) => `${node.label}${formatFigure(measure, value)}，未达目标${formatFigure(measure, parameters.target)}`,
    ),
  };
  return node;
}

interface Answers {
  readonly sizes: readonly Reading[];
  readonly children: readonly Outcome[];
}

/** Below the minimum, or while that cannot be known, nothing of the survey counts. */
function tooFew(node: ScoreNode, { minimumValid }: SurveyParameters, { sizes, children }: Answers): Outcome | null {
  const least = sumOf(sizes.map(({ low }) => low));
  if (least.gte(minimumValid)) return null;
  const isKnown = sizes.every(({ value }) => value !== null);
  const gaps = isKnown ? [tooFewGap(null)] : sizes.flatMap((size) => size.gaps);
  return openOutcome(node, ZERO, HUNDRED, { children, gaps });
}

/** Every answer counts once: the result of the groups weighted by their answers. */
function meanOfAnswers(node: ScoreNode, { sizes, children, curve }: Answers & { readonly curve: Curve }): Outcome {
  let answers = ZERO;
  let sum = ZERO;
  for (const [index, child] of children.entries()) {
    const size = sizes[index]?.value ?? null;
    if (size?.isZero() === true || dropsOut(child)) continue;
    const result = child.readings[0]?.value ?? null;
    if (size === null || result === null)
      return openOutcome(node, ZERO, HUNDRED, { children, gaps: sizes.flatMap((s) => s.gaps) });
    answers = answers.plus(size);
    sum = sum.plus(size.times(result));
  }
  if (answers.isZero()) return openOutcome(node, ZERO, HUNDRED, { children });
  return completeOutcome(node, curve.at(sum.div(answers)), { children });
}

function groupsOf(parameters: SurveyParameters, measure: Measure, context: CompileContext): Group[] {
  const { planner, framework } = context;
  const sizeCode = parameters.sizeMeasure ?? denominatorOf(measure);
  if (sizeCode === null) throw new RangeError(`${measure.code}: name the measure that counts its valid answers`);
  const group = (coordinates: readonly DimensionValue[], weight: Decimal): Group => {
    const result = planner.total(measure.code, coordinates);
    const size = planner.total(sizeCode, coordinates);
    if (result === null || size === null)
      throw new RangeError(`${measure.code} cannot be read at ${JSON.stringify(coordinates)}`);
    return { label: labelOf(framework, measure, coordinates), weight, result, size };
  };
  const [dimension] = measure.dimensions;
  if (dimension === undefined) return [group([], ONE)];
  const values = framework.dimensions.get(dimension)?.values ?? [];
  if (parameters.aggregate === 'MEAN_OF_ANSWERS')
    return values.map(({ code }) => group([{ key: dimension, code }], ONE));
  const shares = Object.entries(parameters.groupShares ?? {});
  if (shares.length === 0) throw new RangeError(`${measure.code}: say how its groups are weighted`);
  return shares.map(([code, share]) => {
    if (!values.some((value) => value.code === code)) throw new RangeError(`${measure.code} has no group ${code}`);
    return group([{ key: dimension, code }], fractionOf(share));
  });
}

function denominatorOf({ derivation }: Measure): string | null {
  return derivation !== null && 'denominator' in derivation ? derivation.denominator : null;
}

function tooFewGap(size: CellNode | null): Gap {
  const place = {
    measure: size?.measure ?? null,
    period: String(size?.year ?? ''),
    dimensions: size?.dimensions ?? '',
  };
  return { ...place, assessmentItem: null, memberUnit: null, reason: 'TOO_FEW_ANSWERS' };
}

function fewAnswers(measure: Measure, { minimumValid }: SurveyParameters): string {
  return `${measure.nameZh}有效样本少于${formatNumber(minimumValid)}份，不予计分`;
}

function sumOf(values: readonly Decimal[]): Decimal {
  return values.reduce((sum, value) => sum.plus(value), ZERO);
}

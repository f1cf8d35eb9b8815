import type { Framework } from '../../catalogue/framework/framework.ts';
import type { Measure } from '../../catalogue/framework/measure.ts';
import type { AssessmentRules } from '../../catalogue/scoring-model/scoring-model.ts';
import { combineDimensions } from '../../catalogue/framework/dimension-combinations.ts';
import { isUnavailable } from '../../derivation/measure-cells.ts';
import type { DimensionValue } from '../../primitives/dimensions.ts';
import type { CellPlanner } from './cell-planner.ts';
import { bestNode, meanNode } from '../outcome/combine-outcomes.ts';
import { ONE, type ScoreNode } from '../outcome/outcome.ts';
import type { Aggregate } from './parameter-fields.ts';

/** What a method may use while it is made ready for a framework and a year. */
export interface CompileContext {
  readonly framework: Framework;
  readonly planner: CellPlanner;
  readonly year: number;
  /** How the marks of an assessment item come together. */
  readonly assessments: AssessmentRules;
}

type Coordinates = readonly DimensionValue[];

/** Makes the node for one value of a measure, at coordinates; null where that value cannot be had as one number. */
export type NodeAt = (measure: Measure, coordinates: Coordinates) => ScoreNode | null;

export interface MeasureChoice {
  readonly measure: string;
  readonly others?: readonly string[];
  readonly dimensionValue?: string | undefined;
  readonly aggregate?: Aggregate | undefined;
}

/**
 * One node for a measure with dimensions. Named value: that cell. Named aggregate: as it says, value by value.
 * Neither (derived rule): one number over the partition where there is one, else the mean over the overlapping values.
 */
export function nodeOfMeasure(context: CompileContext, choice: MeasureChoice, at: NodeAt): ScoreNode {
  const measure = context.planner.measure(choice.measure);
  const { dimensionValue, aggregate } = choice;
  if (dimensionValue !== undefined)
    return required(measure, at(measure, [coordinateOf(context, measure, dimensionValue)]));
  if (aggregate === 'ANY_VALUE' || (choice.others ?? []).length > 0) {
    const measures = [measure, ...(choice.others ?? []).map((code) => context.planner.measure(code))];
    const nodes = measures.flatMap((each) => valueNodes(context, each, each.dimensions, at));
    const [only] = nodes;
    return nodes.length === 1 && only !== undefined ? only : bestNode('any-value', measure.nameZh, nodes);
  }
  if (aggregate === undefined) {
    const whole = at(measure, []);
    if (whole !== null) return whole;
    const overlapping = measure.dimensions.filter((id) => context.framework.dimensions.get(id)?.partition !== true);
    return meanOf(measure, valueNodes(context, measure, overlapping.length > 0 ? overlapping : measure.dimensions, at));
  }
  return meanOf(measure, valueNodes(context, measure, measure.dimensions, at));
}

/** One node for each combination of the values of some dimensions. */
export function valueNodes(
  context: CompileContext,
  measure: Measure,
  dimensions: readonly string[],
  at: NodeAt,
): ScoreNode[] {
  return combineDimensions(context.framework, dimensions)
    .filter((coordinates) => !isUnavailable(measure, coordinates))
    .map((coordinates) => required(measure, at(measure, coordinates)));
}

/** Name of a measure with the names of its dimension values, as an officer reads it. */
export function labelOf(framework: Framework, measure: Measure, coordinates: Coordinates): string {
  const names = coordinates.map(
    ({ key, code }) => framework.dimensions.get(key)?.values.find((value) => value.code === code)?.zh ?? code,
  );
  return names.length === 0 ? measure.nameZh : `${measure.nameZh}（${names.join('、')}）`;
}

function coordinateOf(context: CompileContext, measure: Measure, code: string): DimensionValue {
  const key = measure.dimensions.find((id) =>
    context.framework.dimensions.get(id)?.values.some((value) => value.code === code),
  );
  if (key === undefined) throw new RangeError(`${measure.code} has no dimension value ${code}`);
  return { key, code };
}

function meanOf(measure: Measure, nodes: readonly ScoreNode[]): ScoreNode {
  return meanNode(
    'mean-per-value',
    measure.nameZh,
    nodes.map((node) => ({ weight: ONE, node })),
  );
}

function required(measure: Measure, node: ScoreNode | null): ScoreNode {
  if (node === null)
    throw new RangeError(`${measure.code} cannot be read as one number: say how its values come together`);
  return node;
}

import type { Framework, Indicator } from '../../catalogue/framework/framework.ts';
import type { MemberUnit } from '../../catalogue/responsibility/member-unit.ts';
import type { ResponsibilitySplit } from '../../catalogue/responsibility/responsibility-split.ts';
import type { ScoringModel } from '../../catalogue/scoring-model/scoring-model.ts';
import { cellsOf } from '../../derivation/measure-cells.ts';
import { type Decimal, decimal } from '../../primitives/decimal.ts';
import { periodsOfYear } from '../../primitives/period.ts';
import { CellPlanner } from './cell-planner.ts';
import type { Slot } from './cell-node.ts';
import { fractionOf, meanNode } from '../outcome/combine-outcomes.ts';
import type { CompileContext } from './compile-context.ts';
import { compileRule } from './compile-rule.ts';
import { type ExpectedMeasure, expectedMeasures } from './expected-cells.ts';
import { type GradeRules, readGradeRules } from '../grade/grade-rules.ts';
import { type ScoreNode, ZERO } from '../outcome/outcome.ts';
import { type PlannedUnitView, planUnitView } from './plan-unit-view.ts';
import { type ReadIndicatorScoring, readScoringModel, ScoringModelError } from './read-scoring-model.ts';
import { SlotTable } from './slot-table.ts';

/** What a plan is made of. */
export interface ScoringSetup {
  readonly framework: Framework;
  readonly model: ScoringModel;
  readonly split: ResponsibilitySplit;
  readonly year: number;
  /** Id of an adopted variant of the model. */
  readonly variant?: string | null;
  /** Units in their official order; empty where no unit view is wanted. */
  readonly memberUnits?: ReadonlyMap<string, MemberUnit>;
  /** Chinese names of units, for the explanations; those of `memberUnits` where not given. */
  readonly unitNames?: ReadonlyMap<string, string>;
}

export interface PlannedIndicator {
  readonly indicator: Indicator;
  readonly scoring: ReadIndicatorScoring;
  readonly lead: string | null;
  readonly node: ScoreNode;
  /** Its place among the indicators of the framework. */
  readonly position: number;
  /** Places of the year in which its own measures can stand, scored or only shown. */
  readonly own: readonly Slot[];
}

export interface PlannedGroup {
  readonly code: string;
  readonly weight: string;
  /** The same as a number, read once. */
  readonly weightValue: Decimal;
  readonly indicators: readonly PlannedIndicator[];
  readonly node: ScoreNode;
}

export interface PlannedPillar {
  readonly code: string;
  readonly weight: string;
  readonly weightValue: Decimal;
  readonly groups: readonly PlannedGroup[];
  readonly node: ScoreNode;
}

/** A framework, its model and a year made ready: prepared once, used for every subject. Immutable. */
export interface ScoringPlan {
  readonly setup: Required<ScoringSetup>;
  readonly pillars: readonly PlannedPillar[];
  /** Weighted mean of the pillars. */
  readonly node: ScoreNode;
  /** Sum of the weights of the pillars. */
  readonly totalWeight: Decimal;
  readonly expected: readonly ExpectedMeasure[];
  readonly grades: GradeRules;
  readonly unitView: PlannedUnitView | null;
  /** Units in their official order, by id. */
  readonly unitOrder: ReadonlyMap<string, number>;
  /** How many years back each measure is read, 0 for the year itself: what a change of it can touch. */
  readonly yearsBack: ReadonlyMap<string, ReadonlySet<number>>;
  /** Sizes of a reader's memory. */
  readonly slots: number;
  readonly cells: number;
}

/** Makes a plan; throws `ScoringModelError` where the model does not fit the framework or has a parameter no method knows. */
export function prepareScoring(given: ScoringSetup): ScoringPlan {
  const memberUnits = given.memberUnits ?? new Map<string, MemberUnit>();
  const unitNames = given.unitNames ?? new Map([...memberUnits].map(([id, { nameZh }]) => [id, nameZh]));
  const setup = { variant: null, ...given, memberUnits, unitNames };
  const { framework, model, split, year, variant } = setup;
  const read = readScoringModel(model, variant);
  const slots = new SlotTable(split);
  const planner = new CellPlanner(framework, year, slots);
  const chosen = model.variants.find(({ id }) => id === variant) ?? null;
  const informational = new Set(chosen?.informational ?? []);
  const context = { framework, planner, year, assessments: model.assessments, informational };
  const positions = new Map(framework.indicators.map(({ code }, index) => [code, index]));
  const faults: string[] = [];

  const planIndicator = (indicator: Indicator): PlannedIndicator[] => {
    const scoring = read.indicators.get(indicator.code);
    if (scoring === undefined) {
      faults.push(`indicator ${indicator.code} (${indicator.key}) is not scored`);
      return [];
    }
    try {
      const node = compileRule(scoring.rule, indicator.name, context);
      const lead = split.indicators.get(indicator.code)?.lead ?? null;
      const own = ownSlots(indicator, context, slots);
      return [{ indicator, scoring, lead, node, position: positions.get(indicator.code) ?? -1, own }];
    } catch (fault) {
      if (!(fault instanceof RangeError)) throw fault;
      faults.push(`indicator ${indicator.code} (${indicator.key}): ${fault.message}`);
      return [];
    }
  };

  const planGroup = (group: ScoringModel['groups'][number]): PlannedGroup => {
    const indicators = framework.indicators.filter((each) => each.group === group.code).flatMap(planIndicator);
    const weight = chosen?.groupWeights[group.code] ?? group.weight;
    const children = indicators.map(({ scoring, node }) => ({ weight: scoring.weight, node }));
    const weightValue = decimal(weight);
    return { code: group.code, weight, weightValue, indicators, node: meanNode('group', group.name, children) };
  };

  const pillars = model.pillars.map((pillar): PlannedPillar => {
    const groups = model.groups.filter((group) => group.pillar === pillar.code).map(planGroup);
    const children = groups.map(({ weightValue, node }) => ({ weight: weightValue, node }));
    const { code, name, weight } = pillar;
    return { code, weight, weightValue: decimal(weight), groups, node: meanNode('pillar', name, children) };
  });
  const grades = readGradeRules(model, read, context);
  const expected = expectedMeasures(framework, year, slots);
  if (faults.length > 0) throw new ScoringModelError(model.id, faults);
  const node = meanNode(
    'subject',
    framework.title,
    pillars.map((p) => ({ weight: fractionOf(decimal(p.weight)), node: p.node })),
  );
  return {
    setup,
    pillars,
    node,
    totalWeight: pillars.reduce((total, { weightValue }) => total.plus(weightValue), ZERO),
    expected,
    grades,
    unitView: planUnitView(
      model,
      pillars.flatMap(({ groups }) => groups.flatMap(({ indicators }) => indicators)),
    ),
    unitOrder: new Map([...memberUnits.keys()].map((unit, index) => [unit, index])),
    yearsBack: slots.yearsBack(year),
    slots: slots.size,
    cells: planner.size,
  };
}

/** Every place of the year in which a value of the indicator's own measures can stand. */
function ownSlots(indicator: Indicator, { framework, year }: CompileContext, slots: SlotTable): Slot[] {
  return indicator.measures.flatMap((code) => {
    const measure = framework.measures.get(code);
    if (measure === undefined) return [];
    const periods = periodsOfYear(year, measure.frequency);
    return cellsOf(framework, measure).flatMap(({ text }) =>
      periods.map((period) => slots.slot(measure, period, text)),
    );
  });
}

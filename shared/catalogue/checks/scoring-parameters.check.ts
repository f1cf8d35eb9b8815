import type { Framework, Indicator } from '../framework/framework.ts';
import type { IndicatorScoring, ScoringMethod, ScoringParameters } from '../scoring-model/scoring-model.ts';
import { type ScoringParametersRow, scoringParameters } from '../schemas/scoring-parameters.schema.ts';
import { type CatalogueFault, faultsAt } from './catalogue-fault.ts';
import { sumsTo } from './weight.check.ts';

type MethodParameters = Omit<ScoringParametersRow, 'parts'>;
type Add = ReturnType<typeof faultsAt>;

/** What each method cannot do without. */
const required: Readonly<Record<ScoringMethod, readonly (keyof MethodParameters)[]>> = {
  'linear-to-target': ['measure', 'floor', 'target'],
  bands: ['measure', 'bands'],
  growth: ['measure', 'zeroAt', 'fullAt'],
  'attainment-and-effort': ['measure', 'floor', 'target', 'effortCap', 'effortFullChange'],
  checklist: ['items'],
  rubric: ['assessmentItem', 'levels'],
  survey: ['measure', 'floor', 'target'],
  'plan-completion': ['measure', 'floor', 'full'],
  rank: ['measure', 'within', 'minimumPeers'],
  informational: [],
};

/** Parameters of an indicator's scoring: whole, shares exactly 100, and nothing named that the framework does not have. */
export function checkParameters(
  framework: Framework,
  indicator: Indicator,
  scoring: IndicatorScoring,
  modelId: string,
): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(`${modelId} 第${scoring.code}项`, faults);
  const parsed = scoringParameters.safeParse(scoring.parameters);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) add('PARAMETERS_INVALID', `${issue.path.join('.')} ${issue.message}`);
    return faults;
  }
  const { parts, ...single } = parsed.data;
  if (parts === undefined) checkMethod(framework, indicator, { method: scoring.method, parameters: single }, add);
  else {
    if (
      !sumsTo(
        parts.map(({ share }) => share),
        '100',
      )
    )
      add('WEIGHT_SUM', '各部分占比合计应为100');
    for (const part of parts) checkMethod(framework, indicator, part, add);
  }
  return faults;
}

/** Assessment items whose marks the parameters read. */
export function itemsMarkedBy(parameters: ScoringParameters): string[] {
  const parsed = scoringParameters.safeParse(parameters);
  if (!parsed.success) return [];
  const { parts, ...single } = parsed.data;
  const all = parts === undefined ? [single] : parts.map((part) => part.parameters);
  return all.flatMap(({ assessmentItem }) => assessmentItem ?? []);
}

function checkMethod(
  framework: Framework,
  indicator: Indicator,
  { method, parameters }: { method: ScoringMethod; parameters: MethodParameters },
  add: Add,
): void {
  for (const field of required[method]) {
    if (parameters[field] === undefined) add('PARAMETERS_INCOMPLETE', `${method} 缺少 ${field}`);
  }
  const { items, groupShares, assessmentItem } = parameters;
  if (
    items !== undefined &&
    !sumsTo(
      items.map(({ share }) => share),
      '100',
    )
  )
    add('WEIGHT_SUM', '清单各项占比合计应为100');
  if (groupShares !== undefined && !sumsTo(Object.values(groupShares), '100')) add('WEIGHT_SUM', '各组占比合计应为100');
  for (const code of measuresNamed(parameters)) {
    if (!framework.measures.has(code)) add('UNKNOWN_MEASURE', `没有这个数据项：${code}`);
  }
  if (assessmentItem !== undefined && !indicator.assessmentItems.includes(assessmentItem)) {
    add('UNKNOWN_ASSESSMENT_ITEM', `本项指标没有这个评价要点：${assessmentItem}`);
  }
  checkDimensionValues(framework, parameters, add);
}

function measuresNamed(parameters: MethodParameters): string[] {
  const { measure, orMeasure, orMeasures, numerator, denominator, sizeMeasure } = parameters;
  const singles = [measure, orMeasure, numerator, denominator, sizeMeasure].filter((code) => code !== undefined);
  const items = parameters.items?.map((item) => item.measure) ?? [];
  return [...singles, ...(orMeasures ?? []), ...items, ...(parameters.alsoShown ?? []), ...(parameters.excluded ?? [])];
}

function checkDimensionValues(framework: Framework, parameters: MethodParameters, add: Add): void {
  const dimensions = framework.measures.get(parameters.measure ?? '')?.dimensions ?? [];
  const known = new Set(dimensions.flatMap((id) => framework.dimensions.get(id)?.values.map(({ code }) => code) ?? []));
  const named = [...Object.keys(parameters.groupShares ?? {}), ...(parameters.alsoShownValues ?? [])];
  if (parameters.dimensionValue !== undefined) named.push(parameters.dimensionValue);
  for (const value of named) {
    if (!known.has(value)) add('UNKNOWN_DIMENSION_VALUE', `数据项 ${parameters.measure} 的分组没有这个取值：${value}`);
  }
}

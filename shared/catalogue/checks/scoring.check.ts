import type { Catalogue } from '../catalogue.ts';
import type { Framework } from '../framework/framework.ts';
import type { ScoringModel, ScoringVariant } from '../scoring-model/scoring-model.ts';
import { type CatalogueFault, faultsAt } from './catalogue-fault.ts';
import { checkParameters, itemsMarkedBy } from './scoring-parameters.check.ts';
import { checkWeights } from './weight.check.ts';

/** 计分模型: every indicator scored, weights exact, parameters whole and their references known. */
export function checkScoring(catalogue: Catalogue, framework: Framework): CatalogueFault[] {
  const model = catalogue.scoringModels.get(framework.id);
  if (model === undefined) return [{ code: 'SCORING_MISSING', message: '没有计分模型', where: framework.id }];
  return [
    ...checkNodes(framework, model),
    ...checkIndicators(framework, model),
    ...checkVariants(framework, model),
    ...checkItemsMarked(framework, model),
    ...checkWeights(framework, model),
  ];
}

function checkNodes(framework: Framework, model: ScoringModel): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(model.id, faults);
  const pillars = new Set(framework.pillars.map(({ code }) => code));
  const groups = new Map(framework.groups.map(({ code, pillar }) => [code, pillar]));
  for (const { code } of model.pillars) {
    if (!pillars.has(code)) add('UNKNOWN_PILLAR', `没有这个一级指标：${code}`);
  }
  for (const { code, pillar } of model.groups) {
    if (groups.get(code) !== pillar) add('UNKNOWN_GROUP', `一级指标${pillar}之下没有二级指标${code}`);
  }
  return faults;
}

function checkIndicators(framework: Framework, model: ScoringModel): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  for (const indicator of framework.indicators) {
    const add = faultsAt(`${model.id} 第${indicator.code}项`, faults);
    const scoring = model.indicators.get(indicator.code);
    if (scoring === undefined) add('SCORING_MISSING', '没有计分方法');
    else {
      if (scoring.key !== indicator.key) add('KEY_CHANGED', `key 应为 ${indicator.key}，实为 ${scoring.key}`);
      faults.push(...checkParameters(framework, indicator, scoring, model.id));
    }
  }
  const codes = new Set(framework.indicators.map(({ code }) => code));
  for (const code of model.indicators.keys()) {
    if (!codes.has(code)) faultsAt(model.id, faults)('UNKNOWN_INDICATOR', `没有这项指标：第${code}项`);
  }
  return faults;
}

function checkVariants(framework: Framework, model: ScoringModel): CatalogueFault[] {
  return model.variants.flatMap((variant) => checkVariant(framework, model, variant));
}

function checkVariant(framework: Framework, model: ScoringModel, variant: ScoringVariant): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(`${model.id} 变体 ${variant.id}`, faults);
  for (const code of variant.informational) {
    if (!framework.measures.has(code) && !framework.assessmentItems.has(code)) {
      add('UNKNOWN_MEASURE', `没有这个数据项或评价要点：${code}`);
    }
  }
  for (const code of Object.keys(variant.overrides)) {
    if (!model.indicators.has(code)) add('UNKNOWN_INDICATOR', `没有这项指标：第${code}项`);
  }
  for (const code of Object.keys(variant.groupWeights)) {
    if (!model.groups.some((group) => group.code === code)) add('UNKNOWN_GROUP', `没有这个二级指标：${code}`);
  }
  return faults;
}

/** A mark that is asked of people and then read by nothing would be a burden without use. */
function checkItemsMarked(framework: Framework, model: ScoringModel): CatalogueFault[] {
  const marked = new Set([...model.indicators.values()].flatMap(({ parameters }) => itemsMarkedBy(parameters)));
  return [...framework.assessmentItems.keys()]
    .filter((code) => !marked.has(code))
    .map((code) => ({ code: 'ITEM_NEVER_MARKED', message: `评价要点未进入计分：${code}`, where: model.id }));
}

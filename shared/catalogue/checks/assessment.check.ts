import { decimal } from '../../primitives/decimal.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Framework } from '../framework/framework.ts';
import type { ScoringModel } from '../scoring-model/scoring-model.ts';
import { type Rubric, rubricOf } from '../scoring-model/rubric.ts';
import { type CatalogueFault, faultsAt } from './catalogue-fault.ts';

/** 评价意见: sources that may judge also count, and the levels of every rubric leave no mark without a level. */
export function checkAssessments(catalogue: Catalogue, framework: Framework): CatalogueFault[] {
  const model = catalogue.scoringModels.get(framework.id);
  if (model === undefined) return [];
  return [...checkSources(framework, model), ...checkRubrics(framework, model)];
}

function checkSources(framework: Framework, { id, assessments }: ScoringModel): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(`${id} assessments`, faults);
  const listed = assessments.sources.map(({ code }) => code);
  if (new Set(listed).size < listed.length) add('SOURCE_TWICE', '同一来源不得重复列出');
  for (const { code, weight } of assessments.sources) {
    if (decimal(weight).lte(0)) add('SOURCE_WEIGHT', `来源 ${code} 的权重应大于零；不计入的来源不列出`);
  }
  for (const { code, judgedBy } of framework.assessmentItems.values()) {
    for (const source of judgedBy) {
      if (!listed.includes(source)) add('SOURCE_NEVER_COUNTED', `评价要点 ${code} 可由 ${source} 评定，但其意见不计入`);
    }
  }
  return faults;
}

function checkRubrics(framework: Framework, model: ScoringModel): CatalogueFault[] {
  return [...framework.assessmentItems.keys()].flatMap((code) => {
    const rubric = rubricOf(model, code);
    return rubric === null ? [] : checkLevels(rubric, `${model.id} 评价要点 ${code}`);
  });
}

function checkLevels({ levels, reviewers, thirdWhenLevelsDifferBy }: Rubric, where: string): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(where, faults);
  if (new Set(levels.map(({ code }) => code)).size < levels.length) add('RUBRIC_LEVEL_TWICE', '等次代码不得重复');
  for (const { code, from, to, score } of levels) {
    if (decimal(from).gt(to)) add('RUBRIC_LEVEL_ORDER', `等次 ${code} 应低于其上一等次`);
    else if (decimal(score).lt(from) || decimal(score).gt(to))
      add('RUBRIC_LEVEL_SCORE', `等次 ${code} 的建议分数不在其范围内`);
  }
  const lowest = levels.at(-1);
  if (lowest !== undefined && !decimal(lowest.from).isZero()) add('RUBRIC_LEVEL_GAP', `${lowest.from} 分以下没有等次`);
  if (reviewers !== 2) add('REVIEWERS', '背对背评定应为两人');
  if (!Number.isInteger(thirdWhenLevelsDifferBy) || thirdWhenLevelsDifferBy < 1)
    add('REVIEWERS', '分歧等次数应为正整数');
  return faults;
}

import type { Catalogue } from '../catalogue.ts';
import type { AssessmentItem } from '../framework/assessment-item.ts';
import type { Framework } from '../framework/framework.ts';
import type { IndicatorResponsibility } from '../responsibility/responsibility-split.ts';
import { type CatalogueFault, faultsAt } from './catalogue-fault.ts';

/** 评价要点 are judged by others: the lead unit is barred, and a named body is no party to the indicator. */
export function checkJudges(catalogue: Catalogue, framework: Framework): CatalogueFault[] {
  const split = catalogue.splits.get(framework.id);
  return framework.indicators.flatMap((indicator) => {
    const responsibility = split?.indicators.get(indicator.code);
    if (responsibility === undefined) return [];
    return indicator.assessmentItems.flatMap((code) => {
      const item = framework.assessmentItems.get(code);
      return item === undefined ? [] : checkItem(catalogue, framework, item, responsibility);
    });
  });
}

function checkItem(
  { memberUnits }: Catalogue,
  framework: Framework,
  item: AssessmentItem,
  { lead, support }: IndicatorResponsibility,
): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(`${framework.id} 评价要点 ${item.code}`, faults);
  const { judgedBy, namedBody, notBy } = item;
  if (notBy !== lead) add('JUDGED_BY_LEAD', `回避单位应为牵头单位 ${lead}，实为 ${notBy}`);
  if (judgedBy.length === 0 || judgedBy.includes('named-body') !== (namedBody !== null)) {
    add('JUDGE_MISSING', '未写明由谁评价');
  }
  if (namedBody === null) return faults;
  if (!memberUnits.has(namedBody)) add('UNKNOWN_UNIT', `没有这个成员单位：${namedBody}`);
  if (namedBody === lead || support.includes(namedBody)) {
    add('JUDGED_BY_LEAD', `评价单位 ${namedBody} 是本项指标的牵头或配合单位`);
  }
  return faults;
}

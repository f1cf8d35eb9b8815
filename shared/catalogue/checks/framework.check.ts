import type { Framework, Indicator } from '../framework/framework.ts';
import { type CatalogueFault, faultsAt, repeated } from './catalogue-fault.ts';

/** The tree of a framework: as many levels as its document says, unique codes and keys, every reference inside it known. */
export function checkFramework(framework: Framework): CatalogueFault[] {
  return [
    ...checkCounts(framework),
    ...checkUniqueness(framework),
    ...checkGroups(framework),
    ...framework.indicators.flatMap((indicator) => checkIndicator(framework, indicator)),
  ];
}

function checkCounts({ id, statedCounts, pillars, groups, indicators }: Framework): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(id, faults);
  const levels = [
    ['一级指标', statedCounts.pillars, pillars.length],
    ['二级指标', statedCounts.groups, groups.length],
    ['三级指标', statedCounts.indicators, indicators.length],
  ] as const;
  for (const [level, stated, found] of levels) {
    if (stated !== found) add('LEVEL_COUNT', `${level}应为${stated}项，实有${found}项`);
  }
  return faults;
}

function checkUniqueness({ id, pillars, groups, indicators }: Framework): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(id, faults);
  for (const [level, rows] of [
    ['一级指标', pillars],
    ['二级指标', groups],
    ['三级指标', indicators],
  ] as const) {
    for (const code of repeated(rows.map((row) => row.code))) add('DUPLICATE_CODE', `${level}编号重复：${code}`);
  }
  for (const key of repeated(indicators.map((row) => row.key))) add('DUPLICATE_KEY', `指标 key 重复：${key}`);
  const owned = indicators.flatMap((row) => [...row.measures, ...row.assessmentItems]);
  for (const code of repeated(owned)) add('DUPLICATE_CODE', `数据项或评价要点归属两处：${code}`);
  return faults;
}

function checkGroups({ id, pillars, groups }: Framework): CatalogueFault[] {
  const known = new Set(pillars.map(({ code }) => code));
  return groups
    .filter(({ pillar }) => !known.has(pillar))
    .map(({ code, pillar }) => ({
      code: 'UNKNOWN_PILLAR',
      message: `没有这个一级指标：${pillar}`,
      where: `${id} 二级指标${code}`,
    }));
}

function checkIndicator(framework: Framework, indicator: Indicator): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(`${framework.id} 第${indicator.code}项`, faults);
  if (!framework.pillars.some(({ code }) => code === indicator.pillar)) {
    add('UNKNOWN_PILLAR', `没有这个一级指标：${indicator.pillar}`);
  }
  const group = framework.groups.find(({ code }) => code === indicator.group);
  if (group === undefined) add('UNKNOWN_GROUP', `没有这个二级指标：${indicator.group}`);
  else if (group.pillar !== indicator.pillar) {
    add('UNKNOWN_GROUP', `二级指标${group.code}不在一级指标${indicator.pillar}之下`);
  }
  if (indicator.measures.length + indicator.assessmentItems.length === 0) {
    add('EMPTY_INDICATOR', '既无数据项也无评价要点');
  }
  for (const code of [...indicator.measures, ...indicator.uses]) {
    if (!framework.measures.has(code)) add('UNKNOWN_MEASURE', `没有这个数据项：${code}`);
  }
  for (const code of indicator.assessmentItems) {
    if (!framework.assessmentItems.has(code)) add('UNKNOWN_ASSESSMENT_ITEM', `没有这个评价要点：${code}`);
  }
  return faults;
}

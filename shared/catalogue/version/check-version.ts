import type { Catalogue } from '../catalogue.ts';
import { checkOneFramework } from '../checks/catalogue-checks.ts';
import { type CatalogueFault, faultsAt } from '../checks/catalogue-fault.ts';
import { checkKeys } from '../checks/key.check.ts';
import { checkKpis } from '../checks/kpi.check.ts';
import type { BuiltVersion } from './build-version.ts';

/** Everything that must hold in a version that is to stand beside those of the catalogue; an empty list means it is sound. */
export function checkVersion(catalogue: Catalogue, version: BuiltVersion): CatalogueFault[] {
  const beside = withVersion(catalogue, version);
  return [
    ...checkBase(catalogue, version),
    ...checkKeys(beside, version.framework),
    ...checkOneFramework(beside, version.framework),
    ...checkKpis(beside),
    ...checkReleased(catalogue, version),
  ];
}

/** Measures that no framework of the catalogue has: the departments' own catalogues do not know them yet. */
export function measuresNewToDepartments(catalogue: Catalogue, { framework }: BuiltVersion): string[] {
  const known = [...catalogue.frameworks.values()];
  return [...framework.measures.keys()].filter((code) => !known.some(({ measures }) => measures.has(code)));
}

/** The catalogue as it would be: the version, what it is drawn from, and what judges other kinds of subjects. */
function withVersion(catalogue: Catalogue, { framework, split, model, kpis }: BuiltVersion): Catalogue {
  const others = [...catalogue.frameworks].filter(
    ([id, { subjectKind }]) =>
      id !== framework.id && (subjectKind !== framework.subjectKind || id === framework.basedOn),
  );
  return {
    ...catalogue,
    frameworks: new Map([...others, [framework.id, framework]]),
    splits: new Map([...catalogue.splits, [framework.id, split]]),
    scoringModels: new Map([...catalogue.scoringModels, [framework.id, model]]),
    kpis,
  };
}

function checkBase({ frameworks }: Catalogue, { framework }: BuiltVersion): CatalogueFault[] {
  const { basedOn } = framework;
  if (basedOn === null || (frameworks.has(basedOn) && basedOn !== framework.id)) return [];
  return [{ code: 'UNKNOWN_FRAMEWORK', message: `没有所依据的指标体系：${basedOn}`, where: framework.id }];
}

/** What is released by others must be in the release calendar, or it would be shown before its day. */
function checkReleased({ releaseCalendar }: Catalogue, { framework }: BuiltVersion): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  for (const { code, releaseLag } of framework.measures.values()) {
    if (releaseLag === null || releaseCalendar.measures.has(code)) continue;
    faultsAt(`${framework.id} 数据项 ${code}`, faults)('RELEASE_DAY_MISSING', '公布日历中没有这个待公布的数据项');
  }
  return faults;
}

import type { Catalogue } from '../catalogue.ts';
import type { ScoringModel, ScoringParameters } from '../scoring-model/scoring-model.ts';
import { type ScoringParametersRow, scoringParameters } from '../schemas/scoring-parameters.schema.ts';
import { type CatalogueFault, faultsAt } from './catalogue-fault.ts';

/** 同类评价对象: groups known, a subject in one group of a classification at a time, standards for groups there are. */
export function checkPeerGroups({ peerGroups, frameworks, scoringModels }: Catalogue): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt('同类评价对象', faults);
  const classificationOf = new Map(
    peerGroups.classifications.flatMap(({ id, groups }) => groups.map((group) => [group.id, id] as const)),
  );
  const names = new Map(peerGroups.classifications.flatMap(({ groups }) => groups.map(({ id, zh }) => [id, zh])));
  for (const [index, row] of peerGroups.memberships.entries()) {
    const classification = classificationOf.get(row.group);
    if (classification === undefined) add('UNKNOWN_PEER_GROUP', `没有这个组别：${row.group}`);
    if (row.validTo !== null && row.validTo <= row.validFrom) add('PEER_GROUP_DATES', `起止日期颠倒：${row.subject}`);
    const overlaps = peerGroups.memberships.some(
      (other, place) =>
        place < index &&
        other.subject === row.subject &&
        classificationOf.get(other.group) === classification &&
        other.validFrom < (row.validTo ?? '9999') &&
        row.validFrom < (other.validTo ?? '9999'),
    );
    if (overlaps) add('PEER_GROUP_DATES', `同一分类同一时间属于两个组别：${row.subject}`);
  }
  for (const model of scoringModels.values()) {
    const kind = frameworks.get(model.framework)?.subjectKind;
    const own = peerGroups.classifications.filter(({ subjectKind }) => subjectKind === kind);
    faults.push(
      ...checkStandards(model, { names, own: new Set(own.flatMap(({ groups }) => groups.map(({ id }) => id))) }),
    );
  }
  return faults;
}

interface Groups {
  readonly names: ReadonlyMap<string, string>;
  /** Groups of the kind of subject the model is for. */
  readonly own: ReadonlySet<string>;
}

function checkStandards(model: ScoringModel, { names, own }: Groups): CatalogueFault[] {
  return [...model.indicators.values()].flatMap(({ code, parameters }) => {
    const faults: CatalogueFault[] = [];
    const add = faultsAt(`${model.id} 第${code}项`, faults);
    for (const { peerGroup, name } of standardsOf(parameters)) {
      if (!own.has(peerGroup)) add('UNKNOWN_PEER_GROUP', `没有这类评价对象的组别：${peerGroup}`);
      else if (names.get(peerGroup) !== name) add('UNKNOWN_PEER_GROUP', `组别 ${peerGroup} 的名称不是：${name}`);
    }
    return faults;
  });
}

function standardsOf(parameters: ScoringParameters): NonNullable<ScoringParametersRow['standards']> {
  const parsed = scoringParameters.safeParse(parameters);
  if (!parsed.success) return [];
  const { parts, ...single } = parsed.data;
  return [single, ...(parts ?? []).map((part) => part.parameters)].flatMap(({ standards }) => standards ?? []);
}

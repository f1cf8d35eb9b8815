import type { Catalogue } from '../catalogue.ts';
import type { Framework } from '../framework/framework.ts';
import type { Kpi } from '../framework/kpi.ts';
import type { UnitOfMeasure } from '../framework/measure.ts';
import type { MemberUnit } from '../responsibility/member-unit.ts';
import type { ResponsibilitySplit } from '../responsibility/responsibility-split.ts';
import type { ScoringModel } from '../scoring-model/scoring-model.ts';
import { buildFramework } from '../reading/build-framework.ts';
import { buildScoringModel } from '../reading/build-scoring-model.ts';
import { buildSplit } from '../reading/build-split.ts';
import type { FaultSink } from '../reading/file-faults.ts';
import { toKpi } from '../reading/to-kpi.ts';
import type { VersionDocuments } from './version-documents.schema.ts';

/** A framework version in the types the calculator reads. */
export interface BuiltVersion {
  readonly framework: Framework;
  readonly split: ResponsibilitySplit;
  readonly model: ScoringModel;
  readonly kpis: readonly Kpi[];
}

export interface VersionContext {
  readonly unitsOfMeasure: ReadonlyMap<string, UnitOfMeasure>;
  readonly memberUnits: ReadonlyMap<string, MemberUnit>;
  /** Years of recorded carry-over acts (沿用). */
  readonly carriedTo: readonly number[];
}

/** What the versions of a catalogue share; its units of measure are the same in every framework. */
export function versionContextOf(catalogue: Catalogue, carriedTo: readonly number[] = []): VersionContext {
  const [first] = catalogue.frameworks.values();
  return { unitsOfMeasure: first?.unitsOfMeasure ?? new Map(), memberUnits: catalogue.memberUnits, carriedTo };
}

/** Builds a version by the same builders that read the shipped files; what they find wrong goes to the sink. */
export function buildVersion(
  documents: VersionDocuments,
  { unitsOfMeasure, memberUnits, carriedTo }: VersionContext,
  faults: FaultSink = REFUSE,
): BuiltVersion {
  const { framework: data, responsibility, model } = documents;
  const whole = buildFramework({ file: data.id, data, faults }, { unitsOfMeasure, carriedTo });
  const national = new Map(data.indicators.map(({ code, nationalCode }) => [code, nationalCode]));
  const framework: Framework = {
    ...whole,
    basedOn: data.basedOn,
    indicators: whole.indicators.map((row) => ({ ...row, nationalCode: national.get(row.code) ?? row.nationalCode })),
  };
  const split = buildSplit({ file: data.id, data: responsibility, faults }, framework);
  return {
    framework,
    split,
    model: buildScoringModel({ file: data.id, data: model, faults }, split, memberUnits.keys()),
    kpis: documents.kpis.kpis.map(toKpi),
  };
}

/** Stored documents were checked before they were stored: a fault in them is one of ours. */
const REFUSE: FaultSink = {
  add(path, message) {
    throw new RangeError(`a stored framework version is faulty at ${path}: ${message}`);
  },
};

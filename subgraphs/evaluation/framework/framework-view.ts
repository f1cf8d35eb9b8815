import type { AssessmentItem as CatalogueItem } from '../../../shared/catalogue/framework/assessment-item.ts';
import type * as catalogue from '../../../shared/catalogue/framework/framework.ts';
import type { Measure as CatalogueMeasure } from '../../../shared/catalogue/framework/measure.ts';
import type { ResponsibilitySplit } from '../../../shared/catalogue/responsibility/responsibility-split.ts';
import { rubricOf } from '../../../shared/catalogue/scoring-model/rubric.ts';
import type { ScoringModel } from '../../../shared/catalogue/scoring-model/scoring-model.ts';
import type { MemberUnitRef } from '../../../shared/graphql/entity-refs.type.ts';
import type { AssessmentItem } from './assessment-item.type.ts';
import { enumOf } from './enum-of.ts';
import { formulaOf } from './formula.ts';
import type { Framework } from './framework.type.ts';
import { AssessmentSource, DataStatus, IndicatorNature, PillarKind, SubjectKind } from './framework-enums.ts';
import type { Indicator } from './indicator.type.ts';
import type { Measure } from './measure.type.ts';
import { Direction, Frequency, MeasureType, Temporal } from './measure-enums.ts';
import type { IndicatorGroup, Pillar } from './pillar.type.ts';

/** One framework as the graph shows it, with its parts by code. Made once; requests share the objects. */
export interface FrameworkView {
  readonly framework: Framework;
  readonly pillars: ReadonlyMap<string, Pillar>;
  readonly groups: ReadonlyMap<string, IndicatorGroup>;
  readonly measures: ReadonlyMap<string, Measure>;
  readonly assessmentItems: ReadonlyMap<string, AssessmentItem>;
  /** By code. */
  readonly indicators: ReadonlyMap<string, Indicator>;
}

interface Sources {
  readonly framework: catalogue.Framework;
  readonly split: ResponsibilitySplit | null;
  readonly model: ScoringModel | null;
}

export function createFrameworkView(sources: Sources): FrameworkView {
  const { framework } = sources;
  const pillars = mapOf(framework.pillars, (pillar) => [pillar.code, toPillar(sources, pillar)]);
  const groups = mapOf(framework.groups, (group) => [
    group.code,
    { ...toGroup(sources, group), pillar: need(pillars, group.pillar) },
  ]);
  const measures = mapOf(framework.measures.values(), (measure) => [measure.code, toMeasure(sources, measure)]);
  const assessmentItems = mapOf(framework.assessmentItems.values(), (item) => [
    item.code,
    toAssessmentItem(sources, item),
  ]);
  const indicators = mapOf(framework.indicators, (indicator): [string, Indicator] => [
    indicator.code,
    {
      ...toIndicator(sources, indicator),
      group: need(groups, indicator.group),
      pillar: need(pillars, indicator.pillar),
      measures: indicator.measures.map((code) => need(measures, code)),
      assessmentItems: indicator.assessmentItems.map((code) => need(assessmentItems, code)),
    },
  ]);
  return {
    framework: toFramework(framework, { pillars, groups, indicators }),
    pillars,
    groups,
    measures,
    assessmentItems,
    indicators,
  };
}

function toFramework(
  framework: catalogue.Framework,
  parts: Pick<FrameworkView, 'pillars' | 'groups' | 'indicators'>,
): Framework {
  return {
    code: framework.id,
    status: enumOf(DataStatus, framework.status),
    documentNo: framework.documentNo,
    title: framework.title,
    source: framework.source,
    replaceBy: framework.replaceBy,
    validFrom: framework.validFrom,
    validTo: framework.validTo,
    years: framework.years,
    subjectKind: enumOf(SubjectKind, framework.subjectKind),
    pillars: [...parts.pillars.values()],
    groups: [...parts.groups.values()],
    indicatorList: [...parts.indicators.values()],
  };
}

function toPillar({ model }: Sources, pillar: catalogue.Pillar): Pillar {
  const { code, label, name, nameEn } = pillar;
  const weight = model?.pillars.find((node) => node.code === code)?.weight ?? null;
  return { code, label, name, nameEn, kind: enumOf(PillarKind, pillar.kind), weight };
}

function toGroup({ model }: Sources, group: catalogue.IndicatorGroup): Omit<IndicatorGroup, 'pillar'> {
  const { code, label, name, nameEn } = group;
  return { code, label, name, nameEn, weight: model?.groups.find((node) => node.code === code)?.weight ?? null };
}

function toIndicator(
  { framework, split, model }: Sources,
  indicator: catalogue.Indicator,
): Omit<Indicator, 'group' | 'pillar' | 'measures' | 'assessmentItems'> {
  const responsibility = split?.indicators.get(indicator.code);
  return {
    id: indicatorId(framework.id, indicator.code),
    key: indicator.key,
    code: indicator.code,
    name: indicator.name,
    nameEn: indicator.nameEn,
    definition: indicator.definition,
    nature: enumOf(IndicatorNature, indicator.nature),
    weight: model?.indicators.get(indicator.code)?.weight ?? null,
    leadUnit: toUnit(responsibility?.lead),
    supportUnits: (responsibility?.support ?? []).map((code) => ({ code })),
    nationalCode: indicator.nationalCode,
  };
}

function toMeasure({ framework, split }: Sources, measure: CatalogueMeasure): Measure {
  const unit = framework.unitsOfMeasure.get(measure.unitOfMeasure);
  const nameOf = (code: string): string => framework.measures.get(code)?.nameZh ?? code;
  return {
    code: measure.code,
    name: measure.nameZh,
    nameEn: measure.nameEn,
    type: enumOf(MeasureType, measure.type),
    unitOfMeasure: { code: measure.unitOfMeasure, name: unit?.zh ?? measure.unitOfMeasure },
    frequency: enumOf(Frequency, measure.frequency),
    temporal: enumOf(Temporal, measure.temporal),
    direction: enumOf(Direction, measure.direction),
    dimensions: measure.dimensions.flatMap((id) => {
      const dimension = framework.dimensions.get(id);
      if (dimension === undefined) return [];
      const values = dimension.values.map(({ code, zh }) => ({ code, name: zh }));
      return [{ key: id, name: dimension.nameZh, isPartition: dimension.partition, values }];
    }),
    isDerived: measure.derived,
    formula: measure.derivation === null ? null : formulaOf(measure.derivation, nameOf),
    owner: toUnit(split?.measures.get(measure.code)?.owner),
    appliesTo: measure.appliesTo.map((kind) => enumOf(SubjectKind, kind)),
  };
}

function toAssessmentItem({ model }: Sources, item: CatalogueItem): AssessmentItem {
  return {
    code: item.code,
    name: item.nameZh,
    nameEn: item.nameEn,
    aspects: item.aspects.map(({ zh }) => zh),
    judgedBy: item.judgedBy.map((source) => enumOf(AssessmentSource, source)),
    levels: model === null ? [] : (rubricOf(model, item.code)?.levels ?? []),
    namedBody: toUnit(item.namedBody),
    notBy: toUnit(item.notBy),
  };
}

/** Global identifier of an indicator of a framework version. */
export function indicatorId(framework: string, code: string): string {
  return `${framework}:${code}`;
}

function toUnit(code: string | null | undefined): MemberUnitRef | null {
  return code == null ? null : { code };
}

function mapOf<S, T>(rows: Iterable<S>, entry: (row: S) => [string, T]): Map<string, T> {
  return new Map(Array.from(rows, entry));
}

/** The catalogue was checked at load: a reference that dangles is a fault of ours. */
function need<T>(parts: ReadonlyMap<string, T>, code: string): T {
  const part = parts.get(code);
  if (part === undefined) throw new RangeError(`the catalogue has no part ${code}`);
  return part;
}

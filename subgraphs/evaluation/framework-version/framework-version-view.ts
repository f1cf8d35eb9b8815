import type { AspectChange, VersionComparison } from '../../../shared/catalogue/version/version-comparison.ts';
import type { KpiAgreement } from '../../../shared/catalogue/version/kpi-agreement.ts';
import { enumOf } from '../framework/enum-of.ts';
import { SubjectKind } from '../framework/framework-enums.ts';
import type { FrameworkChange, FrameworkDiff } from './framework-diff.type.ts';
import type { ListedVersion } from './framework-version.ts';
import type { ComparedVersions } from './framework-version-list.service.ts';
import {
  ChangedAspect,
  FrameworkVersionAction,
  FrameworkVersionState,
  IndicatorFate,
} from './framework-version-enums.ts';
import type { FrameworkVersion, KeyIndicatorAgreement } from './framework-version.type.ts';

export function toFrameworkVersion(record: ListedVersion): FrameworkVersion {
  const first = Number(record.validFrom.slice(0, 4));
  return {
    code: record.code,
    title: record.title,
    documentNo: record.documentNo,
    subjectKind: enumOf(SubjectKind, record.subjectKind),
    validFrom: record.validFrom,
    state: FrameworkVersionState[record.state],
    revision: record.revision,
    hash: record.hash,
    years: [first, ...record.carriedTo].sort((a, b) => a - b),
    events: record.events.map((event) => ({ ...event, action: FrameworkVersionAction[event.action] })),
    record,
  };
}

export function toFrameworkDiff({ from, to, comparison }: ComparedVersions): FrameworkDiff {
  return {
    from: toFrameworkVersion(from),
    to: toFrameworkVersion(to),
    pointsMoved: comparison.pointsMoved,
    indicators: comparison.indicators.map((row) => ({
      ...row,
      fate: IndicatorFate[row.fate],
      changes: row.changes.map(toChange),
    })),
    keyPerformanceIndicators: toKpis(comparison),
    gradeChanges: comparison.grades.map(toChange),
  };
}

function toKpis({ kpis }: VersionComparison): FrameworkDiff['keyPerformanceIndicators'] {
  return kpis.map((row) => ({ ...row, fate: IndicatorFate[row.fate], changes: row.changes.map(toChange) }));
}

function toChange(change: AspectChange): FrameworkChange {
  return { ...change, aspect: ChangedAspect[change.aspect], explanation: explain(change) };
}

const WORDS: Readonly<Record<AspectChange['aspect'], string>> = {
  NAME: '名称',
  DEFINITION: '内涵',
  PLACE: '所属二级指标',
  WEIGHT: '权重',
  METHOD: '评分办法',
  TARGET: '标准',
  PARAMETER: '参数',
  LEAD: '牵头单位',
  SUPPORT: '配合单位',
  OWNER: '责任单位',
  MEASURES: '数据项',
  ASSESSMENT_ITEMS: '评价要点',
  FORMULA: '公式',
  UNIT: '计量单位',
};

function explain({ aspect, item, before, after }: AspectChange): string {
  const what = item === null ? WORDS[aspect] : `${WORDS[aspect]}（${item}）`;
  return `${what}由“${before ?? '无'}”改为“${after ?? '无'}”`;
}

export function toKeyIndicatorAgreement({ kpis, agreeing, share }: KpiAgreement): KeyIndicatorAgreement {
  return {
    agreeingCount: agreeing,
    totalCount: kpis.length,
    share,
    keyPerformanceIndicators: kpis.map(({ kpi, scored, missing }) => ({
      code: kpi.code,
      name: kpi.nameZh,
      isAgreeing: missing.length === 0,
      scoredMeasures: scored,
      missingMeasures: missing,
    })),
  };
}

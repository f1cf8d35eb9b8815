import type { AssessmentItem } from '../../catalogue/framework/assessment-item.ts';
import type { Dimension } from '../../catalogue/framework/dimension.ts';
import type { Framework } from '../../catalogue/framework/framework.ts';
import type { Measure } from '../../catalogue/framework/measure.ts';
import type { ResponsibilitySplit } from '../../catalogue/responsibility/responsibility-split.ts';
import type { IndicatorScoring, ScoringMethod, ScoringModel } from '../../catalogue/scoring-model/scoring-model.ts';
import { EVERY_SOURCE_ALIKE } from '../../catalogue/reading/to-assessment-rules.ts';
import { prepareScoring, type ScoringPlan, type ScoringSetup } from '../compile/prepare-scoring.ts';
import type { InputValue, Mark } from '../reading/input-value.ts';

export const YEAR = 2025;

const UNIT_NAMES = new Map([
  ['hrss', '人社局'],
  ['sasac', '国资委'],
  ['union', '总工会'],
]);

export function aMeasure(code: string, overrides: Partial<Measure> = {}): Measure {
  return {
    code,
    nameZh: `数据项${code}`,
    nameEn: code,
    type: 'count',
    unitOfMeasure: 'person',
    role: 'core',
    temporal: 'stock',
    frequency: 'annual',
    countedFrom: null,
    direction: 'higher',
    derived: overrides.derivation !== undefined && overrides.derivation !== null,
    derivation: null,
    dimensions: [],
    appliesTo: ['district'],
    periodicity: null,
    unavailable: null,
    burdenRelief: false,
    releaseLag: null,
    note: null,
    ...overrides,
  };
}

export function aDimension(id: string, partition: boolean, codes: readonly string[]): Dimension {
  return { id, nameZh: id, nameEn: id, partition, values: codes.map((code) => ({ code, zh: code, en: code })) };
}

export interface SmallIndicator {
  readonly key?: string;
  readonly weight?: string;
  readonly pillar?: string;
  readonly group?: string;
  readonly method: ScoringMethod;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly lead?: string;
}

export interface SmallWorld {
  readonly indicators: readonly SmallIndicator[];
  readonly measures?: readonly Measure[];
  readonly dimensions?: readonly Dimension[];
  readonly items?: readonly string[];
  readonly owners?: Readonly<Record<string, string>>;
  readonly model?: Partial<ScoringModel>;
}

/** A framework, model and split small enough to read, in the shapes of the catalogue. */
export function aSetup(world: SmallWorld): ScoringSetup {
  const measures = world.measures ?? [];
  const rows = world.indicators.map((each, index) => ({
    code: String(index + 1),
    pillar: '1',
    group: '1',
    weight: '1',
    ...each,
  }));
  const groups = [...new Set(rows.map(({ group }) => group))].map((code) => ({
    code,
    pillar: rows.find(({ group }) => group === code)?.pillar ?? '1',
    weight: total(rows.filter(({ group }) => group === code)),
    name: `二级${code}`,
  }));
  const pillars = [...new Set(rows.map(({ pillar }) => pillar))].map((code) => ({
    code,
    weight: total(rows.filter(({ pillar }) => pillar === code)),
    name: `一级${code}`,
  }));
  const names = { label: '', nameEn: '' };
  const framework: Framework = {
    id: 'small',
    status: 'derived',
    documentNo: '',
    title: '小体系',
    source: '',
    replaceBy: null,
    subjectKind: 'district',
    validFrom: '2023-01-01',
    validTo: null,
    years: [YEAR],
    basedOn: null,
    statedCounts: { pillars: pillars.length, groups: groups.length, indicators: rows.length },
    pillars: pillars.map(({ code, name }) => ({ code, name, kind: 'performance', ...names })),
    groups: groups.map(({ code, name, pillar }) => ({ code, name, pillar, ...names })),
    indicators: rows.map(({ code, key = `key-${code}`, pillar, group }, index) => ({
      code,
      key,
      pillar,
      group,
      name: `指标${code}`,
      nameEn: '',
      definition: '',
      nature: 'quantitative',
      measures: index === 0 ? measures.map((measure) => measure.code) : [],
      assessmentItems: [],
      uses: [],
      nationalCode: code,
    })),
    measures: new Map(measures.map((measure) => [measure.code, measure])),
    assessmentItems: new Map((world.items ?? []).map((code) => [code, anItem(code)])),
    dimensions: new Map((world.dimensions ?? []).map((dimension) => [dimension.id, dimension])),
    unitsOfMeasure: new Map(),
  };
  const scorings = rows.map(
    ({ code, key = `key-${code}`, weight, method, parameters }): IndicatorScoring => ({
      code,
      key,
      weight,
      method,
      parameters,
      status: 'derived',
      reason: '',
    }),
  );
  const model: ScoringModel = {
    id: 'small-model',
    framework: 'small',
    status: 'derived',
    pillars,
    groups,
    indicators: new Map(scorings.map((scoring) => [scoring.code, scoring])),
    bands: [
      { category: '优秀', atLeast: '90' },
      { category: '良好', atLeast: '80' },
      { category: '一般', atLeast: '60' },
      { category: '差', atLeast: '0' },
    ],
    variants: [],
    assessments: EVERY_SOURCE_ALIKE,
    unitView: null,
    ...world.model,
  };
  const split: ResponsibilitySplit = {
    framework: 'small',
    status: 'derived',
    indicators: new Map(
      rows.map(({ code, key = `key-${code}`, lead = 'union' }) => [
        code,
        { indicatorCode: code, key, lead, support: [], confidence: 'high', contested: false },
      ]),
    ),
    measures: new Map(
      measures.map((measure) => [
        measure.code,
        {
          measure: measure.code,
          indicator: '1',
          owner: world.owners?.[measure.code] ?? 'hrss',
          byDimension: null,
          dimensions: measure.dimensions,
          cells: 1,
          computed: measure.derived,
        },
      ]),
    ),
  };
  return { framework, model, split, year: YEAR, unitNames: UNIT_NAMES };
}

export function aPlan(world: SmallWorld): ScoringPlan {
  return prepareScoring(aSetup(world));
}

export function aValue(measure: string, value: string, overrides: Partial<InputValue> = {}): InputValue {
  const { period = String(YEAR), dimensions = '' } = overrides;
  return {
    id: `${measure} ${period} ${dimensions}`,
    measure,
    period,
    dimensions,
    value,
    memberUnit: 'hrss',
    state: 'ACCEPTED',
    revision: 1,
    receivedAt: new Date('2026-01-31T00:00:00Z'),
    receiptHash: null,
    isDerived: false,
    reportedOn: '2026-01-31',
    revisionOfCorrection: false,
    ...overrides,
  };
}

export function aMark(mark: string, overrides: Partial<Mark> = {}): Mark {
  return { id: `mark ${mark}`, body: 'third-party-1', source: 'third-party', mark, ...overrides };
}

function anItem(code: string): AssessmentItem {
  return {
    code,
    nameZh: `要点${code}`,
    nameEn: code,
    aspects: [],
    judgedBy: ['third-party'],
    namedBody: null,
    notBy: 'union',
  };
}

function total(rows: readonly { readonly weight: string }[]): string {
  const cents = rows.reduce((sum, { weight }) => sum + Math.round(Number(weight) * 10_000), 0);
  return String(cents / 10_000);
}

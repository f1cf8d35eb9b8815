import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../catalogue.ts';
import { checkCatalogue } from './catalogue-checks.ts';
import type { CatalogueFaultCode } from './catalogue-fault.ts';
import { loadCatalogue } from '../load-catalogue.ts';

type Open<T> =
  T extends ReadonlyMap<infer K, infer V>
    ? Map<K, Open<V>>
    : T extends ReadonlySet<infer V>
      ? Set<V>
      : T extends object
        ? { -readonly [P in keyof T]: Open<T[P]> }
        : T;

type OpenCatalogue = Open<Catalogue>;

function spoiled(change: (catalogue: OpenCatalogue) => void): CatalogueFaultCode[] {
  const copy = structuredClone(loadCatalogue()) as OpenCatalogue;
  change(copy);
  return checkCatalogue(copy as Catalogue).map(({ code }) => code);
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the shipped catalogue has no such row');
  return value;
}

const national = (it: OpenCatalogue) => present(it.frameworks.get('national-2022'));
const district = (it: OpenCatalogue) => present(it.frameworks.get('fengtai-2023'));
const split = (it: OpenCatalogue) => present(it.splits.get('fengtai-2023'));
const model = (it: OpenCatalogue) => present(it.scoringModels.get('fengtai-2023'));
const indicator = (it: OpenCatalogue, index = 0) => present(district(it).indicators[index]);
const measure = (it: OpenCatalogue, code: string) => present(district(it).measures.get(code));
const scoring = (it: OpenCatalogue, code: string) => present(model(it).indicators.get(code));
const kpi = (it: OpenCatalogue, index = 0) => present(it.kpis[index]);
const ownership = (it: OpenCatalogue, code: string) => present(split(it).measures.get(code));

const BY_OWNERSHIP = 'enterprises-running-reform';
const RATE = 'reform-deployed-enterprise-rate';

const spoils: readonly [string, CatalogueFaultCode, (catalogue: OpenCatalogue) => void][] = [
  ['an indicator too few', 'LEVEL_COUNT', (it) => district(it).indicators.pop()],
  ['a group too few', 'LEVEL_COUNT', (it) => national(it).groups.pop()],
  [
    'a pillar too many',
    'LEVEL_COUNT',
    (it) => national(it).pillars.push({ ...present(national(it).pillars[0]), code: '8' }),
  ],
  ['a number given twice', 'DUPLICATE_CODE', (it) => Object.assign(indicator(it, 1), { code: '1' })],
  ['a key given twice', 'DUPLICATE_KEY', (it) => Object.assign(indicator(it, 1), { key: indicator(it).key })],
  ['a measure in two indicators', 'DUPLICATE_CODE', (it) => indicator(it, 1).measures.push('in-five-year-plan')],
  ['two indicators drawn from one', 'DUPLICATE_CODE', (it) => Object.assign(indicator(it, 1), { nationalCode: '1' })],
  [
    'an indicator that asks nothing',
    'EMPTY_INDICATOR',
    (it) => Object.assign(indicator(it), { measures: [], assessmentItems: [] }),
  ],
  ['an unknown pillar', 'UNKNOWN_PILLAR', (it) => Object.assign(indicator(it), { pillar: '9' })],
  ['an unknown group', 'UNKNOWN_GROUP', (it) => Object.assign(indicator(it), { group: '99' })],
  ['a group of another pillar', 'UNKNOWN_GROUP', (it) => Object.assign(indicator(it), { group: '25' })],
  ['an unknown measure', 'UNKNOWN_MEASURE', (it) => indicator(it).measures.push('nothing')],
  ['an unknown measure used', 'UNKNOWN_MEASURE', (it) => indicator(it).uses.push('nothing')],
  ['an unknown item', 'UNKNOWN_ASSESSMENT_ITEM', (it) => indicator(it).assessmentItems.push('nothing')],
  ['an unknown dimension', 'UNKNOWN_DIMENSION', (it) => measure(it, BY_OWNERSHIP).dimensions.push('colour')],
  [
    'an unknown unit of measure',
    'UNKNOWN_UNIT_OF_MEASURE',
    (it) => Object.assign(measure(it, RATE), { unitOfMeasure: 'ell' }),
  ],
  [
    'a dimension value given twice',
    'DUPLICATE_CODE',
    (it) => {
      const { values } = present(district(it).dimensions.get('ownership'));
      values.push(present(values[0]));
    },
  ],
  [
    'an unavailable value that does not exist',
    'UNKNOWN_DIMENSION_VALUE',
    (it) => {
      measure(it, BY_OWNERSHIP).unavailable = { dimension: 'ownership', values: ['foreign'], note: '' };
    },
  ],
  ['a changed key', 'KEY_CHANGED', (it) => Object.assign(indicator(it), { key: 'renamed' })],
  ['an unknown national indicator', 'UNKNOWN_INDICATOR', (it) => Object.assign(indicator(it), { nationalCode: '99' })],
  ['a key that is a measure', 'DUPLICATE_KEY', (it) => Object.assign(indicator(it), { key: 'in-five-year-plan' })],
  [
    'two frameworks in one year',
    'YEAR_CLASH',
    (it) => {
      it.frameworks.set('other', { ...district(it), id: 'other' });
    },
  ],
  [
    'a derivation that reads nothing known',
    'UNKNOWN_MEASURE',
    (it) => {
      measure(it, RATE).derivation = { op: 'growth', base: 'nothing' };
    },
  ],
  [
    'a derivation cycle',
    'DERIVATION_CYCLE',
    (it) => {
      Object.assign(measure(it, BY_OWNERSHIP), { derived: true, derivation: { op: 'sum', parts: [RATE] } });
    },
  ],
  [
    'a derived measure without derivation',
    'DERIVATION_MISSING',
    (it) => Object.assign(measure(it, RATE), { derivation: null }),
  ],
  [
    'a derivation over cells its parts do not have',
    'DERIVATION_DIMENSIONS',
    (it) => {
      Object.assign(measure(it, BY_OWNERSHIP), { dimensions: [] });
    },
  ],
  [
    'a derivation that adds overlapping values',
    'DERIVATION_DIMENSIONS',
    (it) => {
      Object.assign(present(district(it).dimensions.get('ownership')), { partition: false });
      Object.assign(measure(it, RATE), { dimensions: [] });
    },
  ],
  ['no split', 'SPLIT_MISSING', (it) => it.splits.delete('fengtai-2023')],
  ['an indicator nobody leads', 'INDICATOR_NOT_LED', (it) => split(it).indicators.delete('5')],
  [
    'an unknown lead',
    'UNKNOWN_UNIT',
    (it) => Object.assign(present(split(it).indicators.get('5')), { lead: 'nobody' }),
  ],
  [
    'a lead that supports itself',
    'LEAD_SUPPORTS_ITSELF',
    (it) => {
      const row = present(split(it).indicators.get('5'));
      row.support.push(row.lead);
    },
  ],
  [
    'an indicator only the split has',
    'UNKNOWN_INDICATOR',
    (it) => {
      split(it).indicators.set('99', { ...present(split(it).indicators.get('5')), indicatorCode: '99' });
    },
  ],
  ['a measure nobody owns', 'MEASURE_NOT_OWNED', (it) => split(it).measures.delete(RATE)],
  [
    'a measure only the split has',
    'UNKNOWN_MEASURE',
    (it) => {
      split(it).measures.set('nothing', { ...ownership(it, RATE), measure: 'nothing' });
    },
  ],
  [
    'a measure owned under another indicator',
    'MEASURE_OWNED_ELSEWHERE',
    (it) => Object.assign(ownership(it, RATE), { indicator: '1' }),
  ],
  [
    'a cell nobody owns',
    'CELL_NOT_OWNED',
    (it) => {
      delete present(ownership(it, BY_OWNERSHIP).byDimension ?? undefined).owners['non-public'];
    },
  ],
  [
    'an owner of a value that does not exist',
    'UNKNOWN_DIMENSION_VALUE',
    (it) => {
      present(ownership(it, BY_OWNERSHIP).byDimension ?? undefined).owners.foreign = 'union';
    },
  ],
  [
    'an unknown owner of a cell',
    'UNKNOWN_UNIT',
    (it) => {
      present(ownership(it, BY_OWNERSHIP).byDimension ?? undefined).owners['non-public'] = 'nobody';
    },
  ],
  [
    'an owner that neither leads nor supports',
    'OWNER_OUTSIDE_SPLIT',
    (it) => Object.assign(ownership(it, 'in-five-year-plan'), { owner: 'media' }),
  ],
  [
    'an item the lead may judge',
    'JUDGED_BY_LEAD',
    (it) => {
      Object.assign(present(district(it).assessmentItems.get('pilot-rating')), { notBy: 'media' });
    },
  ],
  [
    'an item judged by the lead',
    'JUDGED_BY_LEAD',
    (it) => {
      const item = present([...district(it).assessmentItems.values()].find(({ namedBody }) => namedBody !== null));
      item.namedBody = item.notBy;
    },
  ],
  [
    'an item without a judge',
    'JUDGE_MISSING',
    (it) => {
      Object.assign(present(district(it).assessmentItems.get('pilot-rating')), { judgedBy: [] });
    },
  ],
  ['no scoring model', 'SCORING_MISSING', (it) => it.scoringModels.delete('fengtai-2023')],
  ['an indicator that is not scored', 'SCORING_MISSING', (it) => model(it).indicators.delete('5')],
  ['an indicator weight off by a tenth', 'WEIGHT_SUM', (it) => Object.assign(scoring(it, '5'), { weight: '0.1' })],
  [
    'a group weight off by a hair',
    'WEIGHT_SUM',
    (it) => Object.assign(present(model(it).groups[0]), { weight: '3.0000000001' }),
  ],
  ['a pillar weight off', 'WEIGHT_SUM', (it) => Object.assign(present(model(it).pillars[0]), { weight: '19' })],
  [
    'a variant that does not add up',
    'WEIGHT_SUM',
    (it) => {
      present(model(it).variants[0]).overrides['5'] = { weight: '9' };
    },
  ],
  [
    'common items of the unit view that do not add up',
    'WEIGHT_SUM',
    (it) => {
      present(model(it).unitView ?? undefined).commonItems.pop();
    },
  ],
  [
    'a unit view that does not add up',
    'WEIGHT_SUM',
    (it) => {
      Object.assign(present(model(it).unitView ?? undefined), { specialWeight: '70' });
    },
  ],
  [
    'parts that do not add up',
    'WEIGHT_SUM',
    (it) => {
      const { parts } = scoring(it, '3').parameters as { parts: unknown[] };
      parts.pop();
    },
  ],
  [
    'checklist shares that do not add up',
    'WEIGHT_SUM',
    (it) => {
      Object.assign(scoring(it, '1'), {
        parameters: { items: [{ measure: 'in-five-year-plan', atLeast: 'true', share: '99' }] },
      });
    },
  ],
  ['a checklist without items', 'PARAMETERS_INCOMPLETE', (it) => Object.assign(scoring(it, '1'), { parameters: {} })],
  [
    'a parameter that does not exist',
    'PARAMETERS_INVALID',
    (it) => Object.assign(scoring(it, '1').parameters, { traget: '1' }),
  ],
  [
    'scoring of an unknown measure',
    'UNKNOWN_MEASURE',
    (it) => Object.assign(scoring(it, '1').parameters, { alsoShown: ['nothing'] }),
  ],
  [
    'scoring of another indicator\u2019s item',
    'UNKNOWN_ASSESSMENT_ITEM',
    (it) => {
      Object.assign(scoring(it, '1').parameters, { assessmentItem: 'pilot-rating' });
    },
  ],
  [
    'scoring of an unknown cell',
    'UNKNOWN_DIMENSION_VALUE',
    (it) => Object.assign(scoring(it, '1').parameters, { dimensionValue: 'blue' }),
  ],
  [
    'an item no scoring reads',
    'ITEM_NEVER_MARKED',
    (it) => Object.assign(scoring(it, '7'), { method: 'informational', parameters: {} }),
  ],
  [
    'a variant of an unknown measure',
    'UNKNOWN_MEASURE',
    (it) => present(model(it).variants[0]).informational.push('nothing'),
  ],
  ['a KPI of an unknown measure', 'UNKNOWN_MEASURE', (it) => Object.assign(kpi(it).formula, { measure: 'nothing' })],
  ['a KPI of an unknown part', 'UNKNOWN_MEASURE', (it) => Object.assign(kpi(it).formula, { denominator: 'nothing' })],
  [
    'a KPI that contradicts its measure',
    'KPI_FORMULA',
    (it) => Object.assign(kpi(it).formula, { denominator: 'industrial-workers' }),
  ],
  ['a KPI of an unknown unit', 'UNKNOWN_UNIT', (it) => Object.assign(kpi(it), { responsibleUnit: 'nobody' })],
  ['a KPI from an unknown indicator', 'UNKNOWN_INDICATOR', (it) => kpi(it).sourceIndicators.push('99')],
  ['a KPI given twice', 'DUPLICATE_CODE', (it) => it.kpis.push(kpi(it))],
  [
    'a released source without a day',
    'RELEASE_DAY_MISSING',
    (it) => it.releaseCalendar.sources.delete('Party statistics'),
  ],
  [
    'a final figure released before the preliminary one',
    'RELEASE_ORDER',
    (it) => {
      present(it.releaseCalendar.sources.get('official statistics')).FINAL.monthsAfterEnd = 1;
    },
  ],
  [
    'last year\u2019s final figure released after this year\u2019s preliminary one',
    'RELEASE_ORDER',
    (it) => {
      present(it.releaseCalendar.sources.get('official statistics')).FINAL.monthsAfterEnd = 15;
    },
  ],
  [
    'a single day that reverses the stages',
    'RELEASE_ORDER',
    (it) => it.releaseCalendar.dates.set('industrial-workers/FINAL/2025', '2026-02-01'),
  ],
  [
    'a single day of a measure that is not released',
    'UNKNOWN_MEASURE',
    (it) => it.releaseCalendar.dates.set('nothing/FINAL/2025', '2026-10-01'),
  ],
  [
    'a single day within its period',
    'RELEASE_MISPLACED',
    (it) => it.releaseCalendar.dates.set('industrial-workers/PRELIMINARY/2025', '2025-12-31'),
  ],
  [
    'a single day of a period nobody reports',
    'RELEASE_MISPLACED',
    (it) => it.releaseCalendar.dates.set('industrial-workers/FINAL/2025-Q1', '2026-10-01'),
  ],
  [
    'a figure that would tell a held back one',
    'RELEASE_DAY_MISSING',
    (it) => Object.assign(measure(it, 'party-member-share'), { releaseLag: null }),
  ],
  [
    'an input that does not exist',
    'UNKNOWN_MEASURE',
    (it) => present(it.releaseCalendar.measures.get('party-member-share')).inputs.push('nothing'),
  ],
  [
    'a measure released with itself',
    'DERIVATION_CYCLE',
    (it) => present(it.releaseCalendar.measures.get('party-members')).inputs.push('party-member-share'),
  ],
  ['an unknown sensitive measure', 'UNKNOWN_MEASURE', (it) => it.sensitiveMeasures.add('nothing')],
  [
    'a unit in an unknown subgraph',
    'UNKNOWN_SUBGRAPH',
    (it) => Object.assign(present(it.memberUnits.get('media')), { subgraph: 'press' }),
  ],
  ['a unit its subgraph does not host', 'HOST_MISMATCH', (it) => present(it.subgraphs.get('union')).hosts.pop()],
  [
    'a subgraph that hosts nobody known',
    'UNKNOWN_UNIT',
    (it) => present(it.subgraphs.get('union')).hosts.push('nobody'),
  ],
];

describe('checkCatalogue', () => {
  it('finds the shipped catalogue sound', () => {
    expect(checkCatalogue(loadCatalogue())).toEqual([]);
  });

  it.each(spoils)('finds %s (%s)', (_what, code, change) => {
    expect(spoiled(change)).toContain(code);
  });

  it('says in Chinese where the fault lies', () => {
    const copy = structuredClone(loadCatalogue()) as OpenCatalogue;
    present(copy.splits.get('fengtai-2023')).indicators.delete('5');
    const fault = checkCatalogue(copy as Catalogue).find(({ code }) => code === 'INDICATOR_NOT_LED');
    expect(fault).toEqual({ code: 'INDICATOR_NOT_LED', message: '没有牵头单位', where: 'fengtai-2023 第5项' });
  });
});

import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../load-catalogue.ts';
import { buildVersion, versionContextOf } from './build-version.ts';
import { type ComparedVersion, compareVersions } from './compare-versions.ts';
import { kpiAgreement } from './kpi-agreement.ts';
import { shippedVersions } from './shipped-versions.ts';
import type { VersionDocuments } from './version-documents.schema.ts';

const catalogue = loadCatalogue();
const shipped = shippedVersions();

function documentsOf(code: string): VersionDocuments {
  const documents = shipped.get(code);
  if (documents === undefined) throw new Error(`no framework ${code}`);
  return structuredClone(documents);
}

function versionOf(documents: VersionDocuments): ComparedVersion {
  return { ...buildVersion(documents, versionContextOf(catalogue)), dropped: documents.framework.dropped };
}

const national = versionOf(documentsOf('national-2022'));
const district = versionOf(documentsOf('fengtai-2023'));

describe('two versions of a framework', () => {
  it('that are the same differ in nothing', () => {
    const found = compareVersions(district, versionOf(documentsOf('fengtai-2023')));
    expect(found.pointsMoved).toBe('0');
    expect(
      [...found.indicators, ...found.kpis].every(({ fate, changes }) => fate === 'CONTINUED' && !changes.length),
    ).toBe(true);
    expect(found.grades).toEqual([]);
  });

  it('rule 12: are compared by the keys of their indicators: continued, merged and dropped, with the reason', () => {
    const { indicators } = compareVersions(national, district);
    const fates = (fate: string) => indicators.filter((row) => row.fate === fate);
    expect([fates('CONTINUED').length, fates('MERGED').length, fates('DROPPED').length, fates('ADDED').length]).toEqual(
      [80, 7, 1, 0],
    );
    const office = indicators.find(({ name }) => name === '领导机构办公室');
    expect(office).toMatchObject({ fate: 'MERGED', mergedInto: 'leading-body', fromCode: '8', toCode: null });
    expect(office?.reason).toContain('未设领导机构办公室');
    expect(compareVersions(district, national).indicators.filter(({ fate }) => fate === 'ADDED')).toHaveLength(8);
  });

  it('tell points moved, methods, targets, leads, owners to the cell, grades and formulas', () => {
    const documents = documentsOf('fengtai-2023');
    const [first, second] = documents.model.indicators;
    const [split] = documents.responsibility.indicators;
    const [kpi] = documents.kpis.kpis;
    const cells = documents.responsibility.indicators
      .flatMap(({ measures }) => measures)
      .find(({ byDimension }) => byDimension !== undefined);
    const [value] = Object.keys(cells?.byDimension?.owners ?? {});
    if (!first || !second || !split || !kpi || !cells?.byDimension || value === undefined) throw new Error('no rows');
    const [was, moved] = [Number(first.weight), 0.3];
    first.weight = (was + moved).toFixed(1);
    second.weight = (Number(second.weight) - moved).toFixed(1);
    second.method = 'informational';
    split.lead = 'union';
    cells.byDimension.owners[value] = 'hrss';
    kpi.formula = { op: 'value', measure: 'industrial-workers' };
    documents.model.bands.rules[0] = { category: '优秀', atLeast: '92' };
    const found = compareVersions(district, versionOf(documents));
    expect(found.pointsMoved).toBe('0.3');
    const changes = found.indicators.flatMap((row) => row.changes.map((change) => ({ code: row.toCode, ...change })));
    expect(changes).toContainEqual(expect.objectContaining({ code: first.code, aspect: 'WEIGHT', points: '0.3' }));
    expect(changes).toContainEqual(
      expect.objectContaining({ code: second.code, aspect: 'METHOD', after: 'informational' }),
    );
    expect(changes).toContainEqual(expect.objectContaining({ aspect: 'LEAD', before: 'ndrc', after: 'union' }));
    expect(changes).toContainEqual(
      expect.objectContaining({ aspect: 'OWNER', item: expect.stringContaining(value), after: 'hrss' }),
    );
    expect(found.grades).toEqual([{ aspect: 'TARGET', item: '优秀', before: '90', after: '92', points: null }]);
    expect(found.kpis.find(({ code }) => code === kpi.code)?.changes).toContainEqual(
      expect.objectContaining({ aspect: 'FORMULA' }),
    );
  });
});

describe('the agreement of a version with the key performance indicators', () => {
  it.each([national, district])(
    'rule 23: $framework.id is told by measures, as a share and by what is missing',
    (version) => {
      const { kpis, agreeing, share } = kpiAgreement(version);
      expect(kpis).toHaveLength(version.kpis.length);
      expect(kpis.filter(({ missing }) => missing.length === 0)).toHaveLength(agreeing);
      expect(Number(share)).toBeCloseTo(agreeing / kpis.length, 4);
    },
  );

  it('rule 23: rises when the framework scores what a key indicator reads', () => {
    const documents = documentsOf('fengtai-2023');
    const measure = 'reform-deployed-enterprise-rate';
    for (const row of documents.model.indicators) {
      row.parameters = JSON.parse(JSON.stringify(row.parameters).replaceAll(`"${measure}"`, '"industrial-workers"'));
    }
    for (const row of documents.framework.indicators) row.uses = (row.uses ?? []).filter((code) => code !== measure);
    const less = kpiAgreement(versionOf(documents));
    expect(less.agreeing).toBeLessThan(kpiAgreement(district).agreeing);
    expect(less.kpis.flatMap(({ missing }) => missing)).toContain(measure);
  });
});

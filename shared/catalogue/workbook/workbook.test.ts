import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../load-catalogue.ts';
import { shippedVersions } from '../version/shipped-versions.ts';
import { type VersionDocuments, versionDocumentsSchema } from '../version/version-documents.schema.ts';
import { hashVersion } from '../version/version-hash.ts';
import { cellIn, checkWorkbook } from './check-workbook.ts';
import { readSheets } from './read-sheets.ts';
import { HEAD_ROWS, NAMES_ROW, type Sheet } from './sheet.ts';
import { writeSheets } from './write-sheets.ts';

const catalogue = loadCatalogue();
const versions = shippedVersions();

function documentsOf(code: string): VersionDocuments {
  const documents = versions.get(code);
  if (documents === undefined) throw new Error(`no framework ${code}`);
  return documents;
}

/** The sheets with one cell changed: row of the data counted from 0. */
function withCell(sheets: readonly Sheet[], at: { sheet: string; row: number; field: string }, text: string): Sheet[] {
  return sheets.map((sheet) => {
    if (sheet.name !== at.sheet) return sheet;
    const column = sheet.rows[NAMES_ROW]?.indexOf(at.field) ?? -1;
    const rows = sheet.rows.map((row, index) => (index === at.row + HEAD_ROWS ? row.with(column, text) : row));
    return { ...sheet, rows };
  });
}

describe.each([...versions])('the sheets of %s', (code, documents) => {
  const sheets = writeSheets(documents);

  it('read back to the same documents, all of them', () => {
    const read = readSheets(sheets);
    expect(read.faults).toEqual([]);
    expect(read.documents).toEqual(documents);
    expect(versionDocumentsSchema.parse(read.documents)).toEqual(documents);
  });

  it('are sound: a template handed back is no change', () => {
    const checked = checkWorkbook(sheets, catalogue);
    if (!checked.ok) throw new Error(JSON.stringify(checked.error.slice(0, 5)));
    expect(hashVersion(checked.value.documents)).toBe(hashVersion(documents));
    expect(checked.value.version.model).toEqual(catalogue.scoringModels.get(code));
  });
});

describe('a workbook', () => {
  const documents = documentsOf('fengtai-2023');
  const sheets = writeSheets(documents);

  it('reads back whatever texts stand in it', () => {
    const text = fc.string({ minLength: 1, maxLength: 40 }).filter((it) => /\S/.test(it));
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 4 }), text, (reason, judged, otherwise) => {
        const changed = structuredClone(documents);
        const [first] = changed.responsibility.indicators;
        const [guard] = changed.model.bands.guards;
        if (first === undefined || guard === undefined) throw new Error('nothing to change');
        first.reason = reason;
        first.sources = judged;
        guard.otherwise = otherwise;
        expect(readSheets(writeSheets(changed)).documents).toEqual(changed);
      }),
      { numRuns: 15 },
    );
  });

  it('may have its columns in any order', () => {
    const turned = sheets.map((sheet) =>
      sheet.name === '指标' ? { ...sheet, rows: sheet.rows.map((row) => [...row].reverse()) } : sheet,
    );
    expect(readSheets(turned).documents).toEqual(documents);
  });

  it.each<[string, { sheet: string; row: number; field: string }, string, string]>([
    ['an unknown nature', { sheet: '指标', row: 4, field: 'nature' }, 'strong', 'CELL_INVALID'],
    ['an indicator without a name', { sheet: '指标', row: 2, field: 'name' }, '', 'CELL_MISSING'],
    ['a weight that is no number', { sheet: '评分办法', row: 7, field: 'weight' }, '二', 'CELL_INVALID'],
    ['an unknown method', { sheet: '评分办法', row: 0, field: 'method' }, 'guess', 'CELL_INVALID'],
    ['a measure of no indicator', { sheet: '数据项', row: 1, field: 'belongsTo' }, '999', 'ROW_BELONGS_TO_NOTHING'],
    ['an unknown lead unit', { sheet: '责任分工', row: 3, field: 'lead' }, 'nobody', 'UNKNOWN_UNIT'],
    [
      'an unknown unit of measure',
      { sheet: '数据项', row: 5, field: 'unitOfMeasure' },
      'parsec',
      'UNKNOWN_UNIT_OF_MEASURE',
    ],
    ['a key that is not kept', { sheet: '指标', row: 9, field: 'key' }, 'something-else', 'KEY_CHANGED'],
    ['an owner outside the split', { sheet: '责任单位', row: 0, field: 'owner' }, 'sports', 'UNKNOWN_UNIT'],
    ['an indicator that is too heavy', { sheet: '评分办法', row: 12, field: 'weight' }, '7.5', 'WEIGHT_LIMIT'],
    ['a pillar under another name', { sheet: '一级指标', row: 1, field: 'name' }, '思想', 'PILLAR_CHANGED'],
  ])('is told %s by sheet and cell', (_what, at, text, code) => {
    const checked = checkWorkbook(withCell(sheets, at, text), catalogue);
    const faults = checked.ok ? [] : checked.error;
    const cell = cellIn(sheets, at.sheet, at.row, at.field);
    expect(faults.filter((fault) => fault.code === code)).toContainEqual(
      expect.objectContaining({ code, sheet: at.sheet, cell, rule: expect.any(String), remedy: expect.any(String) }),
    );
  });

  it('is told every fault at once, in the order of its sheets', () => {
    const twice = withCell(
      withCell(sheets, { sheet: '评分办法', row: 0, field: 'method' }, 'guess'),
      { sheet: '指标', row: 4, field: 'nature' },
      'strong',
    );
    const checked = checkWorkbook(twice, catalogue);
    expect(checked.ok ? [] : checked.error.map(({ sheet }) => sheet)).toEqual(['指标', '评分办法']);
  });

  it('is told of a sheet that is missing and of one that nobody reads', () => {
    const other = sheets.filter(({ name }) => name !== '类别').concat({ name: '草稿', rows: [['x']] });
    const checked = checkWorkbook(other, catalogue);
    const codes = checked.ok ? [] : checked.error.map(({ code, sheet }) => `${code} ${sheet}`);
    expect(codes).toContain('SHEET_MISSING 类别');
    expect(codes).toContain('SHEET_UNKNOWN 草稿');
  });

  it('that is an empty template is told what is missing, not taken', () => {
    expect(checkWorkbook(writeSheets(null), catalogue).ok).toBe(false);
  });
});

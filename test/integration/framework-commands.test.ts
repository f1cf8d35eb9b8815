import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameworkDiffCommand } from '../../gateway/cli/commands/framework/framework-diff.command.ts';
import { frameworkImportCommand } from '../../gateway/cli/commands/framework/framework-import.command.ts';
import { frameworkTemplateCommand } from '../../gateway/cli/commands/framework/framework-template.command.ts';
import {
  frameworkCarryOverCommand,
  frameworkPublishCommand,
  frameworkVersionsCommand,
} from '../../gateway/cli/commands/framework/framework-version.command.ts';
import { renderOutcome } from '../../gateway/cli/outcome.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { seedFrameworkVersions } from '../../subgraphs/evaluation/framework-version/seed-framework-versions.ts';
import { EvaluationWorld } from './evaluation-world.ts';
import { aDistrictVersion, aWorkbook } from '../testkit/workbook.ts';

const DECISION = { document: '协调小组会议纪要', number: '〔2025〕3号', reason: '年度要点有调整' };

describe('hub framework', () => {
  let world: EvaluationWorld;
  let folder: string;

  beforeAll(async () => {
    world = await EvaluationWorld.open();
    await seedFrameworkVersions(world.dataSource, createLogger('test', 'silent'));
    folder = await mkdtemp(join(tmpdir(), 'framework-'));
  });

  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });

  const template = (output: string, from?: string) =>
    frameworkTemplateCommand(() => world.client(), { output, ...(from !== undefined && { from }) });
  const load = (file: string, options = {}) => frameworkImportCommand(world.client(), file, options);
  const approver = () => world.client({ role: 'lead-approver' });
  /** A file with these bytes. */
  const aFile = async (name: string, bytes: Uint8Array | string): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, bytes);
    return file;
  };
  /** The filled template changed as one changes a workbook by hand. */
  const anEdited = async (name: string, edit: (workbook: ExcelJS.Workbook) => void): Promise<string> => {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(join(folder, 'fengtai.xlsx'));
    edit(workbook);
    const file = join(folder, name);
    await workbook.xlsx.writeFile(file);
    return file;
  };

  it('writes a template filled from a version, which handed back is no change', async () => {
    for (const [code, name] of [
      ['fengtai-2023', 'fengtai.xlsx'],
      ['national-2022', 'national.xlsx'],
    ] as const) {
      const file = join(folder, name);
      const written = await template(file, code);
      expect(written.error).toBeNull();
      const imported = await load(file);
      expect(imported.error).toBeNull();
      expect(imported.plain).toBe(`${code} 与已保存的完全相同，没有改动`);
    }
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect((await stat(join(folder, 'fengtai.xlsx'))).mode & 0o077).toBe(0);
  });

  it('has the sheets one works with, and an empty one without any hub', async () => {
    const empty = join(folder, 'empty.xlsx');
    const written = await frameworkTemplateCommand(
      () => {
        throw new Error('asked the hub');
      },
      { output: empty },
    );
    expect(written.error).toBeNull();
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(empty);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        '指标',
        '数据项',
        '评价要点',
        '责任分工',
        '责任单位',
        '评分办法',
        '变体',
        '类别',
        '关键绩效指标',
      ]),
    );
    const imported = await load(empty);
    expect(imported.error?.code).toBe('CELL_MISSING');
    expect(renderOutcome(imported, 'json').exitCode).toBe(1);
  });

  it('says which version it does not know, and where it cannot write', async () => {
    expect((await template(join(folder, 'x.xlsx'), 'nothing')).error?.code).toBe('FRAMEWORK_VERSION_UNKNOWN');
    expect((await template(join(folder, 'no', 'x.xlsx'))).error?.code).toBe('FILE_NOT_WRITABLE');
    expect((await load(join(folder, 'absent.xlsx'))).error?.code).toBe('FILE_UNREADABLE');
  });

  it('tells faults by sheet and cell as people made them', async () => {
    const file = await anEdited('faulty.xlsx', (workbook) => {
      workbook.getWorksheet('责任分工')!.getCell('D4').value = 'nobody';
      workbook.getWorksheet('评分办法')!.getCell('G5').value = 'guess';
    });
    const { plain, error, data } = await load(file);
    expect(error?.code).toBe('CELL_INVALID');
    expect(plain).toMatch(/评分办法 +G5 +CELL_INVALID/);
    expect(data).toMatchObject({ version: null, faults: [{ sheet: '评分办法', cell: 'G5' }] });
  });

  it('takes figures typed as numbers to the last digit, and dates as days', async () => {
    const file = await anEdited('numbers.xlsx', (workbook) => {
      const scoring = workbook.getWorksheet('评分办法')!;
      const names = scoring.getRow(2).values as unknown[];
      const column = names.indexOf('weight');
      for (const row of [4, 5]) scoring.getCell(row, column).value = Number(scoring.getCell(row, column).value);
      const head = workbook.getWorksheet('说明')!;
      head.eachRow((row) => {
        const field = row.getCell(2).value;
        if (field !== 'framework.validFrom') return;
        row.getCell(3).value = new Date('2023-01-18T00:00:00Z');
        // Cells that were read share their style.
        row.getCell(3).style = { numFmt: 'yyyy-mm-dd' };
      });
    });
    expect((await load(file)).plain).toContain('没有改动');
  });

  it('imports a draft, tells what differs, puts it into use by another hand and carries it over', async () => {
    const documents = aDistrictVersion('fengtai-2025', 2025);
    const [first, second] = documents.model.indicators;
    if (first === undefined || second === undefined) throw new Error('no rows');
    [first.weight, second.weight] = ['0.7', String(Number(second.weight) + Number(first.weight) - 0.7)];
    const file = await aFile('next.xlsx', Buffer.from(await aWorkbook(documents), 'base64'));
    expect((await load(file, { dryRun: true })).plain).toBe('fengtai-2025 检查通过，未保存');
    expect((await load(file)).plain).toMatch(/已保存为草案：fengtai-2025 +草案 +第1稿/);
    const diff = await frameworkDiffCommand(world.client(), 'fengtai-2023', 'fengtai-2025');
    expect(diff.plain).toMatch(/延续 80，并入 0，删去 0，新增 0 项；移动 0.1 分/);
    expect(diff.plain).toContain('权重由“0.8”改为“0.7”');
    expect((await frameworkPublishCommand(world.client(), 'fengtai-2025', DECISION)).error?.code).toBe('FORBIDDEN');
    expect((await frameworkPublishCommand(approver(), 'fengtai-2025', DECISION)).plain).toContain('已启用');
    const carried = await frameworkCarryOverCommand(approver(), { code: 'fengtai-2025', year: 2026 }, DECISION);
    expect(carried.plain).toContain('2025、2026');
    const { plain } = await frameworkVersionsCommand(world.client({ role: 'unit-editor', unit: 'hrss' }));
    expect(plain.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'national-2022',
      'fengtai-2023',
      'fengtai-2025',
    ]);
    const { data } = await world.ask('{ framework(code: "fengtai-2025") { years } }');
    expect(data.framework.years).toEqual([2025, 2026]);
  });

  it('tells merged and dropped indicators with the reason', async () => {
    const { plain } = await frameworkDiffCommand(world.client(), 'national-2022', 'fengtai-2023');
    expect(plain).toContain('延续 80，并入 7，删去 1，新增 0 项');
    expect(plain).toMatch(/8 → — +领导机构办公室 +并入 +并入 leading-body/);
  });

  it.each<[string, string, (filled: Uint8Array) => Uint8Array | string]>([
    ['a text', 'WORKBOOK_UNREADABLE', () => 'not a workbook'],
    ['an empty file', 'WORKBOOK_ENCODING', () => ''],
    ['a zip of something else', 'WORKBOOK_UNREADABLE', () => zipSync({ 'a.txt': strToU8('a') })],
    ['half a workbook', 'WORKBOOK_UNREADABLE', (filled) => filled.subarray(0, filled.length / 2)],
    ['an old or encrypted workbook', 'WORKBOOK_UNREADABLE', () => Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a workbook that unpacks to gigabytes', 'WORKBOOK_TOO_LARGE', (filled) => aBomb(filled)],
    ['a million columns', 'CELL_OUTSIDE', (filled) => withSheet(filled, '<c r="BDWGN1" t="n"><v>1</v></c>')],
    ['a million rows', 'CELL_OUTSIDE', (filled) => withSheet(filled, '<c r="A1048576"><v>1</v></c>')],
    ['cells without an address', 'CELL_OUTSIDE', (filled) => withSheet(filled, '<c><v>1</v></c>')],
    ['a formula', 'CELL_FORMULA', (filled) => withSheet(filled, '<c r="B7"><f>1+1</f><v>2</v></c>')],
    ['merged cells', 'CELL_MERGED', (filled) => withMerged(filled)],
    ['entities', 'WORKBOOK_UNREADABLE', (filled) => withEntities(filled)],
    ['a lying size', 'WORKBOOK_UNREADABLE', (filled) => withLyingSize(filled)],
  ])('refuses %s with a clear answer, and keeps nothing', async (what, code, make) => {
    const filled = new Uint8Array(await readFile(join(folder, 'fengtai.xlsx')));
    const before = await world.dataSource.query('select count(*)::int as count from framework_version');
    const { error, data } = await load(await aFile(`hostile-${what}.xlsx`, make(filled)));
    expect(error?.code).toBe(code);
    expect(error?.remedy).not.toBe('');
    if (code === 'CELL_FORMULA') expect(data).toMatchObject({ faults: [{ sheet: '一级指标', cell: 'B7' }] });
    expect(await world.dataSource.query('select count(*)::int as count from framework_version')).toEqual(before);
  });
});

type Parts = Record<string, Uint8Array>;
const SHEET = 'xl/worksheets/sheet2.xml';

function changed(filled: Uint8Array, change: (xml: string) => string): Uint8Array {
  const parts: Parts = unzipSync(filled);
  const xml = new TextDecoder().decode(parts[SHEET]);
  return zipSync({ ...parts, [SHEET]: strToU8(change(xml)) });
}

function withSheet(filled: Uint8Array, cell: string): Uint8Array {
  return changed(filled, (xml) => xml.replace('</sheetData>', `<row r="7">${cell}</row></sheetData>`));
}

function withMerged(filled: Uint8Array): Uint8Array {
  return changed(filled, (xml) =>
    xml.replace('</sheetData>', '</sheetData><mergeCells count="1"><mergeCell ref="A4:A6"/></mergeCells>'),
  );
}

function withEntities(filled: Uint8Array): Uint8Array {
  return changed(filled, (xml) => xml.replace('<worksheet', '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'));
}

function aBomb(filled: Uint8Array): Uint8Array {
  return zipSync({ ...unzipSync(filled), 'xl/worksheets/sheet99.xml': new Uint8Array(64 * 1024 * 1024) });
}

/** Says that the shared strings unpack to a few bytes. */
function withLyingSize(filled: Uint8Array): Uint8Array {
  const bytes = Buffer.from(filled);
  for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    bytes.writeUInt32LE(16, at + 24);
  }
  return bytes;
}

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../config/project-root.ts';
import { loadCatalogue, readCatalogue } from './load-catalogue.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  cpSync(join(projectRoot, 'shared', 'catalogue', 'data'), folder, { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

// biome-ignore lint/suspicious/noExplicitAny: a test spoils files whose shape is the loader's business
type Json = any;

function spoil(file: string, change: (data: Json) => void): void {
  const path = join(folder, file);
  const data: Json = JSON.parse(readFileSync(path, 'utf8'));
  change(data);
  writeFileSync(path, JSON.stringify(data));
}

function faults(): string[] {
  const read = readCatalogue(folder);
  return read.ok ? [] : read.error.map(({ file, path }) => `${file} ${path}`);
}

describe('loadCatalogue', () => {
  it('reads the shipped data once', () => {
    expect(loadCatalogue()).toBe(loadCatalogue());
  });

  it('gives each framework its own years and those it was carried to', () => {
    const { frameworks } = loadCatalogue();
    expect(frameworks.get('national-2022')?.years).toEqual([2022, 2023, 2024, 2025]);
    expect(frameworks.get('fengtai-2023')?.years).toEqual([2023, 2024, 2025]);
  });

  it('gives the district its own names, dimensions and measures', () => {
    const { frameworks } = loadCatalogue();
    const national = frameworks.get('national-2022');
    const district = frameworks.get('fengtai-2023');
    expect(district?.measures.get('reform-courses')?.dimensions).toEqual([]);
    expect(national?.measures.get('reform-courses')?.dimensions).not.toEqual([]);
    expect(district?.measures.get('leader-special-meetings')?.nameZh).toContain('区委');
    expect(district?.assessmentItems.get('pilot-rating')?.nameZh).toBe('市、区级试点评分');
    expect(district?.measures.has('municipal-and-district-pilots')).toBe(true);
    expect(district?.measures.has('provincial-pilots')).toBe(false);
    expect(national?.measures.has('municipal-and-district-pilots')).toBe(false);
  });

  it('lets no one change a row', () => {
    const indicator = loadCatalogue().frameworks.get('fengtai-2023')?.indicators[0];
    expect(() => Object.assign(indicator ?? {}, { name: '改名' })).toThrow(TypeError);
  });

  it('gives every rubric the levels its model states once', () => {
    const parameters = loadCatalogue().scoringModels.get('fengtai-2023')?.indicators.get('7')?.parameters;
    expect(JSON.stringify(parameters)).toContain('"levels":[{"level":"A","name":"优","from":"90","score":"100"');
  });

  it('gives comments only to units leading fewer than three indicators', () => {
    const commentsOnly = loadCatalogue().scoringModels.get('fengtai-2023')?.unitView?.commentsOnly;
    expect(commentsOnly?.size).toBe(23);
    expect(commentsOnly?.has('supervision')).toBe(true);
    expect(commentsOnly?.has('hrss')).toBe(false);
  });
});

describe('readCatalogue', () => {
  it('reports the faults of all files together, by file and path', () => {
    spoil('frameworks/national-2022.json', (data) => {
      data.indicators[2].measures[0].type = 'number';
      data.indicators[3].nature = undefined;
    });
    spoil('kpis.json', (data) => {
      data.kpis[1].scored = true;
    });
    spoil('member-units.json', (data) => {
      data.units[4].id = data.units[3].id;
    });
    expect(faults()).toEqual(
      expect.arrayContaining([
        'frameworks/national-2022.json indicators[2].measures[0].type',
        'frameworks/national-2022.json indicators[3].nature',
        'kpis.json kpis[1]',
        'member-units.json units[4]',
      ]),
    );
  });

  it('names a file that is missing or is not JSON', () => {
    rmSync(join(folder, 'code-lists.json'));
    writeFileSync(join(folder, 'kpis.json'), '{');
    expect(faults()).toEqual(expect.arrayContaining(['code-lists.json ', 'kpis.json ']));
  });

  it('refuses a measure that is owned twice', () => {
    spoil('responsibilities/fengtai-2023.json', (data) => {
      data.indicators[5].measures.push(data.indicators[0].measures[0]);
    });
    expect(faults()[0]).toMatch(/^responsibilities\/fengtai-2023\.json indicators\[\]\.measures\[\d+\]$/);
  });

  it('refuses a measure that is defined twice', () => {
    spoil('frameworks/national-2022.json', (data) => {
      data.indicators[5].measures.push(data.indicators[0].measures[0]);
    });
    expect(faults()[0]).toMatch(/^frameworks\/national-2022\.json measures\[\d+\]$/);
  });

  it('refuses a drawn framework that names a measure nobody defines', () => {
    spoil('frameworks/fengtai-2023.json', (data) => data.indicators[6].measures.push('no-such-measure'));
    expect(faults()[0]).toMatch(/^frameworks\/fengtai-2023\.json indicators\[6\]\.measures\[\d+\]$/);
  });

  it('refuses changed words in an indicator that claims to be unchanged', () => {
    spoil('frameworks/fengtai-2023.json', (data) => {
      data.indicators[0].definition += '。';
    });
    expect(faults()).toEqual(['frameworks/fengtai-2023.json indicators[0]']);
  });

  it('refuses a drawn framework that loses an indicator, or drops what it uses', () => {
    spoil('frameworks/fengtai-2023.json', (data) => {
      data.dropped.shift();
      data.droppedMeasures.push({ code: 'in-five-year-plan', reason: 'none' });
    });
    expect(faults()).toEqual([
      'frameworks/fengtai-2023.json dropped',
      'frameworks/fengtai-2023.json droppedMeasures[14]',
    ]);
  });

  it('refuses a carry-over of an unknown framework, one recorded twice and one into the past', () => {
    spoil('carry-overs.json', (data) => {
      data.acts.push({ ...data.acts[0], framework: 'fengtai-1999' }, data.acts[0], { ...data.acts[0], year: 2020 });
    });
    expect(faults()).toEqual([
      'carry-overs.json acts[6]',
      'carry-overs.json acts[5].framework',
      'carry-overs.json acts[7].year',
    ]);
  });

  it('takes in a new framework as a new file, without a change to any other', () => {
    const national = join(folder, 'frameworks', 'national-2022.json');
    const next = { ...JSON.parse(readFileSync(national, 'utf8')), id: 'national-2026', validFrom: '2026-03-01' };
    writeFileSync(join(folder, 'frameworks', 'national-2026.json'), JSON.stringify(next));
    const read = readCatalogue(folder);
    expect(read.ok && read.value.frameworks.get('national-2026')?.years).toEqual([2026]);
  });
});

import { describe, expect, it } from 'vitest';
import { withTable } from './document.ts';
import { barText, figure, toMarkdown } from './markdown.ts';
import { atLeast, atMost, measured } from './measurement.ts';
import { distanceToBar, toPicture, worstOfEach } from './picture.ts';
import { chooseCases, unknownRows } from './registry.ts';
import { mergeReports, type Report } from './report.ts';

const slow = measured({
  ...{ id: 'P5', what: 'publish a | b', unit: 'rows/s', product: 4_670 },
  ...{ reference: { what: 'COPY', value: 46_700 }, bar: atLeast(0.3), beside: { 'load average': 6, memory: 272.44 } },
});
const quick = measured({ id: 'P10', what: 'visible', unit: 'ms', product: 194, bar: atMost(1_000, 'product') });

const report: Report = {
  version: 1,
  startedAt: '2026-11-21T20:00:00.000Z',
  endedAt: '2026-11-21T20:10:00.000Z',
  machine: {
    ...{
      cpu: 'A & B',
      cores: 2,
      memoryGiB: 24,
      node: '24.0.0',
      postgres: '18.4',
      commit: 'abc',
      pinning: 'not pinned',
    },
  },
  loadBefore: '0.1, 0.2, 0.3',
  loadAfter: '1.1, 0.9, 0.5',
  measurements: [slow, quick],
  missing: [{ id: 'P1', title: 'federated', kind: 'skipped', reason: 'no network' }],
};

describe('what a run is told as', () => {
  it('is a table with one line for each row and a note for each that is missing', () => {
    expect(toMarkdown(report).split('\n')).toEqual([
      '| row | what | measured | reference | ratio | bar | reached | load |',
      '| --- | --- | --- | --- | --- | --- | --- | --- |',
      '| P5 | publish a \\| b; memory: 272 | 4,670 rows/s | 46,700 (COPY) | **0.1** | ≥ 0.3 × | **no** | 6 |',
      `| P10 | visible | 194 ms | – | – | ≤ 1,000 ms | yes | ${quick.beside['load average']} |`,
      '',
      '- P1 (federated) skipped: no network',
    ]);
  });

  it('has three digits that mean something, and whole numbers above a hundred', () => {
    expect([0.06123, 1.5, 99.96, 272.44, 1_234_567.8, Number.NaN].map(figure)).toEqual([
      '0.0612',
      '1.5',
      '100',
      '272',
      '1,234,568',
      '–',
    ]);
    expect(barText(atMost(0.75), 'ms')).toBe('≤ 0.75 ×');
  });

  it('takes the place between the marks of a document and leaves the rest alone', () => {
    const before =
      '# P\n<!-- measured: written by `npm run bench -- --document` -->\nold\n<!-- end of measured -->\nafter\n';
    const after = withTable(before, report);
    expect(after).toMatch(/^# P\n<!-- measured/);
    expect(after).toMatch(/<!-- end of measured -->\nafter\n$/);
    expect(after).not.toContain('old');
    expect(withTable(after, report)).toBe(after);
    expect(() => withTable('# nothing', report)).toThrow('no place');
  });

  it('keeps rows of an earlier run that a later one did not measure', () => {
    const later = { ...report, measurements: [{ ...quick, product: 100 }], missing: [] };
    expect(mergeReports(report, later).measurements.map(({ id, product }) => [id, product])).toEqual([
      ['P5', 4_670],
      ['P10', 100],
    ]);
    expect(mergeReports(report, { ...later, missing: report.missing }).missing).toHaveLength(1);
  });
});

describe('the picture', () => {
  it('measures the way to the bar in the same direction for both kinds', () => {
    expect(distanceToBar(slow)).toBeCloseTo(1 / 3);
    expect(distanceToBar(quick)).toBeCloseTo(1_000 / 194);
    expect(distanceToBar(measured({ id: 'P4', what: 'n', unit: 'statements', product: 3 }))).toBeNull();
  });

  it('shows of rows of one bar the one least past it', () => {
    const better = { ...slow, ratio: 0.9 };
    expect(worstOfEach([better, slow].map((row) => ({ row, titleZh: '' }))).map(({ row }) => row)).toEqual([slow]);
  });

  it('draws one bar for each row, to the side of the bar it belongs, with both languages and nothing that is not XML', () => {
    const svg = toPicture(
      [slow, quick].map((row) => ({ row, titleZh: '报送 & <计分>' })),
      'A & B',
    );
    expect(svg.match(/<rect class="(yes|no)"/g)).toEqual(['<rect class="no"', '<rect class="yes"']);
    expect(svg).toContain('报送 &amp; &lt;计分&gt;');
    expect(svg).toContain('✗ 0.1 ×');
    expect(svg).not.toMatch(/&(?!amp;|lt;|gt;)/);
    expect(svg.match(/<(g|svg|text|style)[ >]/g)).toHaveLength(svg.match(/<\/(g|svg|text|style)>/g)?.length ?? 0);
  });
});

describe('choosing rows', () => {
  it('takes all but those only for asking by name, and a family by any of its rows', () => {
    expect(chooseCases(new Set()).map(({ id }) => id)).not.toContain('P5L');
    expect(chooseCases(new Set(['P5L'])).map(({ id }) => id)).toEqual(['P5L']);
    expect(chooseCases(new Set(['P9'])).map(({ id }) => id)).toEqual(['P8']);
    expect(unknownRows(new Set(['P1', 'P99']))).toEqual(['P99']);
  });
});

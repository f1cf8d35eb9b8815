import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indicatorExportCommand } from '../../gateway/cli/commands/reporting/indicator-export.command.ts';
import { indicatorPublishCommand } from '../../gateway/cli/commands/reporting/indicator-publish.command.ts';
import { indicatorValidateCommand } from '../../gateway/cli/commands/reporting/indicator-validate.command.ts';
import { districtDemo } from '../../gateway/cli/demo/demo-set.ts';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { formatDimensions } from '../../shared/primitives/dimensions.ts';
import { csvRecord } from '../../shared/primitives/spreadsheet-cell.ts';
import { service } from '../testkit/viewers.ts';
import { type CliWorld, startCliWorld } from './cli-world.ts';

let world: CliWorld;
let folder: string;
/** A year of a unit as the demo has it, with a computed value beside. */
const rows = districtDemo(loadCatalogue()).observations.filter(
  ({ unit, period, isInconsistent }) => unit === 'hrss' && period.startsWith('2023') && !isInconsistent,
);

beforeAll(async () => {
  world = await startCliWorld();
  folder = mkdtempSync(join(tmpdir(), 'hub-cli-'));
  const lines = rows.map(({ subject, period, measure, dimensions, value }, index) =>
    csvRecord([
      subject,
      period,
      measure,
      formatDimensions(dimensions),
      value,
      index === 0 ? EXPLANATION : '统计口径调整',
    ]),
  );
  const path = await write('first.csv', `subject,period,measure,dimensions,value,explanation\r\n${lines.join('')}`);
  const outcome = await indicatorPublishCommand(world.way('hrss'), path, { unit: 'hrss' });
  expect(outcome.error, outcome.plain).toBeNull();
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const EXPLANATION = '=cmd，“甲”,乙\n第二行';

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function stateOf(of: CliWorld = world): Promise<{ stateHash: string; cells: number }> {
  const { data } = await of.department.ask(service, '{ hrssFeedState { stateHash cells } }');
  return data.hrssFeedState;
}

// biome-ignore lint/suspicious/noExplicitAny: what is printed is read by path in tests
type Json = any;

async function exported(name: string, period = '2023'): Promise<string> {
  const output = join(folder, name);
  const outcome = await indicatorExportCommand(world.client('hrss'), { unit: 'hrss', period, output });
  expect(outcome.error).toBeNull();
  return output;
}

describe.each(['csv', 'ndjson'])('hub indicator export to %s', (format) => {
  it('writes what was handed in, and nothing that was computed', async () => {
    const output = await exported(`year.${format}`);
    const text = readFileSync(output, 'utf8');
    const { data } = await world.department.ask(
      service,
      '{ hrssObservations(filter: { period: "2023" }) { totalCount } }',
    );
    expect(data.hrssObservations.totalCount).toBeGreaterThan(rows.length);
    const lines = text.trimEnd().split(/\r?\n(?=110106|\{|$)/);
    expect(lines).toHaveLength(rows.length + (format === 'csv' ? 1 : 0));
    if (format === 'csv') expect(text).toContain(`"'=cmd，“甲”,乙\n第二行"`);
    expect(statSync(output).mode & 0o777).toBe(0o600);
  });

  it('can be handed in again, and nothing changes', async () => {
    const before = await stateOf();
    const output = await exported(`again.${format}`);
    const checked: Json = await indicatorValidateCommand(world.way('hrss'), output, { unit: 'hrss' });
    expect(checked.error, checked.plain).toBeNull();
    expect(checked.data.comparison).toMatchObject({ new: 0, changed: 0, unchanged: rows.length });
    const published: Json = await indicatorPublishCommand(world.way('hrss'), output, { unit: 'hrss' });
    expect(published.data.publication).toMatchObject({ rowCount: 0, unchangedCount: rows.length });
    expect(await stateOf()).toEqual(before);
  });

  it('leaves what stood there when it fails, and no trace of its own', async () => {
    const path = await write(`kept.${format}`, 'kept');
    const outcome = await indicatorExportCommand(world.client('stranger'), {
      unit: 'hrss',
      period: '2023',
      output: path,
    });
    expect(outcome.error?.code).toBe('UNAUTHENTICATED');
    expect(readFileSync(path, 'utf8')).toBe('kept');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('hub indicator export', () => {
  it('shows what counted at an instant', async () => {
    const asOf = new Date().toISOString();
    const [row] = rows;
    if (!row) throw new Error('no row');
    const text = csvRecord([
      row.subject,
      row.period,
      row.measure,
      formatDimensions(row.dimensions),
      row.value,
      '另有说明',
    ]);
    const path = await write('later.csv', `subject,period,measure,dimensions,value,explanation\r\n${text}`);
    expect((await indicatorPublishCommand(world.way('hrss'), path, { unit: 'hrss' })).error).toBeNull();
    const options = { unit: 'hrss', period: '2023' };
    const [then, now] = [join(folder, 'then.csv'), join(folder, 'now.csv')];
    await indicatorExportCommand(world.client('hrss'), { ...options, asOf, output: then });
    await indicatorExportCommand(world.client('hrss'), { ...options, output: now });
    expect(readFileSync(then, 'utf8')).not.toContain('另有说明');
    expect(readFileSync(now, 'utf8')).toContain('另有说明');
  });

  it('says what it cannot do', async () => {
    const code = async (output: string) =>
      (await indicatorExportCommand(world.client('hrss'), { unit: 'hrss', period: '2023', output })).error?.code;
    expect(await code(join(folder, 'year.xlsx'))).toBe('FILE_FORMAT_UNKNOWN');
    expect(await code(join(folder, 'nowhere/year.csv'))).toBe('FILE_NOT_WRITABLE');
  });
});

describe('the same values', () => {
  it('by CSV, by NDJSON and by the mutation come to the same state', async () => {
    const csv = await exported('ways.csv');
    const ndjson = await exported('ways.ndjson');
    const observations = readFileSync(ndjson, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const { dimensions, ...row }: Record<string, string> = JSON.parse(line);
        const pairs = (dimensions ?? '').split(';').filter((pair) => pair !== '');
        return { ...row, dimensions: pairs.map((pair) => ({ key: pair.split('=')[0], code: pair.split('=')[1] })) };
      });
    const ways: ((fresh: CliWorld) => Promise<unknown>)[] = [
      (fresh) => indicatorPublishCommand(fresh.way('hrss'), csv, { unit: 'hrss' }),
      (fresh) => indicatorPublishCommand(fresh.way('hrss'), ndjson, { unit: 'hrss' }),
      (fresh) =>
        fresh
          .client('hrss')
          .ask(
            'mutation ($input: PublishHrssObservationsInput!) { publishHrssObservations(input: $input) { errors { message } } }',
            { input: { idempotencyKey: 'by-mutation', observations } },
          ),
    ];
    const states: unknown[] = [];
    for (const way of ways) {
      const fresh = await startCliWorld();
      await way(fresh);
      states.push(await stateOf(fresh));
      await fresh.close();
    }
    expect(states[0]).toMatchObject({ cells: expect.any(Number) });
    expect((states[0] as { cells: number }).cells).toBeGreaterThan(rows.length);
    expect(states).toEqual([states[0], states[0], states[0]]);
  });
});

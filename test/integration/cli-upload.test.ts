import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { indicatorPublishCommand } from '../../gateway/cli/commands/reporting/indicator-publish.command.ts';
import { indicatorValidateCommand } from '../../gateway/cli/commands/reporting/indicator-validate.command.ts';
import { GraphqlClient } from '../../gateway/cli/graphql-client.ts';
import { renderOutcome } from '../../gateway/cli/outcome.ts';
import { encodeGbk } from '../testkit/hostile-bytes.ts';
import { type CliWorld, startCliWorld } from './cli-world.ts';

let world: CliWorld;
let folder: string;
beforeAll(async () => {
  world = await startCliWorld();
  folder = mkdtempSync(join(tmpdir(), 'hub-cli-'));
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  world.mishaps.length = 0;
  world.clock.aheadMs = 0;
});

const HEADER = 'subject,period,measure,dimensions,value,explanation';
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function publications(): Promise<number> {
  const { data } = await world.department.ask(
    { subject: 'test', memberUnit: 'hrss', roles: ['unit-editor'], purpose: '测试' },
    '{ hrssPublications { totalCount } }',
  );
  return data.hrssPublications.totalCount;
}

// biome-ignore lint/suspicious/noExplicitAny: what is printed is read by path in tests
type Json = any;

describe('hub indicator validate', () => {
  const faulty = `${HEADER}\n110106,2024,engineers,,很多,\n110106,20x4,engineers,,5,\n`;

  it('names severity, code, row and column of everything that is wrong, one record each, and stores nothing', async () => {
    const outcome = await indicatorValidateCommand(world.way('hrss'), file('faulty.csv', faulty), { unit: 'hrss' });
    const { stdout, exitCode } = renderOutcome(outcome, 'plain');
    expect(exitCode).toBe(1);
    const records = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(records.every((record) => record.length === 5)).toBe(true);
    expect(records.map((record) => record.slice(0, 4))).toEqual([
      ['ERROR', 'VALUE_NOT_A_NUMBER', '2', 'value'],
      ['ERROR', 'PERIOD_MALFORMED', '3', 'period'],
    ]);
    expect(await publications()).toBe(0);
  });

  it('tells machines the same and more', async () => {
    const outcome = await indicatorValidateCommand(world.way('hrss'), file('faulty.csv', faulty), { unit: 'hrss' });
    const { stdout, stderr } = renderOutcome(outcome, 'json');
    const { data, error }: Json = JSON.parse(stdout);
    expect(stderr).toBe('');
    expect(error.code).toBe('FILE_NOT_ACCEPTABLE');
    expect(data).toMatchObject({ isAcceptable: false, issueCount: 2 });
    expect(Object.keys(data.issues[0])).toEqual([
      ...['severity', 'code', 'row', 'column', 'message'],
      ...['rule', 'remedy', 'currentValue', 'comparedValue'],
    ]);
  });

  it('says of a right file what it would change', async () => {
    const path = file('right.csv', `${HEADER}\n110106,2019,engineers,,"1,200",\n110106,2019,technicians,,3.1万,\n`);
    const outcome = await indicatorValidateCommand(world.way('hrss'), path, { unit: 'hrss' });
    expect(outcome.error).toBeNull();
    expect(outcome.warnings).toEqual(['与现有值相比：新增 2，变化 0，未变 0']);
  });

  it('sends GBK as it is, and NDJSON whatever the file is called', async () => {
    const gbk = encodeGbk('评价对象,报告期,数据项,维度,值,说明\n110106,2019,engineers,,1200,口径调整\n');
    const ndjson = '{"subject":"110106","period":"2019","measure":"engineers","value":"1200"}\n';
    for (const path of [file('gbk.csv', gbk), file('export.txt', ndjson)]) {
      const outcome = await indicatorValidateCommand(world.way('hrss'), path, { unit: 'hrss' });
      expect(outcome.error).toBeNull();
    }
  });

  it('says so when the file is not there, is empty, or the unit or the token is unknown', async () => {
    const way = world.way('hrss');
    const code = async (path: string, unit = 'hrss', asked = way): Promise<string | undefined> =>
      (await indicatorValidateCommand(asked, path, { unit })).error?.code;
    expect(await code(join(folder, 'nowhere.csv'))).toBe('FILE_UNREADABLE');
    expect(await code(file('empty.csv', ''))).toBe('FILE_NOT_ACCEPTABLE');
    expect(await code(file('right.csv', HEADER), 'nobody')).toBe('UNIT_UNKNOWN');
    expect(await code(file('right.csv', HEADER), 'hrss', world.way('stranger'))).toBe('UNAUTHENTICATED');
    const none = { ...way, client: new GraphqlClient({ url: way.client.url, token: null }) };
    expect(await code(file('right.csv', HEADER), 'hrss', none)).toBe('TOKEN_MISSING');
    const away = { ...way, client: new GraphqlClient({ url: 'http://127.0.0.1:1/graphql', token: 't' }) };
    expect(await code(file('right.csv', HEADER), 'hrss', away)).toBe('GATEWAY_UNREACHABLE');
    expect(way.said).toEqual([]);
  });
});

describe('hub indicator publish', () => {
  const row = (period: number, value = '1200') => `${HEADER}\n110106,${period},engineers,,${value},统计口径调整\n`;

  it('makes one publication of a file and prints its receipt; the same file again is the same act', async () => {
    const before = await publications();
    const path = file('year.csv', row(2018));
    const first = await indicatorPublishCommand(world.way('hrss'), path, { unit: 'hrss' });
    const again = await indicatorPublishCommand(world.way('hrss'), path, { unit: 'hrss' });
    const [{ receipt, publication }, { receipt: same }]: Json = [first.data, again.data];
    expect(first.error).toBeNull();
    expect(publication).toMatchObject({ state: 'ACCEPTED', rowCount: 1 });
    expect(first.plain).toContain(`回执 第 ${receipt.sequence} 号  ${receipt.hash}`);
    expect(same).toEqual(receipt);
    expect(await publications()).toBe(before + 1);
  });

  it('stores nothing of a file with a fault, or its right rows where that is asked', async () => {
    const before = await publications();
    const path = file('mixed.csv', `${row(2017)}110106,2016,engineers,,很多,\n`);
    const whole = await indicatorPublishCommand(world.way('hrss'), path, { unit: 'hrss' });
    expect(whole.error?.code).toBe('PUBLICATION_REFUSED');
    expect(whole.plain).toContain('ERROR\tVALUE_NOT_A_NUMBER\t3\tvalue\t');
    expect(await publications()).toBe(before);
    const partly = await indicatorPublishCommand(world.way('hrss'), path, { unit: 'hrss', partial: true });
    expect(partly.error).toBeNull();
    expect(partly.data).toMatchObject({ publication: { rowCount: 1 }, issueCount: 1 });
  });

  it('is told that a number was used for something else', async () => {
    const options = { unit: 'hrss', idempotencyKey: 'number-1' };
    await indicatorPublishCommand(world.way('hrss'), file('one.csv', row(2015)), options);
    const other = await indicatorPublishCommand(world.way('hrss'), file('two.csv', row(2015, '1300')), options);
    expect(other.error?.code).toBe('PUBLICATION_REFUSED');
    expect(other.plain).toContain('IDEMPOTENCY_KEY_REUSED\t-\t-');
  });

  it('asks what became of a file whose answer was lost, and does not send it again', async () => {
    const [before, uploads] = [await publications(), world.seen.uploads];
    world.mishaps.push('cut on the way back');
    const way = world.way('hrss');
    const outcome = await indicatorPublishCommand(way, file('lost.csv', row(2014)), { unit: 'hrss' });
    expect(outcome.data).toMatchObject({ publication: { state: 'ACCEPTED', rowCount: 1 }, isEarlier: false });
    expect([await publications(), world.seen.uploads, way.said.length]).toEqual([before + 1, uploads + 1, 1]);
    expect(world.seen.questions.at(-1)).toContain('hrssReceipt(');
    const again = await indicatorPublishCommand(world.way('hrss'), file('lost.csv', row(2014)), { unit: 'hrss' });
    expect((again.data as Json).receipt).toEqual((outcome.data as Json).receipt);
  });

  it.each(['cut on the way there', 'busy', 'no gateway'] as const)(
    'sends a file again under its key when it is %s, and stores it once',
    async (mishap) => {
      const before = await publications();
      world.mishaps.push(mishap, mishap);
      const way = world.way('hrss');
      const year = { 'cut on the way there': 2013, busy: 2012, 'no gateway': 2011 }[mishap];
      const outcome = await indicatorPublishCommand(way, file(`${year}.csv`, row(year)), { unit: 'hrss' });
      expect(outcome.error).toBeNull();
      expect([await publications(), way.said.length]).toEqual([before + 1, 2]);
    },
  );

  it('with a number of the caller’s own relies on the department alone: the same content is sent again', async () => {
    const options = { unit: 'hrss', idempotencyKey: 'number-2' };
    await indicatorPublishCommand(world.way('hrss'), file('own.csv', row(2010)), options);
    world.mishaps.push('busy');
    const other = await indicatorPublishCommand(world.way('hrss'), file('own-2.csv', row(2010, '7')), options);
    expect(other.error?.code).toBe('PUBLICATION_REFUSED');
  });

  it('gives up after some attempts and says that the same number may be used', async () => {
    world.mishaps.push(...Array<'busy'>(10).fill('busy'));
    const outcome = await indicatorPublishCommand(world.way('hrss'), file('never.csv', row(2009)), { unit: 'hrss' });
    expect(outcome.error?.code).toBe('OVERLOADED');
    expect(world.mishaps).toHaveLength(4);
  });

  it('says that a receipt is of an earlier day', async () => {
    const path = file('earlier.csv', row(2008));
    await indicatorPublishCommand(world.way('hrss'), path, { unit: 'hrss' });
    world.clock.aheadMs = 86_400_000;
    const again = await indicatorPublishCommand(world.way('hrss'), path, { unit: 'hrss' });
    expect(again.data).toMatchObject({ isEarlier: true });
    expect(again.warnings?.at(-1)).toContain('早先报送的回执');
  });
});

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indicatorPublishCommand } from '../../gateway/cli/commands/reporting/indicator-publish.command.ts';
import {
  PUBLICATION_VERBS,
  publicationActCommand,
  publicationListCommand,
  publicationWithdrawCommand,
} from '../../gateway/cli/commands/reporting/publication.command.ts';
import { receiptsExportCommand } from '../../gateway/cli/commands/reporting/receipts-export.command.ts';
import { verifyReceiptsCommand } from '../../gateway/cli/commands/reporting/verify-receipts.command.ts';
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

// biome-ignore lint/suspicious/noExplicitAny: what is printed is read by path in tests
type Json = any;
const unit = 'hrss';

async function publish(period: number, value: number, rest: object = {}): Promise<Json> {
  const path = join(folder, `${period}-${value}.csv`);
  const header = 'subject,period,measure,dimensions,value,explanation';
  writeFileSync(path, `${header}\n110106,${period},engineers,,${value},统计口径调整\n`);
  const outcome = await indicatorPublishCommand(world.way('hrss'), path, { unit, ...rest });
  return outcome.data;
}

async function act(name: string, holder: string, ids: readonly string[], said: object = {}): Promise<Json> {
  const verb = PUBLICATION_VERBS.find(({ verb }) => verb === name);
  if (verb === undefined) throw new Error(name);
  return publicationActCommand(world.client(holder), verb, ids, { unit, ...said });
}

async function states(): Promise<string[]> {
  const { data }: Json = await publicationListCommand(world.client('hrss'), { unit });
  return data.map(({ kind, state }: Json) => `${kind} ${state}`);
}

describe('hub publication', () => {
  it('takes a publication through its life', async () => {
    const { errors } = await world.department.ask(
      { subject: 'test:lead', memberUnit: 'union', roles: ['lead-evaluator'], purpose: '测试' },
      'mutation { decideHrssApprovalPolicy(input: { memberUnit: "hrss", policy: FOUR_EYES }) { errors { code } } }',
    );
    expect(errors).toEqual([]);
    const first = await publish(2020, 1200);
    expect(first.publication.state).toBe('DRAFT');
    const ids = [first.publication.id];
    expect((await act('submit', 'hrss', ids, { comment: '请审' })).plain).toMatch(/^已提交 {2}\S+ {2}SUBMITTED$/);
    const reason = { reasonCode: 'VALUE_DOUBTFUL', reason: '请核对口径后再报', deadline: '2999-12-31' };
    expect((await act('return', 'hrss-approver', ids, reason)).error).toBeNull();
    expect((await act('submit', 'hrss', ids)).error).toBeNull();
    expect((await act('approve', 'hrss-approver', ids)).error).toBeNull();
    expect((await act('accept', 'lead', ids)).plain).toContain('ACCEPTED');
    const second = await publish(2019, 1100, { submit: true });
    expect((await act('recall', 'hrss', [second.publication.id])).error).toBeNull();
    const amended = await publish(2020, 1300, { submit: true, justification: '更正统计口径' });
    const withdrawal = await publicationWithdrawCommand(world.client('hrss'), first.publication.id, {
      unit,
      justification: '报错了对象',
    });
    expect(amended.publication).toMatchObject({ kind: 'AMENDMENT', state: 'SUBMITTED' });
    expect(withdrawal.error, withdrawal.plain).toBeNull();
    expect(await states()).toEqual(['WITHDRAWAL DRAFT', 'AMENDMENT SUBMITTED', 'REPORT WITHDRAWN', 'REPORT ACCEPTED']);
    const { data }: Json = await publicationListCommand(world.client('hrss'), { unit, state: ['SUBMITTED'] });
    expect(data).toHaveLength(1);
  });

  it('says of each publication why nothing was done with it', async () => {
    const { data }: Json = await publicationListCommand(world.client('hrss'), { unit });
    const accepted = data.at(-1).id;
    const outcome = await act('approve', 'hrss-approver', [accepted]);
    expect(outcome.error.code).toBe('ACT_REFUSED');
    expect(outcome.plain).toContain(`[STATE_NOT_ALLOWED] ${accepted}`);
    expect((await act('approve', 'hrss', [accepted])).error.code).toBe('FORBIDDEN');
  });
});

describe('hub receipts export', () => {
  it('writes the chain of a unit, which is verified without a server, also after it was changed', async () => {
    const output = join(folder, 'receipts.ndjson');
    const exported = await receiptsExportCommand(world.client('hrss'), { unit, output });
    expect(exported.error).toBeNull();
    expect(statSync(output).mode & 0o777).toBe(0o600);
    const key = join(folder, 'key.pem');
    writeFileSync(key, world.department.signer.publicKey);
    const sound: Json = await verifyReceiptsCommand(output, { key: [key] });
    expect(sound.error).toBeNull();
    expect(sound.data).toMatchObject({
      department: 'hrss',
      memberUnit: 'hrss',
      receipts: (exported.data as Json).receipts,
    });
    expect(sound.data.receipts).toBeGreaterThan(8);
    writeFileSync(output, readFileSync(output, 'utf8').replace('APPROVED', 'ACCEPTED'));
    const changed = await verifyReceiptsCommand(output, { key: [key] });
    expect(changed.error?.message).toMatch(/^第 \d+ 行（第 \d+ 号回执）：内容与摘要不符$/);
  });

  it('is refused to other units, and leaves no file', async () => {
    const output = join(folder, 'foreign.ndjson');
    const outcome = await receiptsExportCommand(world.client('sasac'), { unit, output });
    expect(outcome.error).not.toBeNull();
    expect(() => statSync(output)).toThrow();
  });
});

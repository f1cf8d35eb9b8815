import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { archiveCommand } from '../../gateway/cli/commands/archive/archive.command.ts';
import { proofCommand } from '../../gateway/cli/commands/archive/proof.command.ts';
import { replayCommand } from '../../gateway/cli/commands/archive/replay.command.ts';
import { verifyProofCommand } from '../../gateway/cli/commands/archive/verify-proof.command.ts';
import { verifySnapshotCommand } from '../../gateway/cli/commands/archive/verify-snapshot.command.ts';
import { APPROVER, ArchiveWorld } from './archive-world.ts';

const PATIENT = { timeout: 120_000, interval: 100 };
const ARCHIVE = `query ($round: ID!) { archive(round: $round) {
  state root signature keyId publicKey leafCount sealedAt obstacle
  waitingFor { department subjectCount attempts lastFault }
  locks(first: 10) { totalCount edges { node { department content } } }
} }`;
const SEAL = `mutation ($input: ArchiveRoundInput!) { archiveRound(input: $input) { archive { state } errors { code } } }`;

let world: ArchiveWorld;
let folder: string;
let round: string;
let file: string;
let key: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-archive-'));
  file = join(folder, 'snapshot.ndjson');
  key = join(folder, 'key.pem');
  world = await ArchiveWorld.open();
  writeFileSync(key, world.signer.publicKey);
  await world.startWorker();
  await world.reportDemo(2025, ['hrss', 'sasac', 'education', 'union']);
  await vi.waitFor(async () => expect(await world.isLevel()).toBe(true), PATIENT);
  round = await world.circulatedRound(2025);
}, 300_000);

afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const archive = async () => (await world.ask(ARCHIVE, { round })).data.archive;
const say = (): void => undefined;
const options = { reason: '京丰工改通〔2026〕1号', timeout: 120, say };

describe('sealing a round', () => {
  it('is for the approver of the office, and for circulated rounds alone', async () => {
    const input = { round, reason: '京丰工改通〔2026〕1号' };
    for (const roles of [['lead-evaluator'], ['unit-approver'], ['auditor'], ['integrator']] as const)
      expect((await world.ask(SEAL, { input }, { unit: 'union', roles })).codes).toEqual(['FORBIDDEN']);
    const unknown = await world.ask(SEAL, { input: { ...input, round: 'nothing@2025' } });
    expect(unknown.data.archiveRound).toEqual({ archive: null, errors: [{ code: 'ROUND_UNKNOWN' }] });
    const planned = await world.circulatedRound(2024);
    await world.dataSource.query(`update round set state = 'HEARING' where code = $1`, [planned]);
    const early = await world.ask(SEAL, { input: { ...input, round: planned } });
    expect(early.data.archiveRound).toEqual({ archive: null, errors: [{ code: 'ROUND_STATE' }] });
    const groundless = await world.ask(SEAL, { input: { round, reason: ' ' } });
    expect(groundless.data.archiveRound.errors).toEqual([{ code: 'REASON_MISSING' }]);
    expect(await archive()).toBeNull();
  });

  it('waits for a department that is down, names it, and is sealed when it is back', async () => {
    await world.setDown('education');
    expect((await world.ask(SEAL, { input: { round, reason: options.reason } })).data.archiveRound).toEqual({
      archive: { state: 'LOCKING' },
      errors: [],
    });
    await expect
      .poll(async () => (await archive()).waitingFor.map((each: { department: string }) => each.department), PATIENT)
      .toEqual(['education']);
    const waiting = await archive();
    expect(waiting).toMatchObject({ state: 'LOCKING', root: null, locks: { totalCount: 3 } });
    expect(waiting.waitingFor[0]).toMatchObject({ subjectCount: 1, lastFault: expect.stringContaining('教育') });
    await world.setUp('education');
    await expect.poll(async () => (await archive()).state, PATIENT).toBe('SEALED');
    const sealed = await archive();
    expect(sealed).toMatchObject({
      waitingFor: [],
      obstacle: null,
      keyId: world.signer.keyId,
      locks: { totalCount: 4 },
    });
    const [{ state }] = await world.dataSource.query('select state from round where code = $1', [round]);
    expect(state).toBe('ARCHIVED');
  }, 180_000);

  it('has the values locked: their departments take corrections only by amendments that the office accepts', async () => {
    const [row] = await world.department('hrss').dataSource.query(`select count(*)::int as open from current_observation
        where subject = '110106' and period_year = 2025 and state <> 'LOCKED'`);
    expect(row.open).toBe(0);
  });

  it('gives a file that is verified and replayed offline', async () => {
    const got = await archiveCommand(world.client(), round, { ...options, output: file });
    expect(got.error).toBeNull();
    const verified = await verifySnapshotCommand(file, { key: [key] });
    expect(verified).toMatchObject({ error: null, data: { round, isKeyGiven: true }, warnings: [] });
    expect((await verifySnapshotCommand(file, {})).warnings?.[0]).toContain('--key');
    const replayed = await replayCommand(file, { key: [key] });
    expect(replayed).toMatchObject({ error: null, data: { subjects: 1, indicators: 80 } });
    expect((await archive()).root).toBe(Reflect.get(Object(verified.data), 'root'));
    const text = readFileSync(file, 'utf8');
    for (const section of ['header', 'definition', 'participant', 'lock', 'dossier', 'subject'])
      expect(text).toContain(`\n["${section}",`.replace('\n["header"', '["header"'));
  }, 120_000);

  it('names the line, the section and the key of a digit that was changed, and what a replay makes of it', async () => {
    const lines = readFileSync(file, 'utf8').split('\n');
    const at = lines.findIndex(
      (line) => /^\["subject","110106\/input\/[^"]*\/2025\/-"/.test(line) && /"value":"\d+"/.test(line),
    );
    const name = /^\["subject","([^"]*)"/.exec(lines[at] ?? '')?.[1];
    const forged = join(folder, 'forged.ndjson');
    const changed = lines[at]?.replace(/"value":"(\d+)"/, (_, digits) => `"value":"${digits}0"`) ?? '';
    writeFileSync(forged, lines.with(at, changed).join('\n'));
    expect((await verifySnapshotCommand(forged, { key: [key] })).data).toMatchObject({
      faults: [{ line: at + 1, section: 'subject', key: name }],
    });
    expect((await replayCommand(forged, {})).error?.code).toMatch(/REPLAY_DIFFERS|SNAPSHOT_NOT_SOUND/);
  });

  it('proves one value to whom it is shown, and says nothing of it to others', async () => {
    const [row] = await world.dataSource.query(
      `select measure, period, dimensions, value from input_observation where subject = '110106' and member_unit = 'hrss'
       and period_year = 2025 and known_to is null and not is_derived and stage is null order by measure, period, dimensions limit 1`,
    );
    const value = `110106/${row.measure}/${row.period}/${row.dimensions || '-'}`;
    const output = join(folder, 'proof.ndjson');
    const own = world.client({ unit: 'hrss', roles: ['unit-editor'] });
    expect(await proofCommand(own, round, { value, output })).toMatchObject({
      error: null,
      data: { value: row.value },
    });
    expect(await verifyProofCommand(output, { key: [key] })).toMatchObject({
      error: null,
      data: { content: { value: row.value } },
    });
    const other = world.client({ unit: 'sasac', roles: ['unit-editor'] });
    expect((await proofCommand(other, round, { value, output })).error?.code).toBe('VALUE_NOT_IN_ARCHIVE');
    const none = await proofCommand(own, round, { value: '110106/nothing/2025', output });
    expect(none.error?.code).toBe('VALUE_NOT_IN_ARCHIVE');
    const text = readFileSync(output, 'utf8');
    writeFileSync(output, text.replace(`"value":"${row.value}"`, `"value":"${row.value}1"`));
    expect((await verifyProofCommand(output, { key: [key] })).data).toMatchObject({
      faults: [{ line: 2, section: 'subject' }],
    });
  });

  it('is shown as a file to the office alone, and who began, sealed and downloaded is in the audit (rule 80)', async () => {
    const pieces = 'query ($round: ID!) { archivePieces(round: $round, first: 1) { totalCount } }';
    expect((await world.ask(pieces, { round }, { unit: 'hrss', roles: ['unit-approver'] })).codes).toEqual([
      'FORBIDDEN',
    ]);
    expect((await world.ask(pieces, { round })).data.archivePieces.totalCount).toBeGreaterThan(1);
    const rows = await world.dataSource.query(`select action from audit_event where target = $1 order by happened_at`, [
      round,
    ]);
    const actions = rows.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(expect.arrayContaining(['round.archive-started', 'archive.sealed', 'archive.exported']));
  });

  it('is done once: asked again it shows the same root, and nothing of it can be changed', async () => {
    const before = (await archive()).root;
    const again = await world.ask(SEAL, { input: { round, reason: options.reason } });
    expect(again.data.archiveRound).toEqual({ archive: { state: 'SEALED' }, errors: [] });
    expect((await archive()).root).toBe(before);
    for (const sql of [
      `update archive set root = 'x'`,
      `update archive set state = 'LOCKING'`,
      `update archive_block set content = 'x'`,
      'delete from archive_block',
    ])
      await expect(world.dataSource.query(sql)).rejects.toThrow(/sealed|denied/);
    expect(APPROVER.roles).toContain('lead-approver');
  });
});

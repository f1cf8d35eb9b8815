import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { identifyProcess, isSameProcessAlive } from './process-identity.ts';
import { RunRecord } from './run-record.ts';

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-run-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function sleeper(): ChildProcess {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  children.push(child);
  return child;
}

const record = () => JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
const GONE = { pid: process.pid, startedAt: 'another process that had this number' };

it('keeps a second launcher off the folder and names the address of the first', async () => {
  const { run } = await RunRecord.claim(folder, 'http://127.0.0.1:4000');
  await expect(RunRecord.claim(folder, 'http://127.0.0.1:5000')).rejects.toThrow('http://127.0.0.1:4000');
  expect(RunRecord.holderOf(folder)).toEqual({ address: 'http://127.0.0.1:4000', pid: process.pid });
  run.release();
  expect(RunRecord.holderOf(folder)).toBeNull();
  expect(existsSync(join(folder, 'run.json'))).toBe(false);
});

it('ends what a killed launcher left behind, and only that', async () => {
  const orphan = sleeper();
  const stranger = sleeper();
  const identity = identifyProcess(orphan.pid!)!;
  const processes = { hrss: identity, sasac: { pid: stranger.pid, startedAt: 'long ago' } };
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ launcher: GONE, address: 'x', processes }));
  expect(RunRecord.holderOf(folder)).toBeNull();
  const { ended } = await RunRecord.claim(folder, 'y');
  expect(ended).toEqual(['hrss']);
  expect(isSameProcessAlive(identity)).toBe(false);
  expect(identifyProcess(stranger.pid!)).not.toBeNull();
});

it('notes processes as they start', async () => {
  const { run } = await RunRecord.claim(folder, 'x');
  const child = sleeper();
  run.note('hrss', child.pid);
  expect(record().processes.hrss.pid).toBe(child.pid);
});

it('is not stopped by a damaged record', async () => {
  writeFileSync(join(folder, 'run.json'), '{');
  const { ended } = await RunRecord.claim(folder, 'x');
  expect(ended).toEqual([]);
});

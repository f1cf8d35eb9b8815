import { linkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LaunchError } from '../launch-error.ts';
import { endProcess, identifyProcess, isSameProcessAlive, type ProcessIdentity } from './process-identity.ts';
import { readFileOrNull, writePrivateFile } from '../../config/private-file.ts';

const identitySchema = z.object({ pid: z.number(), startedAt: z.string() });
const recordSchema = z.object({
  launcher: identitySchema,
  address: z.string(),
  processes: z.record(z.string(), identitySchema),
});
type RunState = z.infer<typeof recordSchema>;

/** Who has a data folder: the address of a hub, or what else a process does with it. */
export interface FolderHolder {
  readonly address: string;
  readonly pid: number;
}

/**
 * `run.json`: which processes this data folder has running. It keeps two launchers off one folder and
 * lets the next start find what a killed one left behind.
 */
export class RunRecord {
  private readonly path: string;
  private record: RunState;

  private constructor(path: string, record: RunState) {
    this.path = path;
    this.record = record;
  }

  /** Claims the data folder. Returns the record and the names of leftovers that had to be ended. */
  static async claim(dataFolder: string, address: string): Promise<{ run: RunRecord; ended: string[] }> {
    const path = join(dataFolder, 'run.json');
    const ended = await endLeftovers(path);
    const launcher = identifyProcess(process.pid);
    if (launcher === null) throw new Error('cannot identify the running process');
    const run = new RunRecord(path, { launcher, address, processes: {} });
    run.create();
    return { run, ended };
  }

  /** Who has the data folder now; null where nobody does. */
  static holderOf(dataFolder: string): FolderHolder | null {
    const record = readRecord(join(dataFolder, 'run.json'));
    if (record === null || !isSameProcessAlive(record.launcher)) return null;
    return { address: record.address, pid: record.launcher.pid };
  }

  /** Notes a process that was started, in the place of an earlier one of the same name. */
  note(name: string, pid: number | undefined): void {
    const identity = pid === undefined ? null : identifyProcess(pid);
    if (identity === null) return;
    this.record = { ...this.record, processes: { ...this.record.processes, [name]: identity } };
    this.save();
  }

  noteAddress(address: string): void {
    this.record = { ...this.record, address };
    this.save();
  }

  /** Gives the data folder free. */
  release(): void {
    rmSync(this.path, { force: true });
  }

  private save(): void {
    writePrivateFile(this.path, this.text);
  }

  /** A hard link comes into being whole or not at all: of two launchers at one instant only one gets the name. */
  private create(): void {
    const draft = `${this.path}.${process.pid}`;
    writePrivateFile(draft, this.text);
    try {
      linkSync(draft, this.path);
    } catch {
      throw new LaunchError(`Another start is using the data folder (${this.path}).`);
    } finally {
      rmSync(draft, { force: true });
    }
  }

  private get text(): string {
    return `${JSON.stringify(this.record, null, 2)}\n`;
  }
}

async function endLeftovers(path: string): Promise<string[]> {
  const record = readRecord(path);
  if (record === null) {
    rmSync(path, { force: true });
    return [];
  }
  if (isSameProcessAlive(record.launcher)) {
    throw new LaunchError(
      `The hub already runs on this data folder: ${record.address} (process ${record.launcher.pid}). Stop it, or set HUB_DATA and HUB_PORT for a second one.`,
    );
  }
  const leftovers = Object.entries(record.processes).filter(([, identity]) => isSameProcessAlive(identity));
  await Promise.all(leftovers.map(([, identity]: [string, ProcessIdentity]) => endProcess(identity, 5_000)));
  rmSync(path, { force: true });
  return leftovers.map(([name]) => name);
}

function readRecord(path: string): RunState | null {
  const text = readFileOrNull(path);
  if (text === null) return null;
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

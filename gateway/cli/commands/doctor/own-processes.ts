import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../../../shared/primitives/parse-json.ts';
import type { CliConfig } from '../../config.ts';

const identitySchema = z.object({ pid: z.number() });
const recordSchema = z.object({
  launcher: identitySchema,
  address: z.string(),
  processes: z.record(z.string(), identitySchema),
});

/** Which processes of the hub that is asked run on this machine, by name of the service. */
export type OwnProcesses = ReadonlyMap<string, { readonly pid: number; readonly isRunning: boolean }>;

/** What `run.json` of the data folder says; empty where the hub that is asked is not the one of this data folder. */
export function readOwnProcesses({ dataFolder, url }: CliConfig): OwnProcesses {
  const path = join(dataFolder, 'run.json');
  const record = recordSchema.safeParse(existsSync(path) ? parseJson(readFileSync(path, 'utf8')) : null);
  if (!record.success || !isRunning(record.data.launcher.pid)) return new Map();
  if (!URL.canParse(record.data.address) || new URL(record.data.address).port !== new URL(url).port) return new Map();
  const found = Object.entries(record.data.processes);
  return new Map(found.map(([name, { pid }]) => [name, { pid, isRunning: isRunning(pid) }]));
}

/** Whether there is a process of that number, also one of another account. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config/project-root.ts';

/** What a command left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a program to its end, without any token or address of ours but those given. */
export async function runProgram(
  program: string,
  parameters: readonly string[],
  { folder, environment = {} }: RunOptions,
): Promise<Ended> {
  const { HUB_TOKEN: _token, HUB_URL: _url, ...inherited } = process.env;
  const child = spawn(program, parameters, {
    cwd: folder,
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr };
}

/** `npx hub …` as it is installed. */
export function runHub(parameters: readonly string[], options: RunOptions): Promise<Ended> {
  return runProgram(process.execPath, [join(projectRoot, 'dist/gateway/cli/main.js'), ...parameters], options);
}

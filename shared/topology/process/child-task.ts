import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { LaunchError } from '../launch-error.ts';

export interface TaskSpec {
  readonly name: string;
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Standard output may hold secrets (first tokens): then it is not logged. */
  readonly hasSecretOutput?: boolean;
}

/** Runs programs that end by themselves, one at a time, and can end them early. */
export class TaskRunner {
  private readonly running = new Set<ChildProcess>();

  /** Standard output of the program; rejects with what it said on standard error when it fails. */
  run(spec: TaskSpec): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--enable-source-maps', spec.entry], {
        env: { ...spec.environment },
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      this.running.add(child);
      const output = { text: '', errors: '' };
      child.stdout.on('data', (chunk) => {
        output.text += String(chunk);
        if (!spec.hasSecretOutput) appendFileSync(spec.logFile, chunk, { mode: 0o600 });
      });
      child.stderr.on('data', (chunk) => {
        output.errors += String(chunk);
        appendFileSync(spec.logFile, chunk, { mode: 0o600 });
      });
      child.once('error', reject);
      child.once('close', (code, signal) => {
        this.running.delete(child);
        if (code === 0) resolve(output.text);
        else
          reject(
            new LaunchError(
              `${spec.name} failed (${signal ?? `exit ${code}`}):\n${lastLines(output.errors || output.text)}`,
            ),
          );
      });
    });
  }

  kill(): void {
    for (const child of this.running) child.kill('SIGTERM');
  }
}

function lastLines(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .slice(-15)
    .map((line) => `    ${line}`)
    .join('\n');
}

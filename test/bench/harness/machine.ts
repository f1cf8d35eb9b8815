import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../../shared/config/project-root.ts';
import { findPostgresBinaries } from '../../../shared/topology/postgres/postgres-binaries.ts';
import { pinningLine } from './pinning.ts';

/** What the figures were measured on; figures of different machines are not compared. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly postgres: string;
  /** Commit of the checkout, with a plus where files differ from it. */
  readonly commit: string;
  readonly pinning: string;
}

export function readMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres: postgresVersion(),
    commit: commit(),
    pinning: pinningLine(),
  };
}

/** Load of the last minute, five and fifteen. */
export function readLoad(): string {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(', ');
}

/** The machine in one line. */
export function machineLine({ cpu, cores, memoryGiB, node, postgres, commit, pinning }: Machine): string {
  return `${cores} × ${cpu}, ${memoryGiB} GiB, Node ${node}, PostgreSQL ${postgres}, commit ${commit}; ${pinning}`;
}

function postgresVersion(): string {
  const text = said(join(findPostgresBinaries(), 'bin/postgres'), ['--version']);
  return /\d+(\.\d+)?/.exec(text)?.[0] ?? 'unknown';
}

function commit(): string {
  const name = said('git', ['rev-parse', '--short', 'HEAD']);
  if (name === '') return 'unknown';
  return said('git', ['status', '--porcelain', '--untracked-files=no']) === '' ? name : `${name}+`;
}

function said(program: string, parameters: readonly string[]): string {
  try {
    return execFileSync(program, parameters, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return '';
  }
}

import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Which cores a process gets: one of its own for whoever is measured, the rest for everybody else. */
export type Place = 'measured' | 'others';

let canPin: boolean | null = null;

/** Binds a process with all its threads to cores. Nothing happens where `taskset` is missing or there is one core only. */
export function pin(pid: number | undefined, place: Place): void {
  if (pid === undefined || !isPinning()) return;
  const cores = cpus().length;
  const list = place === 'measured' ? '0' : cores === 2 ? '1' : `1-${cores - 1}`;
  try {
    execFileSync('taskset', ['-a', '-c', '-p', list, String(pid)], { stdio: 'ignore' });
  } catch {
    // It ended meanwhile.
  }
}

export function isPinning(): boolean {
  canPin ??= cpus().length > 1 && process.env['BENCH_PIN'] !== 'off' && hasTaskset();
  return canPin;
}

/** One phrase for the conditions of a row. */
export function pinningLine(): string {
  if (isPinning()) return 'gateway alone on core 0, everything else on the others (taskset)';
  if (process.env['BENCH_PIN'] === 'off') return 'processes not pinned (BENCH_PIN=off)';
  return cpus().length > 1 ? 'processes not pinned (no taskset)' : 'processes not pinned (one core)';
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

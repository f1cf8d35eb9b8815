import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Which cores a process gets: one of its own for whoever is measured, the rest for everybody else, or all of them. */
export type Place = 'measured' | 'others' | 'anywhere';

let canPin: boolean | null = null;

/** Binds a process with all its threads to cores. Nothing happens where `taskset` is missing or there is one core only. */
export function pin(pid: number | undefined, place: Place): void {
  if (pid === undefined || !isPinning()) return;
  try {
    execFileSync('taskset', ['-a', '-c', '-p', coresOf(place), String(pid)], { stdio: 'ignore' });
  } catch {
    // It ended meanwhile.
  }
}

function coresOf(place: Place): string {
  const last = cpus().length - 1;
  if (place === 'measured') return '0';
  if (place === 'anywhere') return `0-${last}`;
  return last === 1 ? '1' : `1-${last}`;
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

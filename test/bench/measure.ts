import { cpus, totalmem } from 'node:os';

/** One measured row: which bar of the product it belongs to, what was measured and in which unit. */
export interface BenchRow {
  readonly id: string;
  readonly what: string;
  readonly value: string;
}

/** The p-quantile of some figures (nearest rank). */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

/** Milliseconds that a piece of work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** What the figures were measured on; figures of different machines are not compared. */
export function machineLine(): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}

/** Rows as a Markdown table. */
export function toMarkdown(rows: readonly BenchRow[]): string {
  return [
    '| row | what | measured |',
    '|---|---|---|',
    ...rows.map(({ id, what, value }) => `| ${id} | ${what} | ${value} |`),
  ].join('\n');
}

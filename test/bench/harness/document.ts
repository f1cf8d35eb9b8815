import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../shared/config/project-root.ts';
import { conditionsOf, toMarkdown } from './markdown.ts';
import { toPicture } from './picture.ts';
import { chooseCases } from './registry.ts';
import type { Report } from './report.ts';

const [BEGIN, END] = ['<!-- measured: written by `npm run bench -- --document` -->', '<!-- end of measured -->'];

/** Writes the table of a run into `performance.md` between its marks, and the picture beside it. */
export function documentReport(report: Report, folder: string): void {
  const path = join(folder, 'performance.md');
  writeFileSync(path, withTable(readFileSync(path, 'utf8'), report));
  // Tables of documents are laid out by the formatter.
  execFileSync(process.execPath, [
    join(projectRoot, 'node_modules/@biomejs/biome/bin/biome'),
    'format',
    '--write',
    path,
  ]);
  writeFileSync(join(folder, 'performance.svg'), toPicture(withTitles(report), captionOf(report)));
}

/** The text with another table between the marks. */
export function withTable(text: string, report: Report): string {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for the table: ${BEGIN} … ${END}`);
  const conditions = conditionsOf(report).replace('\n', '; ');
  return `${text.slice(0, from)}${BEGIN}\n\n${conditions}.\n\n${toMarkdown(report)}\n\n${text.slice(to)}`;
}

function withTitles(report: Report) {
  const titles = new Map<string, string>();
  for (const { id, also = [], titleZh } of chooseCases(new Set(report.measurements.map((row) => row.id))))
    for (const name of [id, ...also]) titles.set(name, titleZh);
  return report.measurements.map((row) => ({ row, titleZh: titles.get(row.id) ?? '' }));
}

function captionOf({ machine, endedAt, loadBefore, loadAfter }: Report): string {
  return `${machine.cores} × ${machine.cpu}, ${machine.memoryGiB} GiB, Node ${machine.node}, PostgreSQL ${machine.postgres}, ${machine.commit}, ${endedAt.slice(0, 10)}, load ${loadBefore.split(',')[0] ?? ''} → ${loadAfter.split(',')[0] ?? ''}`;
}

import { type Machine, machineLine } from './machine.ts';
import type { Bar, Measurement } from './measurement.ts';
import type { Report } from './report.ts';

const HEAD = ['row', 'what', 'measured', 'reference', 'ratio', 'bar', 'reached', 'load'];

/** Rows as a Markdown table, and below it what was not measured. */
export function toMarkdown({ measurements, missing }: Pick<Report, 'measurements' | 'missing'>): string {
  const rows = measurements.map((row) => [
    row.id,
    row.what + besideOf(row),
    row.product === null ? '–' : `${figure(row.product)} ${row.unit}`,
    row.reference === null ? '–' : `${figure(row.reference)} (${row.referenceWhat ?? ''})`,
    row.ratio === null ? '–' : ratioOf(row),
    row.bar === null ? '–' : barText(row.bar, row.unit),
    reachedText(row),
    String(row.beside['load average'] ?? '–'),
  ]);
  const table = [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escaped).join(' | ')} |`);
  const notes = missing.map(({ id, title, kind, reason }) => `- ${id} (${title}) ${kind}: ${reason}`);
  return [...table, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

/** The machine and when, in two lines. */
export function conditionsOf(
  report: Pick<Report, 'machine' | 'startedAt' | 'endedAt' | 'loadBefore' | 'loadAfter'>,
): string {
  const machine: Machine = report.machine;
  return `${machineLine(machine)}\n${report.startedAt} to ${report.endedAt}, load ${report.loadBefore} before, ${report.loadAfter} after`;
}

/** Three significant digits, whole where there are more before the point. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

/** A bar in words: `≤ 0.75 ×` of a ratio, `≤ 500 ms` of a figure. */
export function barText({ of, is, value }: Bar, unit: string): string {
  return `${is === 'at least' ? '≥' : '≤'} ${figure(value)} ${of === 'ratio' ? '×' : unit}`;
}

function ratioOf({ ratio, rounds }: Measurement): string {
  const text = figure(ratio ?? Number.NaN);
  const each = rounds.flatMap(({ product, reference }) => (reference === null ? [] : [figure(product / reference)]));
  return each.length > 1 ? `**${text}** (${each.join(', ')})` : `**${text}**`;
}

function reachedText({ reached, bar }: Measurement): string {
  if (bar === null) return '–';
  return reached === 'no' ? '**no**' : reached;
}

function besideOf({ beside }: Measurement): string {
  const told = Object.entries(beside).filter(([name]) => name !== 'load average');
  if (told.length === 0) return '';
  return `; ${told.map(([name, value]) => `${name}: ${typeof value === 'number' ? figure(value) : value}`).join('; ')}`;
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

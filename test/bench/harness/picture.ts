import { barText, figure } from './markdown.ts';
import type { Measurement } from './measurement.ts';

/** A measured row and how people call it. */
export interface Pictured {
  readonly row: Measurement;
  readonly titleZh: string;
}

const WIDTH = 1_180;
const ROW = 46;
const TOP = 84;
/** Where the axis begins and ends, and how many times the bar its ends are. */
const [LEFT, RIGHT, SPAN] = [520, 930, 16];
const TICKS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16];

/** How far a row is past its bar: 1 is the bar itself, 2 twice as good; null where nothing can be said. */
export function distanceToBar({ bar, product, ratio }: Measurement): number | null {
  const value = bar?.of === 'product' ? product : ratio;
  if (bar === null || value === null || !Number.isFinite(value)) return null;
  if (bar.is === 'at least') return value / bar.value;
  return value === 0 ? Number.POSITIVE_INFINITY : bar.value / value;
}

/** Of rows of one bar only the one that is least past it. */
export function worstOfEach(rows: readonly Pictured[]): Pictured[] {
  const worst = new Map<string, Pictured>();
  for (const each of rows) {
    const distance = distanceToBar(each.row);
    if (distance === null) continue;
    const key = JSON.stringify([each.row.id, each.row.unit, each.row.bar]);
    const known = worst.get(key);
    if (known === undefined || distance < (distanceToBar(known.row) ?? distance)) worst.set(key, each);
  }
  return [...worst.values()];
}

/** Every row against its bar, to the right where it is reached. The scale is logarithmic: each line is twice the one before. */
export function toPicture(rows: readonly Pictured[], caption: string): string {
  const shown = worstOfEach(rows);
  const height = TOP + shown.length * ROW + 40;
  const bottom = TOP + shown.length * ROW;
  const ticks = TICKS.map((tick) => {
    const x = placeOf(tick);
    return `<line class="${tick === 1 ? 'bar' : 'grid'}" x1="${x}" y1="${TOP - 8}" x2="${x}" y2="${bottom}"/><text class="small" text-anchor="middle" x="${x}" y="${TOP - 16}">${tick === 1 ? '标准 bar' : `${tick < 1 ? `1/${1 / tick}` : tick} ×`}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Measured rows against their bars" font-family="system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif">
<style>
  text { fill: #24292f } .small { font-size: 12px; fill: #57606a } .name { font-size: 15px } .id { font-size: 15px; font-weight: 600 }
  .grid { stroke: #8c959f; stroke-opacity: .25 } .bar { stroke: #57606a; stroke-width: 2 }
  .yes { fill: #2f7d5b } .no { fill: #c4622d }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .small { fill: #9da7b1 } .bar { stroke: #9da7b1 } .yes { fill: #4fb286 } .no { fill: #e08a55 } }
</style>
<text class="id" x="16" y="28">各项实测与标准之比（右为达到） · Measured against the bar (right: reached)</text>
<text class="small" x="16" y="48">${escaped(caption)}</text>
${ticks.join('\n')}
${shown.map(toRow).join('\n')}
<text class="small" x="16" y="${height - 14}">同一标准有多项时取最差一项；对数刻度 · worst row of each bar; logarithmic scale; figures and conditions in performance.md</text>
</svg>
`;
}

function toRow({ row, titleZh }: Pictured, index: number): string {
  const distance = distanceToBar(row) ?? 1;
  const y = TOP + index * ROW;
  const [from, to] = [placeOf(1), placeOf(distance)];
  const isReached = row.reached === 'yes';
  const width = Math.max(3, Math.abs(to - from));
  const figureText = `${figure((row.bar?.of === 'product' ? row.product : row.ratio) ?? Number.NaN)}${row.bar?.of === 'ratio' ? ' ×' : ` ${row.unit}`}`;
  const bar = row.bar === null ? '' : barText(row.bar, row.unit);
  return `<g>
<text class="id" x="16" y="${y + 18}">${row.id}</text><text class="name" x="70" y="${y + 18}">${escaped(titleZh)}</text>
<text class="small" x="70" y="${y + 35}">${escaped(shortened(row.what, 70))}</text>
<rect class="${isReached ? 'yes' : 'no'}" x="${Math.min(from, to)}" y="${y + 8}" width="${width}" height="20" rx="2"/>
<text class="name" x="${RIGHT + 16}" y="${y + 18}">${isReached ? '✓' : '✗'} ${escaped(figureText)}</text><text class="small" x="${RIGHT + 16}" y="${y + 35}">${escaped(bar)}</text>
</g>`;
}

/** Horizontal place of a distance; what is further away than the axis is at its end. */
function placeOf(distance: number): number {
  const share = (Math.log2(Math.min(SPAN, Math.max(1 / SPAN, distance))) / Math.log2(SPAN) + 1) / 2;
  return Math.round(LEFT + share * (RIGHT - LEFT));
}

function shortened(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

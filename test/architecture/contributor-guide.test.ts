import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';
import { ZONES } from './import-rules.ts';

const GUIDE = join(projectRoot, 'docs/guides/contributors.md');
const guide = readFileSync(GUIDE, 'utf8');
const [BEGIN, END] = ['<!-- map: begin -->', '<!-- map: end -->'];

/** Zones that are no room of the product: tests look at all, and printing finds the subgraphs at run time. */
const OUTSIDE = new Set(['test', 'schema printing', 'gateway/console']);

const zones = ZONES.filter(({ name }) => !OUTSIDE.has(name));
const imports = new Map(
  zones.map(({ name, mayImport }) => [name, mayImport.filter((each) => each !== name && !OUTSIDE.has(each))]),
);

/** Whether a zone reaches another by way of a third. */
function isImplied(from: string, to: string): boolean {
  return (imports.get(from) ?? []).some((middle) => middle !== to && reaches(middle, to));
}

function reaches(from: string, to: string): boolean {
  return (imports.get(from) ?? []).some((next) => next === to || reaches(next, to));
}

function idOf(zone: string): string {
  return zone.replace(/[^a-z-]/g, '_');
}

/** The rooms and what each may import, as a picture; arrows that follow from others are left out. */
function picture(): string {
  const rooms = zones.map(({ name }) => `  ${idOf(name)}["${name}"]`);
  const arrows = [...imports].flatMap(([from, to]) =>
    to.filter((each) => !isImplied(from, each)).map((each) => `  ${idOf(from)} --> ${idOf(each)}`),
  );
  return ['```mermaid', 'flowchart TD', ...rooms, ...arrows, '```'].join('\n');
}

describe('docs/guides/contributors.md', () => {
  it('draws the directions of imports as they are checked (draw it anew with -u)', async () => {
    const [before, rest = ''] = guide.split(BEGIN);
    const after = rest.split(END)[1];
    expect(after).toBeDefined();
    await expect(`${before}${BEGIN}\n\n${picture()}\n\n${END}${after}`).toMatchFileSnapshot(GUIDE);
  });

  it('leaves out no arrow that nothing else implies, and draws none that is refused', () => {
    const drawn = [...picture().matchAll(/^ {2}(\S+) --> (\S+)$/gm)].map(([, from, to]) => `${from} ${to}`);
    const allowed = new Set([...imports].flatMap(([from, to]) => to.map((each) => `${idOf(from)} ${idOf(each)}`)));
    expect(drawn.length).toBeGreaterThan(15);
    expect(drawn.filter((arrow) => !allowed.has(arrow))).toEqual([]);
  });

  it('walks a value through at least a dozen files', () => {
    const walk = guide.split('## 2.')[1]?.split('## 3.')[0] ?? '';
    expect([...walk.matchAll(/\]\(\.\.\/\.\.\/[^)]+\.ts\)/g)].length).toBeGreaterThan(12);
  });
});

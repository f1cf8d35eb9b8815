import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleFolder, bundleIngredients, bundleStamp, entryFinder } from './bundled-entry.ts';

const ENTRY = 'subgraphs/hub/main.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hub-bundle-'));
  write('dist/.tsbuildinfo', 'compiled once');
  write('package-lock.json', '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function bundle(): void {
  write(join('dist/bundled', ENTRY), '');
  writeFileSync(bundleStamp(root), bundleIngredients(root) ?? '');
}

const compiled = () => join(root, 'dist', ENTRY);
const bundled = () => join(bundleFolder(root), ENTRY);

describe('the file that is run for a program', () => {
  it('is its bundle', () => {
    bundle();
    expect(entryFinder(root, true)(ENTRY)).toBe(bundled());
  });

  it('is the compiled program where nothing is bundled, or this program is not', () => {
    expect(entryFinder(root, true)(ENTRY)).toBe(compiled());
    bundle();
    expect(entryFinder(root, true)('shared/topology/start.js')).toBe(join(root, 'dist/shared/topology/start.js'));
  });

  it('is the compiled program as soon as it has been compiled anew', () => {
    bundle();
    write('dist/.tsbuildinfo', 'compiled twice');
    expect(entryFinder(root, true)(ENTRY)).toBe(compiled());
  });

  it('is the compiled program as soon as other packages are installed', () => {
    bundle();
    write('package-lock.json', '{"lockfileVersion": 3}');
    expect(entryFinder(root, true)(ENTRY)).toBe(compiled());
  });

  it('is the compiled program while it is being bundled, or for one who watches for changes', () => {
    bundle();
    expect(entryFinder(root, false)(ENTRY)).toBe(compiled());
    rmSync(bundleStamp(root));
    expect(entryFinder(root, true)(ENTRY)).toBe(compiled());
  });
});

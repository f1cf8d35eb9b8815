import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { expect, it } from 'vitest';
import { nameClassesOnly } from './class-names.ts';

/** Two classes of one name, of which a bundler has to call one otherwise. */
const FILES = {
  'main.js': `import { Grant as Other } from './other.js';
    class Grant {}
    export const names = [Grant.name, Other.name];`,
  'other.js': 'export class Grant {}',
};

function bundle(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hub-names-'));
  try {
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
    const entryPoints = [join(folder, 'main.js')];
    const built = buildSync({ entryPoints, bundle: true, write: false, format: 'esm', keepNames: true });
    return built.outputFiles[0]?.text ?? '';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it('classes keep their names in a bundle', async () => {
  const text = nameClassesOnly(bundle());
  const { names } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  expect(names).toEqual(['Grant', 'Grant']);
});

it('a bundle that gives names in another way is refused', () => {
  expect(() => nameClassesOnly('var nothing = 1;')).toThrow('not known');
});

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';
import { subgraphNames } from './committed-schemas.ts';

const run = promisify(execFile);

describe('printed schemas', () => {
  it('equal the committed ones', { timeout: 120_000 }, async () => {
    const program = join(projectRoot, 'subgraphs/print-schemas.ts');
    const { stdout } = await run(process.execPath, ['--import', 'tsx', program, '--check'], { cwd: projectRoot });
    expect(stdout.trim().split('\n')).toEqual(subgraphNames().map((name) => `${name}: up to date`));
  });
});

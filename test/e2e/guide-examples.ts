import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';
import { blocksOf } from '../testkit/guide-blocks.ts';
import { runHub, runProgram } from '../testkit/hub-command.ts';
import type { HubProcess } from '../testkit/hub-process.ts';

interface Example {
  readonly language: string;
  readonly program: string;
  readonly parameters: readonly string[];
  /** Asks whether the program is here and new enough. */
  readonly probe: readonly string[];
  readonly isUsable: (told: string) => boolean;
}

const always = (): boolean => true;
const EXAMPLES: readonly Example[] = [
  {
    language: 'curl',
    program: 'sh',
    parameters: ['report.sh'],
    probe: ['-c', 'curl --version && sha256sum --version'],
    isUsable: always,
  },
  { language: 'Python', program: 'python3', parameters: ['report.py'], probe: ['--version'], isUsable: always },
  {
    language: 'Java',
    program: 'java',
    parameters: ['-Dfile.encoding=UTF-8', 'Report.java'],
    // A runtime without a compiler cannot run a source file.
    probe: ['--list-modules'],
    isUsable: (told) => /jdk\.compiler@(1[7-9]|[2-9]\d)/.test(told),
  },
];

/** `npx hub` without what npx adds. */
const HUB = `"${process.execPath}" "${join(projectRoot, 'dist/gateway/cli/main.js')}"`;

function isHere({ program, probe, isUsable }: Example): boolean {
  const { status, stdout } = spawnSync(program, probe, { encoding: 'utf8' });
  return status === 0 && isUsable(stdout);
}

/** Runs what the guide for departments shows, as it stands there. */
export function describeGuideExamples(running: () => HubProcess): void {
  describe('the guide for departments', () => {
    let folder: string;
    const hashes = new Set<string>();
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'hub-guide-'));
      for (const [name, text] of blocksOf('file')) writeFileSync(join(folder, name), text);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const environment = (): Record<string, string> => ({
      HUB_URL: `http://127.0.0.1:${running().port}`,
      HUB_TOKEN: running().token('hrss'),
      PYTHONIOENCODING: 'utf-8',
    });

    it('shows what the command line says of a faulty file', async () => {
      const shown = blocksOf('output').get('validate faulty.csv') ?? '';
      const { code, stdout } = await runHub(['indicator', 'validate', 'faulty.csv', '--unit', 'hrss'], {
        folder,
        environment: environment(),
      });
      expect(code).toBe(1);
      expect(stdout).toBe(shown);
    });

    for (const example of EXAMPLES) {
      const here = isHere(example);
      if (!here)
        process.stderr.write(`SKIPPED: the guide's example in ${example.language}: no ${example.program} here\n`);
      it.skipIf(!here)(
        `has an example in ${example.language} that reports, to one receipt for all languages`,
        async () => {
          const { program, parameters } = example;
          const { code, stdout, stderr } = await runProgram(program, parameters, {
            folder,
            environment: environment(),
          });
          expect(code, stderr).toBe(0);
          expect(stdout).toContain('ACCEPTED');
          const [hash] = /[0-9a-f]{64}/.exec(stdout) ?? [];
          if (hash === undefined) throw new Error(stdout);
          hashes.add(hash);
          expect(hashes.size).toBe(1);
        },
        120_000,
      );
    }

    for (const [name, command] of blocksOf('run')) {
      it(`runs as shown: ${name}`, { timeout: 300_000 }, async () => {
        const { dataFolder, port } = running();
        const ended = await runProgram('sh', ['-ec', command.replaceAll('npx hub', HUB)], {
          folder,
          environment: { HUB_DATA: dataFolder, HUB_URL: `http://127.0.0.1:${port}` },
        });
        expect(ended, ended.stdout + ended.stderr).toMatchObject({ code: 0 });
      });
    }
  });
}

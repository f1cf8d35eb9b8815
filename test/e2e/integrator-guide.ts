import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';
import { blocksOf, INTEGRATORS_GUIDE } from '../testkit/guide-blocks.ts';
import { type Ended, runProgram } from '../testkit/hub-command.ts';
import type { HubProcess } from '../testkit/hub-process.ts';

const guide = readFileSync(INTEGRATORS_GUIDE, 'utf8');
const pages = [guide, ...['README.md', 'README.zh-CN.md'].map((name) => readFileSync(join(projectRoot, name), 'utf8'))];
const runs = pages.flatMap((page) => [...blocksOf('run', page)]);
const queries = blocksOf('query', guide);
const answers = blocksOf('answer', guide);
const outputs = blocksOf('output', guide);
const setup = /<!-- setup -->\s*```sh\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';

/** What the commands of a clone find beside them. */
const OF_A_CLONE = ['dist', 'docs', 'gateway', 'node_modules', 'package.json', 'shared', 'tsconfig.json'];

/** Programs that are not everywhere, by what a line of a command begins with. */
const NEEDED: Readonly<Record<string, string>> = { python3: 'python3', java: 'javac', curl: 'curl' };

function isHere(command: string): boolean {
  const programs = Object.entries(NEEDED).filter(([start]) => new RegExp(`^${start} `, 'm').test(command));
  return programs.every(([, program]) => spawnSync(program, ['--version']).status === 0);
}

/** `grant (as hrss-approver)` → the query's name and whose token asks. */
function askerOf(name: string): string {
  return / \(as (.+)\)$/.exec(name)?.[1] ?? 'lead';
}

function answerTo(name: string): unknown {
  const shown = answers.get(name.replace(/ \(as .+\)$/, ''));
  return shown === undefined ? undefined : JSON.parse(shown);
}

async function ask(hub: HubProcess, name: string): Promise<unknown> {
  const variables = name === 'as of' ? { instant: new Date().toISOString() } : {};
  return (await hub.ask(hub.token(askerOf(name)), queries.get(name) ?? '', variables)).body;
}

/** What the guide has granted is taken back: others look at what an integrator sees without. */
async function revokeGrants(hub: HubProcess): Promise<void> {
  const approver = hub.token('hrss-approver');
  const { body } = await hub.ask(approver, '{ grants(first: 100) { edges { node { id revokedAt } } } }');
  const ids = body.data.grants.edges.flatMap(({ node }: { node: { id: string; revokedAt: string | null } }) =>
    node.revokedAt === null ? [node.id] : [],
  );
  for (const id of ids)
    await hub.ask(approver, 'mutation ($id: ID!) { revokeGrant(input: { id: $id }) { errors { code } } }', { id });
}

interface Partial {
  readonly data: { readonly subject: { readonly evaluation: { score: { readonly value: string } } } };
}

/** With the department down, as the guide says of it; other tests may have moved the score meanwhile. */
export async function expectPartialAnswerAsShown(hub: HubProcess): Promise<void> {
  const shown = answerTo('partial answer') as Partial;
  shown.data.subject.evaluation.score = { value: expect.stringMatching(/^\d+\.\d+$/) };
  expect(await ask(hub, 'partial answer')).toMatchObject(shown);
}

/** Runs what the guide for integrators and the READMEs show, as it stands there. */
export function describeIntegratorGuide(running: () => HubProcess): void {
  describe('the guide for integrators', () => {
    let clone: string;
    beforeAll(() => {
      clone = mkdtempSync(join(tmpdir(), 'hub-clone-'));
      for (const name of OF_A_CLONE) symlinkSync(join(projectRoot, name), join(clone, name));
      symlinkSync(running().dataFolder, join(clone, '.data'));
    });
    afterAll(async () => {
      rmSync(clone, { recursive: true, force: true });
      await revokeGrants(running());
    });

    function run(command: string): Promise<Ended> {
      const { port } = running();
      const prepared = `${setup}\n${command}`.replaceAll(':4000', `:${port}`);
      const environment = { HUB_PORT: String(port), HUB_DATA: join(clone, '.data'), PYTHONIOENCODING: 'utf-8' };
      return runProgram('sh', ['-ec', prepared], { folder: clone, environment });
    }

    for (const [name, command] of runs) {
      const here = isHere(command);
      if (!here) process.stderr.write(`SKIPPED: ${name}: the program is not here: ${command}`);
      it.skipIf(!here)(
        `runs as shown: ${name}`,
        async () => {
          const { code, stdout, stderr } = await run(command);
          expect(code, stderr).toBe(0);
          expect(stderr).not.toContain('partial answer');
          const written = [...command.matchAll(/ > (\S+)/g)].map(([, file = '']) =>
            readFileSync(join(clone, file), 'utf8'),
          );
          const [text = stdout] = written;
          for (const each of [text, ...written]) expect(each.length).toBeGreaterThan(10);
          expect(text.replaceAll('\r', '')).toContain(outputs.get(name)?.trimEnd() ?? '');
          const answer = answerTo(name);
          if (answer !== undefined) expect(JSON.parse(text)).toEqual(answer);
        },
        300_000,
      );
    }

    it('makes the same report in every language: 25 groups, and who is waited for', async () => {
      const csv = await run('python3 docs/examples/report.py');
      const markdown = await run('npx tsx docs/examples/typescript/report.ts');
      const cells = (text: string, separator: RegExp): string[][] =>
        text.split('\n').flatMap((line) => (/^(\| )?\d+[ ,]/.test(line) ? [line.split(separator)] : []));
      const fromCsv = cells(csv.stdout, /,/).map(([no, , ...figures]) => [no, ...figures.slice(0, 4)]);
      const fromMarkdown = cells(markdown.stdout, / ?\| ?/).map(([, no, , ...figures]) => [no, ...figures.slice(0, 4)]);
      expect(fromMarkdown).toHaveLength(25);
      if (isHere('python3 ')) expect(fromCsv).toEqual(fromMarkdown);
    }, 60_000);

    for (const name of queries.keys()) {
      if (name === 'partial answer') continue;
      it(`asks as shown: ${name}`, async () => {
        const body = await ask(running(), name);
        const shown = answerTo(name);
        expect(body).not.toHaveProperty('errors');
        expect(body).toHaveProperty('data');
        if (shown !== undefined) expect(body).toEqual(shown);
      });
    }
  });
}

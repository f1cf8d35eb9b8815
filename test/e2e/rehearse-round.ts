import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectRoot } from '../../shared/config/project-root.ts';
import { type RoundHub, RoundRunner } from '../testkit/round-runner.ts';

/**
 * A whole yearly round of the demo district, from the plan to the circulation, as everybody who takes part in it:
 * `npx tsx test/e2e/rehearse-round.ts [year]`. For practising; what it decides is made up like the figures.
 */
const [year = '2025'] = process.argv.slice(2);
const folder = resolve(process.env['HUB_DATA'] ?? join(projectRoot, '.data'));
const address = process.env['HUB_URL'] ?? `http://127.0.0.1:${process.env['HUB_PORT'] ?? 4000}`;
const FILES = ['tokens.json', 'unit-tokens.json'].map((name) => join(folder, name));

const tokens = new Map<string, string>(
  FILES.filter((file) => existsSync(file)).flatMap((file) => Object.entries(JSON.parse(readFileSync(file, 'utf8')))),
);
const done = new Map<string, number>();

const hub: RoundHub = {
  token(name) {
    const token = tokens.get(name);
    if (token === undefined) throw new Error(`${folder} 中没有“${name}”的演示令牌；演练只用于演示数据`);
    return token;
  },
  async ask(token, query, variables = {}) {
    const [, act] = /^mutation .*?\{ (\w+)\(/.exec(query) ?? [];
    if (act !== undefined) done.set(act, (done.get(act) ?? 0) + 1);
    const reply = await fetch(new URL('/graphql', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return { body: await reply.json() };
  },
};

const runner = new RoundRunner(hub, 'fengtai-2023', Number(year));
try {
  const scored = await runner.run();
  for (const [act, times] of done) process.stdout.write(`${act}  ${times} 次\n`);
  process.stdout.write(`${runner.round} 已通报，${scored.length} 个参评单位\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

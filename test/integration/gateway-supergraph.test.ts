import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGateway } from '../../gateway/server.ts';
import { FileSupergraphSource } from '../../gateway/supergraph/file-source.ts';
import { aGate, composed, GatewayWorld, PATIENT, SDL, TestSource } from './gateway-world.ts';

let world: GatewayWorld;
let folder: string;
const log: { level: number; reason?: string; msg: string }[] = [];
const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(JSON.parse(line)) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  log.length = 0;
  world = await GatewayWorld.start({ stateFolder: folder, log: logger });
});
afterEach(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

const described = (revision: number) =>
  composed({ ...SDL, hrss: SDL.hrss.replace('hrssNote: String', `"""第 ${revision} 版""" hrssNote: String`) });
const noteOf = async () => {
  const { json } = await world.ask('{ __type(name: "Query") { fields { name description } } }');
  return json.data.__type.fields.find((field: { name: string }) => field.name === 'hrssNote').description;
};

describe('reloading the supergraph', () => {
  it('fails no request under load, queries and mutations in flight included', async () => {
    const { opened, open } = aGate();
    world.subgraphs.evaluation.gate = opened;
    const held = [world.ask('{ whoami }'), world.ask('mutation { record(text: "held") }')];
    await expect.poll(() => world.subgraphs.evaluation.received.length, PATIENT).toBe(2);

    let isLoaded = true;
    const answers: { status: number; json: { errors?: unknown } }[] = [];
    const load = async () => {
      while (isLoaded) answers.push(await world.ask('{ subject(code: "1") { name hrss sasac } hrssNote }'));
    };
    const loaders = Array.from({ length: 6 }, load);
    for (const revision of [1, 2, 3]) {
      const before = answers.length;
      world.source.publish(described(revision));
      await expect.poll(noteOf, PATIENT).toBe(`第 ${revision} 版`);
      await expect.poll(() => answers.length, PATIENT).toBeGreaterThan(before + 20);
    }
    isLoaded = false;
    await Promise.all(loaders);
    open();
    answers.push(...(await Promise.all(held)));
    expect(answers.filter(({ status, json }) => status !== 200 || json.errors !== undefined)).toEqual([]);
  });

  const bad: [string, string, RegExp][] = [
    ['text that is no schema', 'not a schema {', /not readable/],
    ['a schema of no subgraph', 'type Query { a: String }', /names no subgraph/],
    ['a subgraph nobody configured', composed({ ...SDL }).replace('name: "sasac"', 'name: "justice"'), /justice/],
    ['an empty file', '', /not readable/],
    ['a schema without a query', composed().replace(/\n {2}query: Query/, ''), /.+/],
    ['a reference to nowhere', composed().replace('name: String', 'name: Nowhere'), /.+/],
  ];
  it.each(bad)('refuses %s, says why, and the old one serves', async (_name, text, reason) => {
    world.source.text = text;
    expect(await world.gateway.reload()).toBe(false);
    expect((await world.ask('{ subject(code: "1") { name hrss sasac } }')).json.errors).toBeUndefined();
    expect(log.filter(({ msg }) => msg === 'supergraph refused').map((line) => line.reason)).toEqual([
      expect.stringMatching(reason),
    ]);
    // Said once, however often it is looked at; and a good one is taken at once.
    await world.gateway.reload();
    expect(log.filter(({ msg }) => msg === 'supergraph refused')).toHaveLength(1);
    world.source.text = described(9);
    expect(await world.gateway.reload()).toBe(true);
    expect(await noteOf()).toBe('第 9 版');
  });

  it('takes its change from a file that is replaced', async () => {
    const file = join(folder, 'supergraph.graphql');
    await writeFile(file, composed());
    const gateway = await createGateway(world.options({ supergraph: new FileSupergraphSource(file, 50) }));
    const { port } = await gateway.listen('127.0.0.1', 0);
    await writeFile(file, described(4));
    const ask = async () => {
      const body = JSON.stringify({ query: '{ __type(name: "Query") { fields { description } } }' });
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer hub_alice' },
        body,
      });
      return response.text();
    };
    await expect.poll(ask, PATIENT).toContain('第 4 版');
    await gateway.close();
  });
});

describe('the last good supergraph', () => {
  const start = (source: TestSource) =>
    createGateway(world.options({ supergraph: source, stateFolder: folder, log: logger }));

  it('starts the gateway when the current one is bad', async () => {
    const gateway = await start(new TestSource('broken {'));
    const { port } = await gateway.listen('127.0.0.1', 0);
    const response = await fetch(`http://127.0.0.1:${port}/readiness?verbose`);
    expect(await response.json()).toMatchObject({ status: 'UP', supergraph: { origin: 'last-good' } });
    await gateway.close();
  });

  it('is not used when one byte of it was changed', async () => {
    const path = join(folder, 'last-good-supergraph.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('hrssNote', 'hrssNotf'));
    await expect(start(new TestSource('broken {'))).rejects.toThrow(/altered/);
  });

  it('is not needed by a gateway whose graph is good, and there need not be one', async () => {
    await rm(folder, { recursive: true });
    await (await start(new TestSource(composed()))).close();
    await rm(folder, { recursive: true });
    await expect(start(new TestSource('broken {'))).rejects.toThrow(/there is none/);
  });
});

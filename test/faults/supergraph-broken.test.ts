import { afterEach, describe, expect, it } from 'vitest';
import { composed, GatewayWorld, PATIENT, SDL } from '../integration/gateway-world.ts';
import { report, seeded } from './fault-row.ts';
import { pick, upTo } from '../testkit/seeded-random.ts';
import { CONSOLIDATED, WHOLE } from './fault-world.ts';

let world: GatewayWorld;
afterEach(() => world.stop());

const GOOD = composed();
const random = seeded();

/** Twenty graphs that must not be served, each broken in its own way. */
const broken: [string, () => string][] = [
  ['nothing', () => ''],
  ['blanks', () => ' \n'.repeat(1_000)],
  ['random bytes', () => Array.from({ length: 5_000 }, () => String.fromCharCode(upTo(random, 256))).join('')],
  ...Array.from({ length: 5 }, (_, index): [string, () => string] => [
    `cut off, ${index + 1}`,
    () => GOOD.slice(0, 100 + upTo(random, GOOD.length - 200)).replace(/\}\s*$/, ''),
  ]),
  ['JSON', () => JSON.stringify({ data: GOOD })],
  ['the page of a proxy', () => '<html><body>502 Bad Gateway</body></html>'],
  ['a schema of no subgraph', () => 'type Query { a: String }'],
  ['a subgraph nobody has configured', () => GOOD.replace('name: "hrss"', 'name: "finance"')],
  ['no query', () => GOOD.replace(/\n {2}query: Query/, '')],
  ['a type that is not there', () => GOOD.replace('name: String', 'name: Nowhere')],
  ['a root type twice', () => `${GOOD}\ntype Query { a: String }\n`],
  ['a field twice', () => GOOD.replace('name: String', 'name: String name: Int')],
  ['a directive that is not there', () => GOOD.replace('name: String', 'name: String @nowhere')],
  [
    'a root field without a permission',
    () => GOOD.replace(/whoami: String [^\n]*/, 'whoami: String @join__field(graph: EVALUATION)'),
  ],
  ['a brace too few', () => GOOD.slice(0, GOOD.lastIndexOf('}'))],
  ['the SDL of a subgraph in its place', () => SDL.hrss],
];

describe('B10: supergraphs that must not be served', () => {
  it('are refused, twenty in a row, while the old one answers every request', { timeout: 120_000 }, async (context) => {
    world = await GatewayWorld.start();
    let isLoaded = true;
    let n = 0;
    const wrong: string[] = [];
    const reader = async () => {
      while (isLoaded) {
        const { status, text } = await world.ask(CONSOLIDATED);
        n += 1;
        if (status !== 200 || text !== JSON.stringify({ data: WHOLE })) wrong.push(`${status} ${text}`);
      }
    };
    const readers = Array.from({ length: 4 }, reader);
    const accepted: string[] = [];
    const order = [...broken].sort(() => pick(random, [-1, 1]));
    for (const [name, make] of order) {
      const before = n;
      world.source.text = make();
      if (await world.gateway.reload()) accepted.push(name);
      await expect.poll(() => n, PATIENT).toBeGreaterThan(before + 3);
    }
    isLoaded = false;
    await Promise.all(readers);
    report(context, {
      row: 'B10',
      what: '20 broken supergraphs under load',
      n,
      failures: wrong.length + accepted.length,
    });
    expect(broken).toHaveLength(20);
    expect(accepted).toEqual([]);
    expect(wrong.slice(0, 3)).toEqual([]);
    world.source.text = composed({ ...SDL, hrss: SDL.hrss.replace('hrssNote', 'hrssWord') });
    expect(await world.gateway.reload()).toBe(true);
    expect((await world.ask(CONSOLIDATED)).json).toEqual({ data: WHOLE });
  });
});

describe('B10: a supergraph that is no valid schema', () => {
  const invalid: [string, string][] = [
    ['a type twice', `${GOOD}\ntype Subject { code: String }\n`],
    ['a directive twice', `${GOOD}\ndirective @join__field on OBJECT\n`],
    [
      'a subgraph twice',
      GOOD.replace('enum join__Graph {', 'enum join__Graph { HRSS @join__graph(name: "hrss", url: "")'),
    ],
    ['a subgraph that is not there', GOOD.replace('@join__field(graph: HRSS)', '@join__field(graph: NOWHERE)')],
    ['an argument of an output type', GOOD.replace('subject(code: String!)', 'subject(code: Subject!)')],
    ['a type without fields', `${GOOD}\ntype Empty\n`],
  ];
  it.each(invalid)('is refused: %s', async (_name, text) => {
    world = await GatewayWorld.start();
    expect(text).not.toBe(GOOD);
    world.source.text = text;
    expect(await world.gateway.reload()).toBe(false);
  });
});

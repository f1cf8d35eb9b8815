import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GatewayWorld } from './gateway-world.ts';

let world: GatewayWorld;
beforeAll(async () => {
  world = await GatewayWorld.start();
});
afterAll(() => world.stop());
beforeEach(() => world.forgetCalls());

const calls = () => world.countCalls();
const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(' ');
const nested = (depth: number) => `${'{ subject(code: "1") '.repeat(depth - 1)}{ name }${' }'.repeat(depth - 1)}`;

/** Fragments that each spread the next one twice: 2^30 fields in a document of sixty lines. */
const bomb = `{ subject(code: "1") { ...F0 } } ${times(30, (i) => `fragment F${i} on Subject { ...F${i + 1} ...F${i + 1} }`)} fragment F30 on Subject { name }`;

type Case = [name: string, code: string, said: RegExp, query: string, variables?: object, token?: string];
const cases: Case[] = [
  ['more tokens', 'LIMIT_TOKENS', /4000/, `{ ${'whoami '.repeat(4_001)} }`],
  ['more levels', 'LIMIT_DEPTH', /13 层.*12 层/, nested(13)],
  ['a fragment that spreads itself', 'LIMIT_DEPTH', /循环/, '{ ...A } fragment A on Query { whoami ...A }'],
  [
    'fragments that spread each other, unused',
    'LIMIT_DEPTH',
    /循环/,
    '{ whoami } fragment A on Query { ...B } fragment B on Query { subject(code: "1") { ...A } }',
  ],
  ['deeper literals', 'LIMIT_DEPTH', /48/, `{ echo(text: ${'['.repeat(1_500)}${']'.repeat(1_500)}) }`],
  [
    'inline fragments without end',
    'LIMIT_DEPTH',
    /48/,
    `{ ${'... on Query { '.repeat(900)} whoami ${'} '.repeat(900)} }`,
  ],
  ['deeper variables', 'LIMIT_DEPTH', /变量/, '{ whoami }', { deep: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) }],
  ['more aliases', 'LIMIT_ALIASES', /16 个.*15 个/, `{ ${times(16, (i) => `a${i}: whoami`)} }`],
  [
    'aliases in fragments, counted where they are used',
    'LIMIT_ALIASES',
    /20 个/,
    `{ subject(code: "1") { ...A items { hrss } } ...B } fragment B on Query { subject(code: "1") { ...A } } fragment A on Subject { ${times(10, (i) => `a${i}: name`)} }`,
  ],
  ['more root fields', 'LIMIT_ROOT_FIELDS', /21 个.*20 个/, `{ ${times(21, (i) => `f${i}`)} }`],
  ['more directives', 'LIMIT_DIRECTIVES', /11 个.*10 个/, `{ whoami ${'@skip(if: false) '.repeat(11)} }`],
  ['unknown directives', 'LIMIT_DIRECTIVES', /11 个/, `{ whoami ${'@aa'.repeat(11)} }`],
  ['one key more often', 'LIMIT_DUPLICATE_KEYS', /whoami.*11 次.*10 次/, `{ ${'whoami '.repeat(11)} }`],
  [
    'one key more often in places that are merged',
    'LIMIT_DUPLICATE_KEYS',
    /name/,
    `{ ${'subject(code: "1") { name name name } '.repeat(4)} }`,
  ],
  [
    'a larger page',
    'LIMIT_PAGE_SIZE',
    /items.*first 为 501.*500/,
    '{ subject(code: "1") { items(first: 501) { id } } }',
  ],
  ['a larger last page', 'LIMIT_PAGE_SIZE', /last/, '{ subject(code: "1") { items(last: 501) { id } } }'],
  [
    'a larger page by variable',
    'LIMIT_PAGE_SIZE',
    /9000/,
    'query($n: Int) { subject(code: "1") { items(first: $n) { id } } }',
    { n: 9_000 },
  ],
  [
    'a larger page by the default of a variable',
    'LIMIT_PAGE_SIZE',
    /9000/,
    'query($n: Int = 9000) { subject(code: "1") { items(first: $n) { id } } }',
  ],
  [
    'a page of the feed that only the service may ask for',
    'LIMIT_PAGE_SIZE',
    /501/,
    '{ hrssChanges(first: 501) { head } }',
  ],
  [
    'a page of the feed that nobody may ask for',
    'LIMIT_PAGE_SIZE',
    /5000/,
    '{ hrssChanges(first: 5001) { head } }',
    {},
    'hub_worker',
  ],
  [
    'pages inside pages',
    'LIMIT_COST',
    /135000/,
    '{ subject(code: "1") { items(first: 500) { parent(first: 500) { id } } } }',
  ],
  ['fragments that double each other', 'LIMIT_COST', /成本/, bomb],
];

describe('a document that asks for too much is refused before any subgraph is called', () => {
  const named = cases.map(([name, code, said, query, variables = {}, token = 'hub_alice']) => {
    return { name, code, said, query, options: { variables, token } };
  });
  it.each(named)('$name: $code', async ({ code, said, query, options }) => {
    const { status, json } = await world.ask(query, options);
    expect(json.errors).toHaveLength(1);
    expect([status, json.errors[0].extensions.code]).toEqual([400, code]);
    expect(json.errors[0].message).toMatch(said);
    expect(json.errors[0].message).toMatch(/[\u4e00-\u9fff]/);
    expect(calls()).toBe(0);
  });

  it('counts each refusal by its code', async () => {
    await world.ask(nested(13));
    expect((await world.fetch('/metrics')).text).toMatch(/gateway_refusals_total\{code="LIMIT_DEPTH"\} \d+/);
  });
});

describe('a document within its limits is answered', () => {
  it.each([
    ['fifteen aliases', `{ ${times(15, (i) => `a${i}: whoami`)} }`],
    ['ten directives', `{ ${times(5, (i) => `a${i}: whoami @skip(if: false) @include(if: true)`)} }`],
    ['one key ten times', `{ ${'whoami '.repeat(10)} }`],
    ['a page of five hundred', '{ subject(code: "1") { items(first: 500) { id } } }'],
    [
      'introspection as tools ask for it',
      '{ __schema { types { fields { args { type { ofType { ofType { ofType { ofType { ofType { ofType { ofType { name } } } } } } } } } } } } }',
    ],
  ])('%s', async (_name, query) => {
    const { status, json } = await world.ask(query);
    expect([status, json.errors]).toEqual([200, undefined]);
  });

  it('also a page of five thousand changes, for the service', async () => {
    const query = 'query($first: Int!) { feed: hrssChanges(first: $first) { head } }';
    const { json } = await world.ask(query, { variables: { first: 5_000 }, token: 'hub_worker' });
    expect(json).toEqual({ data: { feed: { head: '0' } } });
  });
});

it('takes other limits from its configuration', async () => {
  const { defaultLimits } = await import('../../gateway/limits/limits.ts');
  const strict = await GatewayWorld.start({ limits: { ...defaultLimits, aliases: 1, cost: 3 } });
  expect((await strict.ask('{ a: whoami b: whoami }')).json.errors[0].message).toBe(
    '查询使用 2 个别名，超过 1 个的上限',
  );
  expect((await strict.ask('{ subject(code: "1") { name hrss sasac } }')).json.errors[0].message).toMatch(
    /成本为 4，超过 3/,
  );
  await strict.stop();
});

import { pick, type Random, seededRandom, upTo } from '../testkit/seeded-random.ts';

/** Requests nobody honest sends, the same ones for the same seed. */
export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const repeated = (random: Random, text: string, most: number) => text.repeat(1 + upTo(random, most));

const QUERIES = [
  '{ whoami }',
  '{ subject(code: "110106") { name hrss sasac items(first: 3) { id hrss } } }',
  'query Q($c: String!, $n: Int = 2) { subject(code: $c) { ...S } echo(text: "a", times: $n) } fragment S on Subject { name hrss }',
  'mutation M($t: String!) { record(text: $t) }',
  '{ __schema { types { name } } }',
  '{ hrssNote hrssRefusal hrssFault }',
  'query A { whoami } query B { hrssNote }',
  '{ a: whoami b: whoami @include(if: true) c: whoami @skip(if: false) }',
] as const;

const PIECES = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ':',
  '$',
  '@',
  '!',
  '|',
  '&',
  '=',
  '...',
  '"',
  '"""',
  '#',
  ',',
  '\\',
  '\\u0000',
  '\\u{1F600}',
  ' on ',
  ' fragment ',
  ' query ',
  ' mutation ',
  ' subscription ',
  ' type Query { a: Int } ',
  ' null ',
  ' true ',
  '$c',
  'whoami',
  ' @defer ',
  ' @stream(initialCount: 1) ',
  ' @skip ',
  ' @include(if: $x) ',
  ' @deprecated ',
  '__typename',
  '__schema',
  '_service { sdl }',
  '_entities(representations: [])',
  '99999999999999999999',
  '-0',
  '1e999',
  '0x1F',
  '.5',
  'NaN',
  'first: -1',
  'first: 2147483648',
  'constructor',
  '__proto__',
  'toString',
  '\u0000',
  '\ud800',
  '\u202e',
  '\ufeff',
  '😀',
  '汉字',
  '\r\n',
  '\t',
  "' OR 1=1 --",
  '#{7*7}',
  '{{7*7}}',
  '../../etc/passwd',
] as const;

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1e308,
  9_007_199_254_740_991,
  '',
  'x'.repeat(5_000),
  '\u0000',
  '\ud800',
  '\u202e',
  [],
  {},
  [[]],
  [null],
  { __proto__: null, a: 1 },
  { constructor: { prototype: { x: 1 } } },
  { toString: 1 },
  { length: 1e9 },
  { valueOf: 1 },
  { kind: 'Document', definitions: [] },
];

const TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset=utf-16',
  'application/json; charset=',
  'application/json; charset="utf-8"; charset=gbk',
  'text/plain',
  'application/graphql',
  'multipart/form-data',
  'multipart/form-data; boundary=----x',
  'application/x-www-form-urlencoded',
  'text/html',
  'image/png',
  '*/*',
  ';',
  '/',
  'application/json, text/plain',
  'application/graphql-response+json',
  'a'.repeat(500),
] as const;

const ACCEPTS = [
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'text/html',
  'text/event-stream',
  'multipart/mixed',
  'application/xml',
  ';q=',
  ',,,',
  'application/json;q=0',
  'application/json; charset=utf-16',
  'text/event-stream, multipart/mixed, application/json',
  '*',
  'x'.repeat(2_000),
] as const;

const TOKENS = [
  'Bearer hub_alice',
  'Bearer hub_alice',
  'Bearer hub_alice',
  'Bearer hub_auditor',
  'Bearer hub_worker',
  'Bearer nobody',
  'Bearer',
  'Basic YTpi',
  '',
  'Bearer a b',
] as const;

/** A valid text with some of its places changed. */
function mutated(random: Random, text: string): string {
  let result = text;
  for (let i = 1 + upTo(random, 4); i > 0; i -= 1) {
    const at = upTo(random, result.length + 1);
    const to = Math.min(result.length, at + upTo(random, 12));
    const change = upTo(random, 5);
    if (change === 0) result = result.slice(0, at) + result.slice(to);
    else if (change === 1) result = result.slice(0, at) + pick(random, PIECES) + result.slice(at);
    else if (change === 2) result = result.slice(0, at) + pick(random, PIECES) + result.slice(to);
    else if (change === 3)
      result = result.slice(0, to) + result.slice(at, to).repeat(1 + upTo(random, 30)) + result.slice(to);
    else result = result.slice(0, at) + String.fromCharCode(upTo(random, 65_536)) + result.slice(at);
  }
  return result;
}

const randomBytes = (random: Random) => Buffer.from(Array.from({ length: upTo(random, 400) }, () => upTo(random, 256)));

const honest = (random: Random) => ({ query: pick(random, QUERIES), variables: { c: '110106', t: 'a' } });

/** Ways to make a body. */
const BODIES: readonly ((random: Random) => Buffer)[] = [
  (random) => randomBytes(random),
  (random) => Buffer.from(mutated(random, JSON.stringify(honest(random)))),
  (random) => Buffer.from(JSON.stringify({ ...honest(random), query: mutated(random, pick(random, QUERIES)) })),
  (random) =>
    Buffer.from(
      JSON.stringify({
        ...honest(random),
        query: Array.from({ length: upTo(random, 60) }, () => pick(random, PIECES)).join(''),
      }),
    ),
  (random) => {
    const name = pick(random, ['query', 'variables', 'operationName', 'extensions', 'id', '__proto__']);
    return Buffer.from(JSON.stringify({ ...honest(random), [name]: pick(random, VALUES) }));
  },
  (random) =>
    Buffer.from(
      JSON.stringify({
        ...honest(random),
        variables: { c: pick(random, VALUES), n: pick(random, VALUES), t: pick(random, VALUES) },
      }),
    ),
  (random) =>
    Buffer.from(
      JSON.stringify(pick<unknown>(random, [[honest(random), honest(random)], [], [[]], pick(random, VALUES), [null]])),
    ),
  (random) =>
    Buffer.from(`{"query":"{ whoami }","variables":{"a":${repeated(random, pick(random, ['[', '{"a":']), 10_000)}`),
  (random) => {
    const depth = 1 + upTo(random, 10_000);
    return Buffer.from(`{"query":"{ whoami }","variables":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`);
  },
  (random) =>
    Buffer.from(
      `{"query":"query($c: String!) { subject(code: $c) { name } }","variables":{"c":${pick(random, ['1e999', '-1e999', `${'9'.repeat(400)}`, 'NaN', 'Infinity', '0123', '"\\ud800"', '"\\u0000"', '+1'])}}}`,
    ),
  (random) => {
    const depth = 1 + upTo(random, 2_500);
    const query = pick(random, [
      `${'{ subject(code: "1") '.repeat(depth)}{ name }${' }'.repeat(depth)}`,
      `{ echo(text: ${'['.repeat(depth)}${']'.repeat(depth)}) }`,
      `{ echo(text: ${'{a:'.repeat(depth)}1${'}'.repeat(depth)}) }`,
      `query($a: ${'['.repeat(depth)}Int${']'.repeat(depth)}) { whoami }`,
      `{ ${'...on Query{'.repeat(depth)}whoami${'}'.repeat(depth)} }`,
      `{ ${'whoami '.repeat(depth)} }`,
      `{ whoami ${'@skip(if: false) '.repeat(depth)} }`,
      `{ ${Array.from({ length: depth }, (_, i) => `a${i}: whoami`).join(' ')} }`,
      `{ ...F0 } ${Array.from({ length: Math.min(depth, 300) }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ')}`,
      `{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }`,
      `{ subject(code: "1") { items(first: ${upTo(random, 1e9)}) { parent(first: ${upTo(random, 1e9)}) { id } } } }`,
    ]);
    return Buffer.from(JSON.stringify({ query }));
  },
  (random) =>
    Buffer.from(
      JSON.stringify({
        ...honest(random),
        operationName: pick(random, ['A', 'B', 'C', '', '__proto__', '\u0000', 'x'.repeat(3_000)]),
      }),
    ),
  (random) =>
    Buffer.concat([
      pick(random, [Buffer.from([0xff, 0xfe]), Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from([0xc3, 0x28])]),
      Buffer.from(JSON.stringify(honest(random))),
    ]),
];

function fromAddress(random: Random): Pick<HostileRequest, 'method' | 'path' | 'body'> {
  const text = mutated(random, pick(random, QUERIES)).slice(0, 1_500);
  const wellFormed = Buffer.from(text).toString('utf8');
  const query = pick(random, [encodeURIComponent(wellFormed), '%', '%00', '%ff%fe', '%u0041', '+', '']);
  const more = pick(random, [
    '',
    '&variables={',
    '&variables=[]',
    '&variables=%7B%7D',
    '&extensions=1',
    '&query=1',
    '&operationName=A',
    '&%',
    '#x',
  ]);
  const path = pick(random, [
    `/graphql?query=${query}${more}`,
    `/graphql?${more}`,
    `/graphql/${query}`,
    `//graphql?query=${query}`,
    '/%2e%2e/graphql',
    '/graphql?query',
  ]);
  return { method: pick(random, ['GET', 'GET', 'GET', 'HEAD', 'DELETE']), path, body: Buffer.alloc(0) };
}

/** The given number of hostile requests. */
export function* hostileRequests(seed: number, count: number): Generator<HostileRequest> {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index += 1) {
    const isPlain = random() < 0.6;
    const headers: Record<string, string> = {
      'content-type': isPlain ? 'application/json' : pick(random, TYPES),
      accept: isPlain ? 'application/json' : pick(random, ACCEPTS),
    };
    const token = isPlain ? 'Bearer hub_alice' : pick(random, TOKENS);
    if (token !== '') headers.authorization = token;
    if (random() < 0.1) headers['content-encoding'] = pick(random, ['gzip', 'br', 'identity', 'x', 'gzip, gzip']);
    if (random() < 0.1)
      headers.traceparent = pick(random, [
        '00-0',
        '00-00000000000000000000000000000000-0000000000000000-00',
        'x'.repeat(3_000),
      ]);
    if (random() < 0.1) headers['x-hub-viewer'] = 'eyJzdWJqZWN0IjoiYSJ9';
    const isByAddress = random() < 0.12;
    const shape = isByAddress
      ? fromAddress(random)
      : {
          method: random() < 0.96 ? 'POST' : pick(random, ['PUT', 'PATCH', 'OPTIONS']),
          path: '/graphql',
          body: pick(random, BODIES)(random),
        };
    yield { ...shape, headers };
  }
}

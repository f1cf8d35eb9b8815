import { once } from 'node:events';
import { connect } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayConfigSchema } from '../../gateway/config.ts';
import { createGateway } from '../../gateway/server.ts';
import { composed, GatewayWorld } from '../integration/gateway-world.ts';

let world: GatewayWorld;
const lines: string[] = [];
beforeAll(async () => {
  // Everything that could be said is said, and nothing is taken out.
  world = await GatewayWorld.start({ log: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }) });
});
afterAll(() => world.stop());
beforeEach(() => world.forgetCalls());

const calls = () => world.countCalls();
const BODY = JSON.stringify({ query: 'mutation { record(text: "a") }' });
const FORM = `query=${encodeURIComponent('mutation { record(text: "a") }')}`;
const GET = `/graphql?query=${encodeURIComponent('{ whoami }')}`;
const cookie = { cookie: 'session=of-the-victim', origin: 'https://elsewhere.example' };

type Shape = [name: string, path: string, init: RequestInit];
const post = (type: string | null, body: BodyInit, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { ...cookie, ...headers, ...(type === null ? {} : { 'content-type': type }) },
  body,
});
const form = new FormData();
form.set('operations', BODY);

/** What a page elsewhere can make a browser send without asking first. */
const shapes: Shape[] = [
  ['a form', '/graphql', post('application/x-www-form-urlencoded', FORM)],
  ['a form with a charset', '/graphql', post('application/x-www-form-urlencoded; charset=utf-8', FORM)],
  ['a form in other letters', '/graphql', post('Application/X-WWW-Form-URLEncoded', FORM)],
  ['JSON in a form', '/graphql', post('application/x-www-form-urlencoded', BODY)],
  ['JSON as text', '/graphql', post('text/plain', BODY)],
  ['JSON as text with a charset', '/graphql', post('text/plain;charset=UTF-8', BODY)],
  ['JSON as text that mentions JSON', '/graphql', post('text/plain; application/json', BODY)],
  ['JSON as text that ends in JSON', '/graphql', post('text/plain+json', BODY)],
  ['a multipart form', '/graphql', { method: 'POST', headers: cookie, body: form }],
  ['multipart with JSON inside', '/graphql', post('multipart/form-data; boundary=application/json', BODY)],
  ['no type at all', '/graphql', post(null, new Blob([BODY]))],
  ['an empty type', '/graphql', post('', BODY)],
  ['a GraphQL type', '/graphql', post('application/graphql', 'mutation { record(text: "a") }')],
  ['a type that is none', '/graphql', post('application/jsonp', BODY)],
  ['two types', '/graphql', post('text/plain, application/json', BODY)],
  ['a GET', GET, { headers: cookie }],
  ['a GET that accepts GraphQL', GET, { headers: { ...cookie, accept: 'application/graphql-response+json' } }],
  ['a GET of a form type', GET, { headers: { ...cookie, 'content-type': 'application/x-www-form-urlencoded' } }],
  ['a GET of a text type', GET, { headers: { ...cookie, 'content-type': 'text/plain' } }],
  ['a GET of a page', GET, { headers: { ...cookie, accept: 'text/html', 'accept-language': 'zh' } }],
];

describe('requests that a foreign page could send', () => {
  it.each(shapes)('are refused before anybody asks who sends them: %s', async (_name, path, init) => {
    const asked = world.hub.asked.length;
    const { status, json } = await world.fetch(path, init);
    expect([400, 415]).toContain(status);
    expect(['CSRF_REFUSED', 'UNSUPPORTED_MEDIA_TYPE']).toContain(json.errors[0].extensions.code);
    expect([calls(), world.hub.asked.length]).toEqual([0, asked]);
  });

  it('get no leave from this server either', async () => {
    const { status, headers } = await world.fetch('/graphql', {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    });
    expect(status).toBe(405);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it.each(['apollo-require-preflight', 'x-apollo-operation-name', 'authorization'])(
    'may be asked for with %s',
    async (name) => {
      const headers = {
        authorization: 'Bearer hub_alice',
        [name]: name === 'authorization' ? 'Bearer hub_alice' : 'x',
      };
      expect((await world.fetch(GET, { headers })).json).toEqual({ data: { whoami: 'alice' } });
    },
  );
});

describe('bodies', () => {
  const token = { authorization: 'Bearer hub_alice' };
  it.each(['utf-16', 'utf-16le', 'utf-7', 'utf-32', 'iso-8859-1', 'gbk', 'utf-8; charset=utf-7', '""'])(
    'in another charset are refused: %s',
    async (charset) => {
      const init = post(`application/json; charset=${charset}`, BODY, token);
      expect((await world.fetch('/graphql', init)).status).toBe(415);
      expect(calls()).toBe(0);
    },
  );

  it.each(['gzip', 'br', 'deflate', 'compress', 'nonsense'])(
    'that are compressed are refused: %s',
    async (encoding) => {
      const init = post('application/json', BODY, { ...token, 'content-encoding': encoding });
      expect((await world.fetch('/graphql', init)).status).toBe(415);
    },
  );

  it.each([
    'application/json',
    'APPLICATION/JSON; Charset="UTF-8"',
    'application/json;charset=utf8',
    'application/json; profile=x',
  ])('of an honest type are read: %s', async (type) => {
    const init = post(type, JSON.stringify({ query: '{ whoami }' }), token);
    expect((await world.fetch('/graphql', init)).json).toEqual({ data: { whoami: 'alice' } });
  });

  it('are read in one way only: a repeated parameter is no way around a check', async () => {
    const twice = `${GET}&query=${encodeURIComponent('mutation { record(text: "a") }')}`;
    expect((await world.fetch(twice, { headers: token })).status).toBe(400);
    const { json } = await world.fetch(
      '/graphql',
      post('application/json', '{"query":"{ nope }","query":"{ whoami }"}', token),
    );
    expect(json).toEqual({ data: { whoami: 'alice' } });
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      expect((await world.fetch('/graphql', { ...post('application/json', BODY, token), method })).status).toBe(405);
    }
    expect(world.subgraphs.evaluation.received.every(({ body }) => !body.includes('record'))).toBe(true);
  });
});

describe('answers', () => {
  it.each(['/', '/graphql', '/health', '/readiness', '/metrics', '/nowhere'])(
    'carry the headers of caution: %s',
    async (path) => {
      const { headers } = await world.fetch(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'strict-transport-security': expect.stringContaining('max-age='),
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(headers.get('x-powered-by') ?? headers.get('server')).toBeNull();
    },
  );

  it.each([
    ['text/event-stream', 406],
    ['multipart/mixed', 406],
    ['text/html, application/xml', 406],
    ['application/json;q=0', 406],
    ['application/json; charset=gbk', 406],
    ['text/event-stream, application/json', 200],
    ['multipart/mixed, */*', 200],
    ['application/*', 200],
    ['', 200],
  ])('are never streams, whatever is accepted: %s', async (accept, status) => {
    const answer = await world.ask('{ whoami }', { headers: { accept } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('transfer-encoding')).toBeNull();
  });

  it('to what is no HTTP are short', async () => {
    const { port } = new URL(world.address);
    for (const garbage of [
      '\0\0\0\0\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      `GET /${'x'.repeat(40_000)} HTTP/1.1\r\n\r\n`,
    ]) {
      const socket = connect(Number(port), '127.0.0.1');
      let said = '';
      socket.on('data', (data) => (said += data.toString()));
      socket.on('error', () => {});
      socket.write(garbage);
      await once(socket, 'close');
      expect(said).not.toMatch(/stack|node|\bat /i);
    }
    expect((await world.fetch('/health')).status).toBe(200);
  });
});

describe('logs', () => {
  it('never hold tokens, variables, literals or headers', async () => {
    const canary = 'CANARY7f3a\r\n{"level":"fatal"}';
    const token = 'hub_CANARY7f3a00000000';
    const { evaluation } = world.subgraphs;
    const headers = { 'x-canary': 'CANARY7f3a', cookie: 'a=CANARY7f3a', 'user-agent': 'CANARY7f3a' };
    await world.ask('query($t: String!) { echo(text: $t) }', { variables: { t: canary }, headers });
    await world.ask('query($t: Int!) { echo(text: "a", times: $t) }', { variables: { t: canary } });
    await world.ask('mutation($t: String!) { record(text: $t) }', { variables: { t: canary } });
    await world.ask(`{ echo(text: "CANARY7f3a") }`);
    await world.ask('{ CANARY7f3a }');
    await world.ask('{ whoami', { token });
    await world.ask('{ whoami }', { token });
    world.hub.isUp = false;
    await world.ask('{ whoami }', { token: 'hub_CANARY7f3a11111111' });
    world.hub.isUp = true;
    for (const behaviour of [503, 200, 500]) {
      evaluation.behaviour = (_request, response) => response.writeHead(behaviour).end('not GraphQL');
      await world.ask('query($t: String!) { echo(text: $t) }', { variables: { t: `${canary}${behaviour}` } });
    }
    evaluation.behaviour = null;
    await world.fetch(`/graphql?query=%7BCANARY7f3a%7D&token=CANARY7f3a`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await world.fetch(`/CANARY7f3a?x=CANARY7f3a`, { headers });
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => line.includes('CANARY'))).toEqual([]);
    expect((await world.fetch('/metrics')).text).not.toContain('CANARY');
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  });
});

describe('addresses of subgraphs', () => {
  const least = { HOP_KEYS: 'a:YWJj' };
  it.each([
    'file:///etc/passwd',
    'ftp://127.0.0.1/graphql',
    'gopher://127.0.0.1/graphql',
    'http://169.254.169.254/latest/meta-data',
    'http://[fe80::1]/graphql',
    'http://metadata.google.internal/graphql',
    'http://user:secret@127.0.0.1/graphql',
    'not an address',
  ])('are refused by the configuration and by the gateway: %s', async (url) => {
    const urls = { hub: 'http://127.0.0.1:4106/graphql', hrss: url };
    expect(gatewayConfigSchema.safeParse({ ...least, SUBGRAPH_URLS: JSON.stringify(urls) }).success).toBe(false);
    await expect(createGateway({ ...world.options(), subgraphUrls: urls })).rejects.toThrow('hrss');
  });

  it('come from the configuration, whatever the supergraph says', async () => {
    const bent = composed().replaceAll(/http:\/\/[a-z]+\.subgraph\.invalid\/graphql/g, 'http://169.254.169.254/');
    world.source.publish(bent);
    // Whatever was failed on purpose before is over.
    world.time += 10_000;
    await world.gateway.reload();
    expect((await world.ask('{ whoami }')).json).toEqual({ data: { whoami: 'alice' } });
  });
});

import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';
import { HubProcess } from '../testkit/hub-process.ts';
import { Aviary, KINDS } from './canaries.ts';

/** Where a text is kept on purpose, and why: it is data, and the record or the answer is for those who may see it. */
const KEPT: Readonly<Record<string, readonly Store[]>> = {
  // 情况说明 belongs to the value it explains.
  'explanation of a row': ['data'],
  // A number is a figure, whatever it may be besides. What is not taken is quoted to its sender, and the answer to a
  // submission is kept with its key, to be repeated word by word.
  'value of a row': ['answer', 'data'],
  'code of a dimension': ['answer', 'data'],
  'key of a dimension': ['answer', 'data'],
  'measure of a row': ['answer', 'data'],
  'subject of a row': ['answer', 'data'],
  'period of a row': ['answer', 'data'],
  // The key a sender names his submission by; the audit names it, too.
  'idempotency key': ['data', 'audit'],
  'other unit': ['audit', 'answer'],
  // 用途 is what the auditor reads.
  'purpose of a token': ['answer', 'data', 'audit'],
  'purpose of a grant': ['answer', 'data', 'audit'],
  'reader of a grant': ['answer', 'data', 'audit'],
  'subject of a token': ['answer', 'data', 'audit'],
  'name of a person': ['answer', 'data', 'audit'],
  'login of a person': ['answer', 'data', 'audit'],
  'body of an assessment': ['answer', 'data', 'audit'],
  'reason of an assessment': ['answer', 'data', 'audit'],
  // The name a client gives his operation names it in metrics and in the access log, unless it looks like a secret.
  'name of the operation': ['answer', 'data', 'audit', 'metrics'],
  // A document or a variable that does not fit is quoted to its sender, as GraphQL asks for.
  'name of a field': ['answer'],
  'name of an alias': ['answer'],
  'name of an argument': ['answer'],
  'name of a directive': ['answer'],
  'name of a variable': ['answer'],
  'string in a document': ['answer'],
  document: ['answer'],
  variable: ['answer'],
  // The login page shows the name that was typed in, to be mended; the redirection gives back the client's own state.
  'name at the login': ['answer'],
  'state of a login': ['answer'],
};

/** Kinds that are told from a name by their looks, so that no metric names them. */
const NO_NAMES = [
  'token of the hub',
  'code of a second factor',
  'identity card',
  'identity card with X',
  'mobile phone',
  'phone with area',
  'bank card',
  'passport',
];

type Store = 'answer' | 'data' | 'audit' | 'metrics';

/** What a process calls itself where that is not the name of its log. */
const SERVICE_OF: Readonly<Record<string, string>> = { 'identity.log': 'identity-provider' };

const aviary = new Aviary();
const answers: { readonly to: string; readonly text: string }[] = [];
let hub: HubProcess;
let ports: Map<string, number>;
const secrets: string[] = [];

beforeAll(async () => {
  hub = await HubProcess.prepare();
  const plenty = { perSecond: 100_000, burst: 100_000 };
  await hub.start({
    HUB_DEMO: 'on',
    LOG_LEVEL: 'trace',
    RATES: JSON.stringify({ client: plenty, unit: plenty, service: plenty, stranger: plenty }),
  });
  ports = new Map([...hub.output.matchAll(/(\w+) :(\d+)/g)].map(([, name = '', port]) => [name, Number(port)]));
  secrets.push(...installationSecrets());
  await logIn();
  await inLanes(KINDS, sendAll);
  await inLanes(KINDS, sendLogins);
  await inLanes(
    KINDS.filter((_, index) => index % 8 === 0),
    sendCommands,
  );
}, 300_000);

afterAll(async () => {
  await hub.stop();
  hub.remove();
}, 60_000);

/** A few kinds at once, as clients come. */
async function inLanes(kinds: readonly string[], send: (kind: string) => Promise<void>): Promise<void> {
  const waiting = [...kinds];
  const lane = async (): Promise<void> => {
    for (let kind = waiting.shift(); kind !== undefined; kind = waiting.shift()) await send(kind);
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

/** Every way in, for one kind. */
async function sendAll(kind: string): Promise<void> {
  const put = (place: string): string => aviary.of(kind, place).text;
  const name = (place: string): string =>
    put(place)
      .replace(/[^A-Za-z0-9_]/g, '_')
      .replace(/^\d/, '_$&');
  const services = servicesFor(kind);
  await sendHeaders(put, services);
  await sendAddresses(put, services);
  await sendDocuments(put, name);
  await sendBodies(put);
  await sendRows(put);
  await sendPurposes(put);
}

/** The gateway, the identity provider and one of the others in turn: those share the code that answers HTTP. */
function servicesFor(kind: string): ReadonlyMap<string, number> {
  const others = [...ports.keys()].filter((name) => name !== 'gateway' && name !== 'identity');
  const turn = others[KINDS.indexOf(kind) % others.length] ?? '';
  return new Map(['gateway', 'identity', turn].map((name) => [name, ports.get(name) ?? 0]));
}

async function sendHeaders(put: (place: string) => string, services: ReadonlyMap<string, number>): Promise<void> {
  const others = ['cookie', 'x-hub-viewer', 'x-forwarded-for', 'x-request-id', 'traceparent', 'user-agent', 'referer'];
  const body = JSON.stringify({ query: '{ __typename subject(code: "110106") { name } }' });
  for (const [service, port] of services) {
    const path = service === 'identity' ? '/userinfo' : '/graphql';
    await raw(port, { path, body, headers: { authorization: put(`authorization to ${service}`) } });
    const headers = Object.fromEntries(others.map((header) => [header, put(`${header} to ${service}`)]));
    await raw(port, { path, body, headers: { ...headers, authorization: `Bearer ${hub.token('lead')}` } });
    await raw(port, { path, body, headers: { 'content-type': put(`content-type to ${service}`) } });
  }
}

async function sendAddresses(put: (place: string) => string, services: ReadonlyMap<string, number>): Promise<void> {
  for (const [service, port] of services) {
    const path = encodeURIComponent(put(`path to ${service}`));
    const query = encodeURIComponent(put(`query string to ${service}`));
    await raw(port, { method: 'GET', path: `/${path}?token=${query}` });
    await raw(port, { method: 'GET', path: `/graphql?query=${query}&variables=${query}` });
    await raw(port, { method: put(`method to ${service}`).replace(/[^A-Za-z]/g, '') });
  }
}

async function sendDocuments(put: (place: string) => string, name: (place: string) => string): Promise<void> {
  const text = (place: string): string => JSON.stringify(put(place));
  const lead = hub.token('lead');
  const documents = [
    `{ ${name('name of a field')} subject(code: "110106") { ${name('name of a field')} } }`,
    `{ ${name('name of an alias')}: subject(code: "110106") { name } }`,
    `{ subject(${name('name of an argument')}: 1) { name } }`,
    `{ subject(code: "110106") @${name('name of a directive')} { name } }`,
    `query ($${name('name of a variable')}: Int) { __typename }`,
    `query ${name('name of the operation')} { subject(code: "110106") { name hrss { observations { totalCount } } } }`,
    `{ subject(code: ${text('string in a document')}) { name } framework(code: ${text('string in a document')}) { code } }`,
    `{ hrssObservation(id: ${text('string in a document')}) { id } hrssPublication(id: ${text('string in a document')}) { id } }`,
    `{ hrssObservations(after: ${text('string in a document')}, filter: { period: ${text('string in a document')} }) { totalCount } }`,
    `{ subject(code: "110106") { evaluation(year: 2025, asOf: ${text('string in a document')}) { year } } }`,
    `# ${put('comment').replaceAll(/\p{Cc}/gu, ' ')}\n{ subject(code: 1) { name } }`,
    put('document'),
  ];
  for (const query of documents) await ask(lead, query);
  const auditor = hub.token('auditor');
  await ask(auditor, `{ hrssAuditTrail(after: ${text('string in a document')}) { totalCount } }`);
  await ask(lead, 'query ($code: Int!, $code2: String!) { subject(code: $code2) { name } }', {
    code: put('variable'),
    code2: put('variable'),
    [put('variable')]: 1,
  });
  await ask(lead, '{ __typename }', {}, put('operationName'));
}

async function sendBodies(put: (place: string) => string): Promise<void> {
  const lead = { authorization: `Bearer ${hub.token('lead')}` };
  const bodies = [
    put('body'),
    `{"query": ${JSON.stringify(put('body'))}`,
    JSON.stringify({ query: { [put('body')]: put('body') }, variables: put('body') }),
    JSON.stringify([{ query: put('body') }]),
    JSON.stringify({ query: '{ __typename }', extensions: { persistedQuery: put('body') }, [put('body')]: 1 }),
  ];
  for (const body of bodies) {
    await raw(hub.port, { body, headers: lead });
    await raw(ports.get('hrss') ?? 0, { body });
  }
}

async function sendRows(put: (place: string) => string): Promise<void> {
  const publish = `mutation ($input: PublishHrssObservationsInput!) { publishHrssObservations(input: $input) {
    publication { id } receipt { hash signature } errors { code path message messageEn remedy } } }`;
  const row = { subject: '110106', measure: 'technicians', period: '2025', value: '50' };
  const send = (input: object) => ask(hub.token('hrss'), publish, { input: { idempotencyKey: fresh(), ...input } });
  await send({ observations: [{ ...row, explanation: put('explanation of a row') }] });
  await send({
    mode: 'PARTIAL',
    observations: [
      { ...row, value: put('value of a row') },
      { ...row, dimensions: [{ key: 'skill-level', code: put('code of a dimension') }] },
      { ...row, dimensions: [{ key: put('key of a dimension'), code: 'x' }] },
      { ...row, measure: put('measure of a row') },
      { ...row, subject: put('subject of a row') },
      { ...row, period: put('period of a row') },
    ],
  });
  await send({ idempotencyKey: put('idempotency key'), observations: [row] });
  await send({ onBehalfOf: put('other unit'), observations: [row] });
}

async function sendPurposes(put: (place: string) => string): Promise<void> {
  const security = hub.token('security-administrator');
  await ask(
    security,
    mutation('createToken', 'CreateToken', 'text token { purpose subject } errors { code message }'),
    {
      input: { roles: ['INTEGRATOR'], purpose: put('purpose of a token'), subject: put('subject of a token'), days: 1 },
    },
  );
  await ask(hub.token('hrss'), mutation('createGrant', 'CreateGrant', 'grant { purpose } errors { code message }'), {
    input: {
      reader: { subject: put('reader of a grant') },
      measures: ['technicians'],
      purpose: put('purpose of a grant'),
      expiresOn: '2099-01-01',
    },
  });
  const system = hub.token('system-administrator');
  await ask(system, mutation('createPerson', 'CreatePerson', 'person { name } errors { code message }'), {
    input: {
      name: put('name of a person'),
      issuer: 'https://login.example.org',
      loginSubject: put('login of a person'),
    },
  });
  await ask(hub.token('assessor'), mutation('createAssessment', 'CreateAssessment', 'errors { code message }'), {
    input: {
      item: 'party-building-led-mechanism',
      subject: '110106',
      year: 2025,
      source: 'THIRD_PARTY',
      body: put('body of an assessment'),
      mark: '1',
      reason: put('reason of an assessment'),
    },
  });
}

/** A login that succeeds: what it hands out is secret as well. */
async function logIn(): Promise<void> {
  const issuer = `http://127.0.0.1:${ports.get('identity')}`;
  const note = readFileSync(join(hub.dataFolder, 'identity-provider/demo-accounts.txt'), 'utf8');
  const password = /用户名：lead-evaluator\n口令：(\S+)/.exec(note)?.[1] ?? '';
  const page = await openLogin(issuer, 'state');
  const form = { transaction: page.transaction, username: 'lead-evaluator', password, code: '' };
  const { headers } = await post(`${issuer}/login`, form, page.cookie);
  const code = new URL(headers.get('location') ?? '', issuer).searchParams.get('code') ?? '';
  const { text } = await post(`${issuer}/token`, {
    grant_type: 'authorization_code',
    code,
    code_verifier: page.verifier,
    client_id: 'hub-cli',
    redirect_uri: CALLBACK,
  });
  const tokens = JSON.parse(text);
  expect((await hub.ask(tokens.access_token, '{ subject(code: "110106") { name } }')).status).toBe(200);
  secrets.push(code, page.verifier, tokens.access_token.split('.')[2], tokens.id_token.split('.')[2]);
}

/** The forms of the identity provider; those that are looked at are few, for guessing is slowed down there. */
async function sendLogins(kind: string): Promise<void> {
  const issuer = `http://127.0.0.1:${ports.get('identity')}`;
  const put = (place: string): string => aviary.of(kind, place).text;
  const page = await openLogin(issuer, put('state of a login'));
  const form = {
    transaction: page.transaction,
    code: put('code at the login'),
    password: put('password at the login'),
  };
  await post(`${issuer}/login`, { ...form, username: put('name at the login') }, page.cookie);
  await post(`${issuer}/login`, { ...form, username: 'lead-evaluator', transaction: put('transaction') }, page.cookie);
  await post(`${issuer}/token`, {
    grant_type: 'authorization_code',
    code: put('code to be redeemed'),
    code_verifier: put('verifier'),
    client_id: put('client'),
    client_secret: put('secret of the client'),
    redirect_uri: put('address to return to'),
  });
  await get(
    `${issuer}/authorize?client_id=${encodeURIComponent(put('client'))}&login_hint=${encodeURIComponent(put('hint'))}`,
  );
  await get(`${issuer}/logout?id_token_hint=${encodeURIComponent(put('hint'))}`);
}

/** What stands on a command line or in a file beside it; the programs of the hub write no log of their own. */
async function sendCommands(kind: string): Promise<void> {
  // Node takes no zero byte on a command line.
  const put = (place: string): string => aviary.of(kind, place).text.replaceAll('\u0000', '');
  const file = join(hub.dataFolder, 'canary.graphql');
  writeFileSync(file, 'query ($code: String!) { subject(code: $code) { name } }');
  const program = join(projectRoot, 'dist/gateway/cli/main.js');
  const parameters = ['query', file, '--variables', JSON.stringify({ code: put('variable') })];
  const env = {
    ...process.env,
    HUB_DATA: hub.dataFolder,
    HUB_URL: `http://127.0.0.1:${hub.port}/graphql`,
    HUB_TOKEN: put('token of the command line'),
  };
  const text = await new Promise<string>((resolve) => {
    execFile(process.execPath, [program, ...parameters], { env }, (_error, out, err) => resolve(out + err));
  });
  answers.push({ to: 'command line', text });
}

const CALLBACK = 'http://127.0.0.1:5123/callback';
const fresh = (): string => randomBytes(12).toString('hex');
const mutation = (field: string, type: string, answer: string): string =>
  `mutation ($input: ${type}Input!) { ${field}(input: $input) { ${answer} } }`;

async function openLogin(issuer: string, state: string) {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'hub-cli',
    redirect_uri: CALLBACK,
    scope: 'openid profile',
    state,
    nonce: fresh(),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const { headers, text } = await get(`${issuer}/authorize?${query}`);
  const cookie = headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { verifier, cookie, transaction: /name="transaction" value="([^"]*)"/.exec(text)?.[1] ?? '' };
}

async function get(address: string) {
  return note(await fetch(address, { redirect: 'manual' }), address);
}

async function post(address: string, form: Record<string, string>, cookie = '') {
  const headers: Record<string, string> = cookie === '' ? {} : { cookie };
  return note(
    await fetch(address, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(form) }),
    address,
  );
}

async function note(response: Response, to: string) {
  const text = await response.text();
  answers.push({ to: new URL(to).pathname, text });
  return { headers: response.headers, text };
}

async function ask(token: string, query: string, variables: object = {}, operationName?: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const body = JSON.stringify({ query, variables, ...(operationName === undefined ? {} : { operationName }) });
  const response = await fetch(`http://127.0.0.1:${hub.port}/graphql`, { method: 'POST', headers, body });
  const text = await response.text();
  answers.push({ to: 'the graph', text });
  const issued = JSON.parse(text).data?.createToken?.text;
  if (typeof issued === 'string') secrets.push(issued);
}

interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends bytes as they are, whatever they do to the protocol, and reads to the end of the connection. */
function raw(port: number, { method = 'POST', path = '/graphql', body = '', headers = {} }: RawRequest): Promise<void> {
  const head = Object.entries({ 'content-type': 'application/json', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const length = Buffer.byteLength(body);
  const text = `${method} ${path} HTTP/1.1\r\nhost: hub\r\nconnection: close\r\ncontent-length: ${length}\r\n${head.join('')}\r\n${body}`;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.end(text));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on('close', () => {
      answers.push({
        to: `port of ${[...ports].find(([, each]) => each === port)?.[0]}`,
        text: Buffer.concat(chunks).toString(),
      });
      resolve();
    });
  });
}

/** Everything secret that lies in the data folder. */
function installationSecrets(): string[] {
  const read = (file: string): string => readFileSync(join(hub.dataFolder, file), 'utf8');
  const found: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  const { installation: _public, hopKeys, ...rest } = JSON.parse(read('secrets.json'));
  collect([rest, JSON.parse(read('tokens.json')), JSON.parse(read('unit-tokens.json'))]);
  found.push(
    ...String(hopKeys)
      .split(',')
      .map((key) => key.split(':')[1] ?? key),
  );
  for (const [, secret = ''] of read('identity-provider/demo-accounts.txt').matchAll(/(?:口令|动态码密钥)：(\S+)/g))
    found.push(secret);
  for (const file of readdirSync(join(hub.dataFolder, 'keys'))) found.push(read(`keys/${file}`).split('\n')[1] ?? '');
  return found.filter((secret) => secret.length > 8);
}

function logs(): { readonly name: string; readonly text: string }[] {
  const folder = join(hub.dataFolder, 'logs');
  const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  return [...files, { name: 'npm start', text: hub.output }];
}

async function allMetrics(): Promise<{ readonly name: string; readonly text: string }[]> {
  return Promise.all(
    [...ports]
      .filter(([name]) => name !== 'identity')
      .map(async ([name, port]) => {
        const response = await fetch(`http://127.0.0.1:${port}/metrics`);
        expect(response.status, name).toBe(200);
        return { name, text: await response.text() };
      }),
  );
}

/** Every row of some tables of a service as text; of all tables where none is named. */
async function rows(service: string, tables: readonly string[] | null): Promise<string> {
  const { rolePasswords } = JSON.parse(readFileSync(join(hub.dataFolder, 'secrets.json'), 'utf8'));
  const port = readFileSync(join(hub.dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')[3];
  const connectionString = `postgres://${service}_owner:${rolePasswords[service].owner}@127.0.0.1:${port}/${service}`;
  const client = new pg.Client({ connectionString, options: `-c search_path=${service}` });
  await client.connect();
  try {
    const { rows: found } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
       and not relispartition and ($1::text[] is null or relname = any($1))`,
      [tables],
    );
    const texts = await found.reduce(async (before, { name }) => {
      const read = await before;
      const result = await client.query<{ row: string }>(`select t::text as row from ${pg.escapeIdentifier(name)} t`);
      return [...read, ...result.rows.map(({ row }) => row)];
    }, Promise.resolve<string[]>([]));
    return texts.join('\n');
  } finally {
    await client.end();
  }
}

/** What was found where it may not be: `kind in place`, without those that are kept there on purpose. */
function strangers(text: string, ...stores: readonly Store[]): string[] {
  return aviary.foundIn(text).filter((found) => {
    const place = found.slice(found.lastIndexOf(' in ') + 4);
    return !stores.some((store) => KEPT[place]?.includes(store));
  });
}

/** Characters that move a cursor, colour a terminal or begin a line for some reader. */
function controlsIn(text: string): string[] {
  const isControl = (code: number): boolean =>
    (code < 32 && code !== 9 && code !== 10) || (code > 126 && code < 160) || code === 0x2028 || code === 0x2029;
  return [...text].filter((character) => isControl(character.charCodeAt(0))).map((each) => JSON.stringify(each));
}

const known = (text: string): number => secrets.filter((secret) => text.includes(secret)).length;

describe('what people and machines send where it does not belong', () => {
  it('was sent in every way in, in at least thirty kinds', () => {
    expect(KINDS.length).toBeGreaterThanOrEqual(30);
    expect(aviary.all.length).toBeGreaterThan(2_000);
    expect(secrets.length).toBeGreaterThan(60);
  });

  it('is in no log of any process, nor is any secret of the installation', () => {
    const found = logs().map(({ name, text }) => ({
      name,
      canaries: strangers(text),
      secrets: name === 'npm start' ? 0 : known(text),
    }));
    expect(found.filter(({ canaries, secrets }) => canaries.length + secrets > 0)).toEqual([]);
  });

  it('forges no line of a log: each is a record of its own service, without a control character', () => {
    const services = logs().filter(
      ({ name }) => !['npm start', 'postgres.log', 'migrations.log', 'demo.log', 'tokens.log'].includes(name),
    );
    expect(services.length).toBeGreaterThan(8);
    for (const { name, text } of services) {
      for (const line of text.split('\n').filter((each) => each !== '')) {
        expect(JSON.parse(line), name).toMatchObject({
          service: SERVICE_OF[name] ?? name.replace('.log', ''),
          level: expect.any(String),
        });
      }
    }
    for (const { name, text } of logs()) if (name !== 'npm start') expect(controlsIn(text), name).toEqual([]);
  });

  it('is in no metrics of any process, but for the name a client gives an operation where that is a name', async () => {
    const isNumberOrToken = (found: string): boolean => NO_NAMES.some((kind) => found.startsWith(`${kind} in `));
    const found = (await allMetrics()).map(({ name, text }) => ({
      name,
      canaries: [...strangers(text, 'metrics'), ...aviary.foundIn(text).filter(isNumberOrToken)],
      secrets: known(text),
    }));
    expect(found.filter(({ canaries, secrets }) => canaries.length + secrets > 0)).toEqual([]);
  });

  it('was measured where it passed, under the names the guide gives', async () => {
    const texts = new Map((await allMetrics()).map(({ name, text }) => [name, text]));
    const measured: Readonly<Record<string, readonly string[]>> = {
      gateway: [
        'http_server_request_duration_seconds_count{method="POST",route="/graphql",status="200"}',
        'graphql_operation_duration_seconds_count{operation="anonymous"}',
        'graphql_errors_total{code="BAD_USER_INPUT"}',
        'subgraph_request_duration_seconds_count{subgraph="hrss"}',
        'circuit_state{subgraph="hrss"} 0',
      ],
      hrss: [
        'publish_observations_total{department="hrss",result="accepted"}',
        'publish_observations_total{department="hrss",result="refused"}',
        'sql_statement_duration_seconds_count{result="ok"}',
      ],
      worker: [
        'change_feed_lag_seconds{department="hrss"}',
        'change_feed_positions_behind{department="hrss"}',
        'recalculation_duration_seconds_count',
        'recalculations_total{result="changed"}',
      ],
    };
    for (const [name, lines] of Object.entries(measured))
      for (const line of lines) expect(texts.get(name), name).toContain(line);
  });

  it('is in no answer but to quote to its sender what does not fit', () => {
    const found = answers.map(({ to, text }) => ({ to, canaries: strangers(text, 'answer') }));
    expect(found.filter(({ canaries }) => canaries.length > 0)).toEqual([]);
  });

  it('is in no receipt, and in the audit only where it is a purpose or a name', async () => {
    expect(strangers(await rows('hrss', ['receipt']))).toEqual([]);
    const audits = await Promise.all([
      rows('hrss', ['audit', 'refusal']),
      rows('hub', ['access_audit']),
      rows('evaluation', ['audit_event']),
    ]);
    for (const audit of audits) {
      expect(strangers(audit, 'audit')).toEqual([]);
      expect(known(audit)).toBe(0);
    }
  });

  it('is kept as data only where it is what the caller wants kept', async () => {
    const stores = await Promise.all(
      ['hub', 'hrss', 'sasac', 'education', 'union', 'evaluation'].map((service) => rows(service, null)),
    );
    for (const data of stores) {
      expect(strangers(data, 'data', 'audit')).toEqual([]);
      expect(known(data)).toBe(0);
    }
    expect(aviary.foundIn(stores.join()).some((found: string) => found.endsWith('explanation of a row'))).toBe(true);
  });
});

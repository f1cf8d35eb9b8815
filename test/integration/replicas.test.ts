import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { HOP_HEADERS, parseHopKeys, signHop } from '../../shared/identity/signed-hop.ts';
import { encodeViewer } from '../../shared/identity/viewer.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import { createEd25519Signer } from '../../shared/primitives/signer.ts';
import { asking, ledgerFaults } from '../faults/ledger.ts';
import { ReplicaTopology } from '../testkit/replica-topology.ts';
import { send } from './upload-world.ts';

// Sixteen processes and what they do are slow where others keep the machine busy.
vi.setConfig({ testTimeout: 240_000 });

/** docker-compose.yml with two of everything, as plain processes; strangers may ask little, so that counting shows. */
let topology: ReplicaTopology;
const STRANGERS = { perSecond: 0.2, burst: 10 };

beforeAll(async () => {
  topology = await ReplicaTopology.start({
    gateway: { RATES: JSON.stringify({ stranger: STRANGERS }), BREAKER_RESET_MS: '500' },
  });
}, 400_000);
afterAll(() => topology.close(), 60_000);

const GATEWAYS = ['gateway', 'gateway-2'] as const;
type Gateway = Parameters<ReplicaTopology['ask']>[0];
const MEASURE = 'migrants-served';
const token = (name: string): string => topology.tokens[name] ?? '';

const PUBLISH = `mutation ($input: PublishHrssObservationsInput!) {
  publishHrssObservations(input: $input) { publication { id } receipt { sequence hash } errors { code } }
}`;
const publishing = (key: string, value: number, period = '2021-Q1') => ({
  input: { idempotencyKey: key, observations: [{ subject: '110106', measure: MEASURE, period, value: String(value) }] },
});

/** As a department's system does: the same key again until there is a receipt, for it may have been stored. */
async function publish(gateway: Gateway, order: ReturnType<typeof publishing>): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const answer = await topology.ask(gateway, token('hrss'), PUBLISH, order).catch(() => null);
    const { receipt, errors } = answer?.body.data?.publishHrssObservations ?? {};
    if (receipt) return receipt.hash;
    if (errors) throw new Error(`not stored: ${JSON.stringify(errors)}`);
    await delay(100);
  }
  throw new Error('no receipt');
}

const SEEN = `{ subject(code: "110106") { observations(filter: { measures: ["${MEASURE}"], period: "2021-Q1" }) {
  edges { node { value } } } } }`;

/** Asks until it is so; the milliseconds it took. */
async function until(holds: () => Promise<boolean>, withinMs: number): Promise<number> {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > withinMs) throw new Error(`not so within ${withinMs} ms`);
    await delay(20);
  }
  return performance.now() - started;
}

async function shows(gateway: (typeof GATEWAYS)[number], value: number): Promise<boolean> {
  const { body } = await topology.ask(gateway, token('lead'), SEEN);
  return body.data?.subject?.observations?.edges?.[0]?.node?.value === String(value);
}

it('of two runs of the migrations at once one migrates and the other waits; both end well', () => {
  expect(topology.names).toHaveLength(16);
  const [one = '', other = ''] = topology.migrationOutputs;
  for (const service of ['hub', 'hrss', 'sasac', 'education', 'union', 'evaluation']) {
    const idle = [one, other].filter((output) => output.includes(`${service}  nothing to do`));
    expect([service, idle.length]).toEqual([service, 1]);
  }
});

it('a call captured at one replica of a subgraph is refused by the other', async () => {
  const [key] = parseHopKeys(topology.hopKeys);
  if (!key) throw new Error('no key');
  const body = JSON.stringify({ query: '{ hrssFeedState { position } }' });
  const viewer = encodeViewer({ subject: 'replica:lead', memberUnit: 'union', roles: ['lead-evaluator'], purpose: '' });
  const hop = { target: 'hrss', method: 'POST', path: '/graphql', body, viewer };
  const headers = { 'content-type': 'application/json', [HOP_HEADERS.viewer]: viewer, ...signHop(hop, key) };
  const statuses: number[] = [];
  for (const name of ['hrss', 'hrss-2', 'hrss'])
    statuses.push(
      (await fetch(`http://127.0.0.1:${topology.portOf(name)}/graphql`, { method: 'POST', headers, body })).status,
    );
  expect(statuses).toEqual([200, 401, 401]);
});

it('a token revoked through one gateway is refused by the other at once', async () => {
  const create = `mutation ($input: CreateTokenInput!) { createToken(input: $input) { text token { id } errors { code } } }`;
  const input = { roles: ['LEAD_EVALUATOR'], memberUnit: 'union', purpose: '副本测试', days: 1 };
  const { body } = await topology.ask('gateway', token('security'), create, { input });
  expect(body.errors).toBeUndefined();
  const created = body.data.createToken;
  const asks = async (gateway: (typeof GATEWAYS)[number]) =>
    (await topology.ask(gateway, created.text, '{ viewer { subject } }')).status;
  for (const gateway of GATEWAYS) expect(await asks(gateway)).toBe(200);
  const revoke = 'mutation ($input: RevokeTokenInput!) { revokeToken(input: $input) { errors { code } } }';
  await topology.ask('gateway', token('security'), revoke, { input: { id: created.token.id } });
  // Without being told a gateway would go on believing it for five seconds.
  const ms = await until(async () => (await asks('gateway-2')) === 401, 4_000);
  expect(ms).toBeLessThan(2_000);
  expect(await asks('gateway')).toBe(401);
});

it('who has used up his rate at one gateway has used it up at the other', async () => {
  const isGiven = async (gateway: (typeof GATEWAYS)[number]) =>
    (await topology.ask(gateway, null, '{ __typename }')).status === 200;
  const started = performance.now();
  while (await isGiven('gateway'));
  // Two intervals and two answers later the other knows.
  await delay(1_000);
  let given = 0;
  for (let time = 0; time < STRANGERS.burst; time += 1) if (await isGiven('gateway-2')) given += 1;
  const seconds = (performance.now() - started) / 1_000;
  expect(given).toBeLessThanOrEqual(Math.ceil(seconds * STRANGERS.perSecond));
  expect(given).toBeLessThan(STRANGERS.burst);
});

it('the same publication sent to both gateways at once is stored once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const order = publishing(newId(), 1_000 + round);
    const receipts = await Promise.all([...GATEWAYS, ...GATEWAYS].map((gateway) => publish(gateway, order)));
    expect(new Set(receipts).size).toBe(1);
  }
});

it('an upload that one replica took is followed at every other', async () => {
  const key = newId();
  const csv = `subject,period,measure,dimensions,value,explanation\n110106,2022-Q1,${MEASURE},,1010,\n`;
  const answer = await send(`http://127.0.0.1:${topology.portOf('gateway')}`, {
    token: token('hrss'),
    path: `/uploads/hrss?idempotencyKey=${key}`,
    body: csv,
  });
  expect(answer.status).toBe(200);
  for (const gateway of [...GATEWAYS, ...GATEWAYS]) {
    const { body } = await topology.ask(gateway, token('hrss'), `{ hrssUpload(key: "${key}") { state rowsRead } }`);
    expect(body.data.hrssUpload).toEqual({ state: 'STORED', rowsRead: 1 });
  }
});

it('what is written at one replica is seen through both gateways, whatever they remember', async () => {
  for (const value of [1_101, 1_102, 1_103]) {
    await publish('gateway', publishing(newId(), value));
    await until(() => shows('gateway', value), 30_000);
    await until(() => shows('gateway-2', value), 5_000);
  }
});

it('when a worker is killed the other goes on', async () => {
  for (const [index, worker] of (['worker', 'worker-2'] as const).entries()) {
    await topology.kill(worker);
    await publish('gateway', publishing(newId(), 1_200 + index));
    await until(() => shows('gateway', 1_200 + index), 30_000);
    await topology.startAgain(worker);
  }
  const rows = asking(topology.database('evaluation').ownerUrl, 'evaluation');
  const twice = await rows(`select observation_id from input_observation where not is_derived
    group by observation_id, known_from having count(*) > 1`);
  expect(twice).toEqual([]);
});

it('one replica of each restarted under load fails no query, and every publication is stored once', async () => {
  const load = new Load();
  const exits: (number | null)[] = [];
  try {
    for (const names of [
      ['hrss', 'worker'],
      ['evaluation', 'union'],
      ['hub', 'sasac'],
      ['gateway', 'education'],
    ])
      exits.push(...(await Promise.all(names.map((name) => topology.restart(name)))));
  } finally {
    await load.stop();
  }
  expect(load.failures).toEqual([]);
  expect(load.answered).toBeGreaterThan(50);
  expect(load.published.length).toBeGreaterThan(5);
  expect(exits).toEqual(exits.map(() => 0));
  const { body } = await topology.ask('gateway', token('lead'), '{ hrssFeedState { position cells stateHash } }');
  const signer = createEd25519Signer(readFileSync(topology.hrssSigningKeyFile, 'utf8'));
  const rows = asking(topology.database('hrss').ownerUrl, 'hrss');
  expect(await ledgerFaults(rows, signer, body.data.hrssFeedState)).toEqual([]);
  const stored = await rows<{ key: string }>('select key from idempotency');
  expect(load.published.filter((key) => !stored.some((row) => row.key === key))).toEqual([]);
});

/** Clients that ask through both gateways and through the balancer; a publisher that repeats what was not answered. */
class Load {
  readonly failures: string[] = [];
  readonly published: string[] = [];
  answered = 0;
  private isStopping = false;
  private readonly running: Promise<void>[];

  constructor() {
    this.running = [this.read(), this.read(), this.publish()];
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.running);
  }

  private async read(): Promise<void> {
    const query = `{ subject(code: "110106") { name } hrssFeedState { position } memberUnits { code } }`;
    while (!this.isStopping) {
      // A client may repeat a query whose connection broke; an answer has to be whole.
      const answer = await this.repeated(() => topology.ask('balancer', token('lead'), query));
      if (answer === null) this.failures.push('no answer');
      else if (answer.status !== 200 || answer.body.errors)
        this.failures.push(JSON.stringify(answer.body).slice(0, 300));
      else this.answered += 1;
      await delay(10);
    }
  }

  private async publish(): Promise<void> {
    for (let value = 2_000; !this.isStopping; value += 1) {
      const key = newId();
      // A period without neighbours: nothing about it is remarkable.
      await publish('balancer', publishing(key, value, '2016-Q1')).then(
        () => this.published.push(key),
        (error: unknown) => this.failures.push(String(error)),
      );
      await delay(50);
    }
  }

  private async repeated<T>(act: () => Promise<T>): Promise<T | null> {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const answer = await act().catch(() => null);
      if (answer !== null) return answer;
    }
    return null;
  }
}

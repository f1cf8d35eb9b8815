import { request as send, type IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RevisionSource } from '../../gateway/answers/revision-source.ts';
import type { ReadRecord } from '../../gateway/reads/read-log.ts';
import type { GatewayOptions } from '../../gateway/server.ts';
import { FIGURE_READS_HEADER } from '../../shared/observability/figure-reads.ts';
import { LASTING_HEADER } from '../../shared/observability/lasting-reply.ts';
import { aGate, GatewayWorld, PATIENT, SDL, composed, viewers } from './gateway-world.ts';

/** Noon in Shanghai. */
const NOON = Date.parse('2026-03-20T04:00:00Z');
const WHOAMI = '{ whoami }';
const SUBJECT = 'query Part($code: String!) { subject(code: $code) { code name hrss } }';

/** A revision that a test changes at will. */
class TestRevision implements RevisionSource {
  private value: string | null = '0';
  private wake = () => {};
  asked = 0;

  async revision(known: string, signal: AbortSignal): Promise<string | null> {
    this.asked += 1;
    if (known === this.value) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        signal.addEventListener('abort', () => resolve());
        setTimeout(resolve, 200).unref();
      });
    }
    if (this.value === 'AWAY') throw new Error('away');
    return this.value;
  }

  become(value: string | null): void {
    this.value = value;
    this.wake();
  }
}

let world: GatewayWorld;
let revisions: { evaluation: TestRevision; hrss: TestRevision };
const records: ReadRecord[] = [];

afterEach(() => world.stop());

async function start(options: Partial<GatewayOptions> = {}): Promise<void> {
  revisions = { evaluation: new TestRevision(), hrss: new TestRevision() };
  records.length = 0;
  world = await GatewayWorld.start({
    answers: { bytes: 1_000_000, revisions },
    reads: async (batch) => void records.push(...batch),
    ...options,
  });
  world.time = NOON;
  for (const subgraph of Object.values(world.subgraphs)) subgraph.replyHeaders[LASTING_HEADER] = '1';
  await isFollowed('evaluation', 1);
  await isFollowed('hrss', 1);
}

async function metric(line: string): Promise<number> {
  const text = await world.gateway.metrics.registry.metrics();
  const found = text.split('\n').find((each) => each.startsWith(`${line} `));
  return Number(found?.slice(line.length + 1) ?? 0);
}

const isFollowed = (subgraph: string, state: number) =>
  vi.waitFor(
    async () => expect(await metric(`gateway_revision_followed{subgraph="${subgraph}"}`)).toBe(state),
    PATIENT,
  );
const hits = () => metric('gateway_answers_total{result="HIT"}');
const evaluationCalls = () => world.subgraphs.evaluation.received.length;

describe('an answer that is remembered', () => {
  it('comes again without any subgraph being asked: the same bytes, a trace and a record of the read of its own', async () => {
    await start();
    world.subgraphs.hrss.replyHeaders[FIGURE_READS_HEADER] = 'hrss=7';
    const first = await world.ask(SUBJECT, { variables: { code: 'a' } });
    const calls = [evaluationCalls(), world.subgraphs.hrss.received.length];
    const again = await world.ask(SUBJECT, { variables: { code: 'a' } });
    const third = await world.ask(SUBJECT, { variables: { code: 'a' } });
    expect(again.text).toBe(first.text);
    expect(again.json.data.subject).toEqual({ code: 'a', name: '示例区', hrss: 'hrss-value' });
    expect([evaluationCalls(), world.subgraphs.hrss.received.length]).toEqual(calls);
    expect(await hits()).toBe(2);
    const traces = [first, again, third].map(({ headers }) => headers.get('x-trace-id'));
    expect(new Set(traces).size).toBe(3);
    for (const name of ['content-type', 'x-content-type-options', 'cache-control'])
      expect(again.headers.get(name)).toBe(first.headers.get(name));
    await vi.waitFor(() => expect(records.reduce((sum, { values }) => sum + values, 0)).toBe(21), PATIENT);
    expect(records.every(({ subject, ownerUnit }) => subject === 'alice' && ownerUnit === 'hrss')).toBe(true);
    // Repetitions are one record, with the trace of the first.
    expect(records.map(({ traceId }) => traceId)).toContain(traces[1]);
  });

  it('is of one viewer, one operation, its variables and its media type alone', async () => {
    await start();
    await world.ask(SUBJECT, { variables: { code: 'a' } });
    await world.ask(SUBJECT, { variables: { code: 'b' } });
    await world.ask(SUBJECT, { variables: { code: 'a' }, token: 'hub_bob' });
    await world.ask(`${SUBJECT} `, { variables: { code: 'a' } });
    const accept = { accept: 'application/graphql-response+json' };
    const other = await world.ask(SUBJECT, { variables: { code: 'a' }, headers: accept });
    expect(other.headers.get('content-type')).toContain('graphql-response+json');
    expect(await hits()).toBe(0);
  });

  it('is asked for anew by a viewer whose grants or roles have changed', async () => {
    let roles: ('lead-evaluator' | 'auditor')[] = ['lead-evaluator'];
    const alice = { subject: 'alice', memberUnit: 'union', purpose: '测试' };
    await start({ tokens: { introspect: async () => ({ ...alice, roles }) }, viewerCache: NOT_REMEMBERED });
    await world.ask(WHOAMI);
    roles = ['auditor'];
    await world.ask(WHOAMI);
    expect(evaluationCalls()).toBe(2);
    expect(await hits()).toBe(0);
  });

  it('is refused to whom it was for once his token is revoked', async () => {
    let isRevoked = false;
    await start({
      tokens: { introspect: async () => (isRevoked ? null : (viewers.hub_alice ?? null)) },
      viewerCache: NOT_REMEMBERED,
    });
    await world.ask(WHOAMI);
    isRevoked = true;
    expect((await world.ask(WHOAMI)).status).toBe(401);
  });

  it('counts against the rate of its client', async () => {
    const few = { perSecond: 1, burst: 2 };
    const many = { perSecond: 1_000, burst: 1_000 };
    await start({ rates: { client: few, unit: many, service: many, stranger: many } });
    await world.ask(WHOAMI);
    expect((await world.ask(WHOAMI)).status).toBe(200);
    expect((await world.ask(WHOAMI)).json.errors[0].extensions.code).toBe('RATE_LIMITED');
  });

  it('ends with the graph it was made of', async () => {
    await start();
    await world.ask(WHOAMI);
    world.source.text = composed({ ...SDL, sasac: `${SDL.sasac}\nextend type Subject { more: String }` });
    expect(await world.gateway.reload()).toBe(true);
    await world.ask(WHOAMI);
    expect(await hits()).toBe(0);
  });
});

describe('an answer is not used', () => {
  it('once a subgraph that took part has another revision; those that took no part do not matter', async () => {
    await start();
    await world.ask(WHOAMI);
    revisions.hrss.become('1');
    await delay(50);
    await world.ask(WHOAMI);
    expect(await hits()).toBe(1);
    const asked = revisions.evaluation.asked;
    revisions.evaluation.become('1');
    await vi.waitFor(() => expect(revisions.evaluation.asked).toBeGreaterThan(asked), PATIENT);
    await world.ask(WHOAMI);
    expect(await hits()).toBe(1);
    expect(evaluationCalls()).toBe(2);
  });

  it('after a write through this gateway, whether or not the change has been heard of', async () => {
    await start();
    await world.ask(WHOAMI);
    await world.ask('mutation { record(text: "x") }');
    await world.ask(WHOAMI);
    expect(await hits()).toBe(0);
  });

  it('while the revision cannot be followed', async () => {
    await start();
    await world.ask(WHOAMI);
    revisions.evaluation.become('AWAY');
    await isFollowed('evaluation', 0);
    await world.ask(WHOAMI);
    await world.ask(WHOAMI);
    expect(await hits()).toBe(0);
    revisions.evaluation.become('0');
    await isFollowed('evaluation', 1);
    await world.ask(WHOAMI);
    await world.ask(WHOAMI);
    expect(await hits()).toBe(1);
  });

  it('on another day, nor around midnight, when clocks may not agree which day it is', async () => {
    await start();
    await world.ask(WHOAMI);
    world.time = Date.parse('2026-03-20T15:56:00Z');
    await world.ask(WHOAMI);
    await world.ask(WHOAMI);
    world.time = Date.parse('2026-03-20T16:06:00Z');
    await world.ask(WHOAMI);
    expect(await hits()).toBe(0);
    await world.ask(WHOAMI);
    expect(await hits()).toBe(1);
  });
});

describe('an answer is not kept', () => {
  const twice = async (query: string, token = 'hub_alice') => {
    await world.ask(query, { token });
    await world.ask(query, { token });
  };

  it('where a part of it was not said to last, failed, or came from who publishes no revision', async () => {
    await start();
    await twice('{ subject(code: "a") { sasac } }');
    await twice('{ whoami hrssFault }');
    await twice('{ whoami hrssRefusal }');
    await twice('{ nothing }');
    delete world.subgraphs.hrss.replyHeaders[LASTING_HEADER];
    await twice('{ hrssNote }');
    expect(await hits()).toBe(0);
  });

  it('of a mutation, of a stranger, of the evaluation service', async () => {
    await start();
    await twice('mutation { record(text: "x") }');
    await twice(WHOAMI, 'hub_worker');
    await world.ask('{ __typename }', { token: null });
    await world.ask('{ __typename }', { token: null });
    expect(await hits()).toBe(0);
  });

  it('where something changed while it was made', async () => {
    await start();
    const { opened, open } = aGate();
    world.subgraphs.evaluation.gate = opened;
    const asking = world.ask(WHOAMI);
    await vi.waitFor(() => expect(evaluationCalls()).toBe(1), PATIENT);
    const asked = revisions.evaluation.asked;
    revisions.evaluation.become('1');
    await vi.waitFor(() => expect(revisions.evaluation.asked).toBeGreaterThan(asked), PATIENT);
    open();
    await asking;
    await world.ask(WHOAMI);
    expect(await hits()).toBe(0);
  });

  it('where it came with a call in flight that began before a change', async () => {
    await start();
    const { opened, open } = aGate();
    world.subgraphs.evaluation.gate = opened;
    const early = world.ask(WHOAMI);
    await vi.waitFor(() => expect(evaluationCalls()).toBe(1), PATIENT);
    const asked = revisions.evaluation.asked;
    revisions.evaluation.become('1');
    await vi.waitFor(() => expect(revisions.evaluation.asked).toBeGreaterThan(asked), PATIENT);
    const late = world.ask(`${WHOAMI} `.trim());
    await vi.waitFor(async () => expect(await metric('gateway_answers_total{result="MISS"}')).toBe(2), PATIENT);
    await delay(100);
    open();
    await Promise.all([early, late]);
    const calls = evaluationCalls();
    await world.ask(WHOAMI);
    expect(evaluationCalls()).toBe(calls + 1);
  });

  it('beyond the bytes there are', async () => {
    await start({
      answers: { bytes: 20_000, revisions: { evaluation: new TestRevision(), hrss: new TestRevision() } },
    });
    for (let n = 0; n < 40; n += 1) await world.ask(`{ echo(text: "${n}", times: 200) }`);
    await world.ask('{ echo(text: "large", times: 2000) }');
    expect(await metric('gateway_answers_bytes')).toBeLessThanOrEqual(20_000);
    expect(await metric('gateway_answers_entries')).toBeGreaterThan(5);
  });
});

describe('an answer that is packed', () => {
  const LONG = '{ echo(text: "产业工人", times: 2000) }';
  const MUTATION = 'mutation { record(text: "x") }';

  it('is the same text as the plain one, said to be packed, and found in the same place', async () => {
    await start();
    const plain = await askedAs('identity', LONG);
    const packed = await askedAs('gzip, deflate, br', LONG);
    const again = await askedAs('gzip', LONG);
    expect(plain.headers).toMatchObject({ vary: 'Accept-Encoding', 'content-length': String(plain.body.length) });
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(packed.headers).toMatchObject({
      ...{ vary: 'Accept-Encoding', 'content-encoding': 'gzip', 'content-length': String(packed.body.length) },
      ...{ 'content-type': plain.headers['content-type'], 'cache-control': 'no-store' },
    });
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    expect(again.body.equals(packed.body)).toBe(true);
    expect(packed.body.length).toBeLessThan(plain.body.length / 10);
    expect([await hits(), evaluationCalls()]).toEqual([2, 1]);
  });

  it('is packed when it is made, too, and plain again for who asks for that', async () => {
    await start();
    const packed = await askedAs('gzip', LONG);
    const bytes = await metric('gateway_answers_bytes');
    const plain = await askedAs(undefined, LONG);
    expect(packed.headers).toHaveProperty('content-encoding', 'gzip');
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    // Only the packed form was held, and the plain one is counted with it from now on.
    expect(bytes).toBeLessThan(plain.body.length);
    expect(await metric('gateway_answers_bytes')).toBe(bytes + plain.body.length);
    expect(await hits()).toBe(1);
  });

  it('is packed in the same way where nothing is remembered', async () => {
    await start();
    const unit = '{ subject(code: "a") { items { id } } }';
    const sasac = '{ subject(code: "a") { sasac items { id } } }';
    for (const query of [unit, sasac]) {
      const [plain, packed] = [await askedAs('identity', query), await askedAs('gzip', query)];
      expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    }
    expect(await hits()).toBe(1);
  });

  it.each([
    ['gzip;q=0', undefined],
    ['br', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['*', 'gzip'],
    ['gzip;q=0.2, *;q=0', 'gzip'],
  ])('is packed or not as Accept-Encoding: %s has it', async (coding, sent) => {
    await start();
    expect((await askedAs(coding, LONG)).headers['content-encoding']).toBe(sent);
    expect((await askedAs(coding, LONG)).headers['content-encoding']).toBe(sent);
    expect(await hits()).toBe(1);
  });

  it('is refused to who takes neither form, before anything is read', async () => {
    await start();
    const { status, body } = await askedAs('identity;q=0, br', LONG);
    expect([status, JSON.parse(body.toString()).errors[0].extensions.code]).toEqual([406, 'NOT_ACCEPTABLE']);
    expect(world.hub.asked).toEqual([]);
  });

  it('is not packed where it is short, nor of a mutation, save for who takes nothing else', async () => {
    await start();
    for (const query of [WHOAMI, MUTATION]) {
      expect((await askedAs('gzip', query)).headers).not.toHaveProperty('content-encoding');
      const only = await askedAs('gzip, identity;q=0', query);
      expect(only.headers).toHaveProperty('content-encoding', 'gzip');
      expect(JSON.parse(gunzipSync(only.body).toString())).toHaveProperty('data');
    }
  });

  it('ends with the revision, is of one viewer, and each look at it is recorded', async () => {
    await start();
    world.subgraphs.evaluation.replyHeaders[FIGURE_READS_HEADER] = 'hrss=7';
    for (const token of ['hub_alice', 'hub_bob', 'hub_alice']) await askedAs('gzip', LONG, token);
    expect([await hits(), evaluationCalls()]).toEqual([1, 2]);
    const asked = revisions.evaluation.asked;
    revisions.evaluation.become('1');
    await vi.waitFor(() => expect(revisions.evaluation.asked).toBeGreaterThan(asked), PATIENT);
    await askedAs('gzip', LONG);
    expect([await hits(), evaluationCalls()]).toEqual([1, 3]);
    await vi.waitFor(() => expect(records.reduce((sum, { values }) => sum + values, 0)).toBe(28), PATIENT);
  });

  it('takes of the bytes there are what it takes packed', async () => {
    const sources = { evaluation: new TestRevision(), hrss: new TestRevision() };
    await start({ answers: { bytes: 40_000, revisions: sources } });
    for (let n = 0; n < 20; n += 1) await askedAs('gzip', `{ echo(text: "${n}", times: 4000) }`);
    const [bytes, entries] = [await metric('gateway_answers_bytes'), await metric('gateway_answers_entries')];
    expect([entries, bytes <= 40_000]).toEqual([20, true]);
    // Too large to be held plain beside the others: sent, and not remembered any more.
    expect((await askedAs('identity', '{ echo(text: "3", times: 4000) }')).body.length).toBeGreaterThan(4_000);
    expect(await metric('gateway_answers_bytes')).toBeLessThanOrEqual(40_000);
  });
});

/** Asks without a client that unpacks what it is sent. */
function askedAs(coding: string | undefined, query: string, token = 'hub_alice'): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const asked = send(
      `${world.address}/graphql`,
      { method: 'POST', headers: { ...headers, ...(coding !== undefined && { 'accept-encoding': coding }) } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    asked.on('error', reject).end(JSON.stringify({ query }));
  });
}

interface Sent {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

describe('S2: many users who ask the same thing while revisions change', () => {
  it('each get their own answer', async () => {
    await start();
    const tokens = ['hub_alice', 'hub_bob', 'hub_carol', 'hub_hrss'];
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 24 }, async (_, index) => {
          const token = tokens[index % tokens.length] ?? '';
          return { token, answer: await world.ask(index % 3 === 0 ? '{ whoami echo(text: "x") }' : WHOAMI, { token }) };
        }),
      );
      for (const { token, answer } of answers)
        expect(answer.json.data?.whoami, answer.text).toBe(viewers[token]?.subject);
      if (round % 5 === 4) revisions.evaluation.become(String(round));
    }
    expect(await hits()).toBeGreaterThan(100);
  });
});

const NOT_REMEMBERED = { size: 10, knownMs: 0, unknownMs: 0, staleMs: 0 };

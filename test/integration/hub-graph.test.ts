import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { aViewer, HubWorld } from './hub-world.ts';

/** A service that is healthy as long as it runs. */
class TinyService {
  private server: Server | null = null;
  port = 0;

  async start(): Promise<void> {
    const server = createServer((_request, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async kill(): Promise<void> {
    const server = this.server;
    this.server = null;
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  }
}

const services = { hrss: new TinyService(), union: new TinyService() };
let world: HubWorld;

beforeAll(async () => {
  await Promise.all(Object.values(services).map((service) => service.start()));
  const urls = Object.entries(services).map(([name, { port }]) => [name, `http://127.0.0.1:${port}/health`]);
  world = await HubWorld.open(Object.fromEntries(urls));
});
afterAll(async () => {
  await world.close();
  await Promise.all(Object.values(services).map((service) => service.kill()));
});

const UNITS = `{ memberUnits {
  code name carriedBy { code unit { code } } availability { state since checkedAt }
  responsibilities { indicator { id key code } role framework { code } }
} }`;

interface Unit {
  readonly code: string;
  readonly name: string;
  readonly carriedBy: { readonly code: string };
  readonly availability: { readonly state: string; readonly since: string } | null;
  readonly responsibilities: readonly { readonly role: string; readonly indicator: { readonly code: string } }[];
}

async function units(): Promise<readonly Unit[]> {
  const { body } = await world.ask(UNITS);
  expect(body.errors).toBeUndefined();
  return (body.data as unknown as { memberUnits: readonly Unit[] }).memberUnits;
}

async function availabilityOf(code: string): Promise<Unit['availability'] | undefined> {
  return (await units()).find((unit) => unit.code === code)?.availability;
}

describe('member units in the graph', () => {
  it('are the 29 in their official order, each with the subgraph that carries it', async () => {
    const expected = [...loadCatalogue().memberUnits.values()];
    const answered = await units();
    expect(answered).toHaveLength(29);
    expect(answered.map(({ code, name, carriedBy }) => [code, name, carriedBy.code])).toEqual(
      expected.map(({ id, nameZh, subgraph }) => [id, nameZh, subgraph]),
    );
  });

  it('answer for all 80 indicators, each led once', async () => {
    const leads = (await units()).flatMap(({ responsibilities }) =>
      responsibilities.filter(({ role }) => role === 'LEAD'),
    );
    expect(new Set(leads.map(({ indicator }) => indicator.code)).size).toBe(80);
    expect(leads).toHaveLength(80);
  });

  it('are answered one by one, by code and as entities', async () => {
    const one = `query ($code: ID!) { memberUnit(code: $code) { code kind functions validFrom } }`;
    expect((await world.ask(one, { code: 'justice' })).body.data).toMatchObject({ memberUnit: { kind: 'HOSTED' } });
    expect((await world.ask(one, { code: 'nobody' })).body.data).toEqual({ memberUnit: null });
    const entities = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on MemberUnit { code name carriedBy { code } } } }`;
    const references = ['hrss', 'nobody', 'media'].map((code) => ({ __typename: 'MemberUnit', code }));
    expect((await world.ask(entities, { r: references })).body.data).toEqual({
      _entities: [
        { code: 'hrss', name: '区人力社保局', carriedBy: { code: 'hrss' } },
        null,
        { code: 'media', name: '区融媒体中心', carriedBy: { code: 'union' } },
      ],
    });
  });

  it('name a framework that has no split as a fault of the caller', async () => {
    const { body } = await world.ask('{ memberUnit(code: "hrss") { responsibilities(framework: "x") { role } } }');
    expect(body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('are listed by the subgraph that hosts them', async () => {
    const { body } = await world.ask('{ subgraphs { code name unit { code } hosts { code } availability { state } } }');
    const { subgraphs } = body.data as unknown as { subgraphs: { code: string; hosts: unknown[] }[] };
    expect(subgraphs.map(({ code, hosts }) => [code, hosts.length])).toEqual([
      ['hrss', 0],
      ['sasac', 0],
      ['education', 0],
      ['union', 25],
    ]);
  });
});

describe('the viewer', () => {
  it('is told who it is, with its unit', async () => {
    const query = '{ viewer { subject memberUnit { code name } roles purpose } }';
    expect((await world.ask(query)).body.data).toEqual({
      viewer: {
        subject: 'demo:lead',
        memberUnit: { code: 'union', name: '区总工会' },
        roles: ['LEAD_EVALUATOR'],
        purpose: '测试',
      },
    });
    const outside = aViewer({ memberUnit: null, roles: ['integrator', 'service'] });
    expect((await world.ask(query, {}, outside)).body.data).toMatchObject({
      viewer: { memberUnit: null, roles: ['INTEGRATOR', 'SERVICE'] },
    });
  });
});

describe('availability', () => {
  afterEach(async () => {
    if (!(await isUp())) await services.hrss.start();
  });
  const isUp = async (): Promise<boolean> => (await availabilityOf('hrss'))?.state === 'AVAILABLE';

  it('is true in the first answer after a service was killed, and again when it is back', async () => {
    const before = await availabilityOf('hrss');
    expect(before?.state).toBe('AVAILABLE');
    await services.hrss.kill();
    const away = await availabilityOf('hrss');
    expect(away?.state).toBe('UNAVAILABLE');
    expect(Date.parse(away!.since)).toBeGreaterThan(Date.parse(before!.since));
    expect((await availabilityOf('media'))?.state).toBe('AVAILABLE');
    await services.hrss.start();
    expect((await availabilityOf('hrss'))?.state).toBe('AVAILABLE');
  });

  it('is shared by a subgraph and all units it carries, and empty for what is not watched', async () => {
    const answered = await units();
    const states = (carrier: string) =>
      new Set(
        answered.filter(({ carriedBy }) => carriedBy.code === carrier).map(({ availability }) => availability?.state),
      );
    expect([...states('union')]).toEqual(['AVAILABLE']);
    expect([...states('sasac')]).toEqual([undefined]);
  });

  it('keeps its beginning while nothing changes, and every change as an event', async () => {
    const since = (await availabilityOf('union'))?.since;
    expect((await availabilityOf('union'))?.since).toBe(since);
    const eventsBefore = await events();
    await services.hrss.kill();
    await availabilityOf('hrss');
    await availabilityOf('hrss');
    await services.hrss.start();
    await availabilityOf('hrss');
    expect((await events()).slice(eventsBefore.length)).toEqual(['hrss UNAVAILABLE', 'hrss AVAILABLE']);
  });

  async function events(): Promise<string[]> {
    const rows = await world.dataSource.query('select service, state from availability_event order by at');
    return rows.map(({ service, state }: { service: string; state: string }) => `${service} ${state}`);
  }
});

describe('statements', () => {
  it('are none for a question about all units, and two when availability changed', async () => {
    await units();
    expect((await world.ask(UNITS)).statements).toBe(0);
    await Promise.all(Object.values(services).map((service) => service.kill()));
    expect((await world.ask(UNITS)).statements).toBe(2);
    await Promise.all(Object.values(services).map((service) => service.start()));
    await units();
  });
});

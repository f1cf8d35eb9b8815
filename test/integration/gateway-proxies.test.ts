import { afterEach, describe, expect, it } from 'vitest';
import { parseTrustedProxies } from '../../gateway/http/trusted-proxies.ts';
import { HOP_HEADERS } from '../../shared/identity/signed-hop.ts';
import { GatewayWorld } from './gateway-world.ts';

/** The tests' own connections come from 127.0.0.1: the proxy, or the stranger, as each test says. */
const proxies = { header: 'x-forwarded-for', ...parseTrustedProxies('127.0.0.1, 10.0.0.0/8') } as const;
const CLIENT = '198.51.100.4';

let world: GatewayWorld;
afterEach(() => world.stop());

/** The address that departments are told, signed, of a request with these headers. */
async function toldAddress(headers: Record<string, string>): Promise<unknown> {
  world.forgetCalls();
  expect((await world.ask('{ whoami }', { headers })).json.data.whoami).toBe('alice');
  const [call] = world.subgraphs.evaluation.received;
  expect(call?.refusal).toBeNull();
  return call?.headers[HOP_HEADERS.source];
}

describe('a gateway behind proxies it trusts', () => {
  it('tells departments the address that the nearest stranger came from, whatever he wrote before it', async () => {
    world = await GatewayWorld.start({ proxies });
    expect(await toldAddress({ 'x-forwarded-for': CLIENT })).toBe(CLIENT);
    expect(await toldAddress({ 'x-forwarded-for': `127.0.0.1, 10.9.9.9, 192.0.2.66, ${CLIENT}, 10.0.0.3` })).toBe(
      CLIENT,
    );
    expect(await toldAddress({ forwarded: `for=${CLIENT}` })).toBe('127.0.0.1');
    expect(await toldAddress({ [HOP_HEADERS.source]: CLIENT })).toBe('127.0.0.1');
  });

  it('counts strangers by their own addresses, and nobody gets another one by writing it', async () => {
    const few = { perSecond: 0.001, burst: 2 };
    const many = { perSecond: 1_000, burst: 1_000 };
    world = await GatewayWorld.start({ proxies, rates: { client: many, unit: many, service: many, stranger: few } });
    const knock = async (chain: string) =>
      (await world.ask('{ __typename }', { token: null, headers: { 'x-forwarded-for': chain } })).status;
    expect([await knock(CLIENT), await knock(CLIENT), await knock(CLIENT)]).toEqual([200, 200, 429]);
    expect(await knock(`203.0.113.77, ${CLIENT}`)).toBe(429);
    expect(await knock('198.51.100.5')).toBe(200);
  });
});

describe('a gateway that trusts no proxy', () => {
  it('believes no header at all', async () => {
    world = await GatewayWorld.start();
    const headers = { 'x-forwarded-for': CLIENT, forwarded: `for=${CLIENT}`, 'x-real-ip': CLIENT };
    expect(await toldAddress(headers)).toBe('127.0.0.1');
  });
});

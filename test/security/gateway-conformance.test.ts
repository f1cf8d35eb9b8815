import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { GatewayWorld } from '../integration/gateway-world.ts';

/** GraphQL over HTTP: the 61 audits of graphql-http against a real gateway, as it runs in production. */
let world: GatewayWorld;
beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production');
  world = await GatewayWorld.start();
});
afterAll(() => world.stop());
beforeEach(() => {
  vi.stubEnv('NODE_ENV', 'production');
});

/** Audits that are not met, with the reason. None of them is a MUST. */
const EXPLAINED: Readonly<Record<string, string>> = {};

const audits = serverAudits({
  url: () => `${world.address}/graphql`,
  // With a token, as every client has one. It is also what tells a GET from one that a foreign page could send.
  fetchFn: (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...(init.headers as object), authorization: 'Bearer hub_alice' } }),
});

describe('GraphQL over HTTP', () => {
  it('has sixty-one audits', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => ({ id: audit.id, name: audit.name, audit })))('$id $name', async ({ id, audit }) => {
    const result = await audit.fn();
    const reason = EXPLAINED[id];
    expect(result.status === 'ok' ? 'ok' : result.reason).toBe(reason ?? 'ok');
    if (reason !== undefined) expect(audit.name).not.toMatch(/^MUST/);
  });
});

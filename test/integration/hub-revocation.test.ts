import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EntitlementFollower, HubEntitlementSource } from '../../gateway/access/entitlement-follower.ts';
import { HubTokenIntrospector } from '../../gateway/access/token-introspection.ts';
import { ViewerCache } from '../../gateway/access/viewer-cache.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { aViewer, HubWorld, hopKeys } from './hub-world.ts';

/** A gateway's memory of viewers, as the gateway wires it; three days long, so that only forgetting makes it forget. */
function aMemory(hubUrl: string): { cache: ViewerCache; close: () => void } {
  const [key] = hopKeys;
  if (!key) throw new Error('no key');
  const hub = { hubUrl, key, timeoutMs: 5_000 };
  const cache = new ViewerCache(new HubTokenIntrospector(hub), {
    size: 100,
    knownMs: 259_200_000,
    unknownMs: 259_200_000,
    staleMs: 259_200_000,
  });
  const follower = new EntitlementFollower({
    source: new HubEntitlementSource(hub, 2_000),
    forget: (subjects) => cache.forget(subjects),
    log: createLogger('gateway', 'silent'),
  });
  follower.start();
  return { cache, close: () => follower.close() };
}

const security = {
  viewer: aViewer({ subject: 's', memberUnit: null, roles: ['security-administrator'] }),
  traceId: 't',
};
const approver = { viewer: aViewer({ subject: 'a', memberUnit: 'hrss', roles: ['unit-approver'] }), traceId: 't' };
const expiresOn = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

let world: HubWorld;
let memories: ReturnType<typeof aMemory>[];
beforeAll(async () => {
  world = await HubWorld.open();
  const url = await world.listen();
  memories = [aMemory(url), aMemory(url)];
});
afterAll(async () => {
  for (const memory of memories) memory.close();
  await world.close();
});

/** Milliseconds until every gateway says so. */
async function takes(holds: (cache: ViewerCache) => Promise<boolean>): Promise<number> {
  const startedAt = performance.now();
  for (const { cache } of memories) {
    while (!(await holds(cache))) {
      if (performance.now() - startedAt > 5_000) throw new Error('nothing was forgotten');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return performance.now() - startedAt;
}

/** A caller that is known, granted to, no longer granted to, and revoked; how long each took to arrive everywhere. */
async function aRound(subject: string): Promise<Record<'granted' | 'ungranted' | 'revoked', number>> {
  const asked = { subject, memberUnit: null, roles: ['integrator'], purpose: 'x', days: 1 };
  const issued = await world.services.tokens.create(asked, security);
  if (!issued.ok) throw new Error('not issued');
  const { text, token } = issued.value;
  await takes(async (cache) => (await cache.introspect(text)) !== null);
  const reader = { subject, memberUnit: null, isPublic: false };
  const given = await world.services.grants.create({ reader, measures: null, purpose: 'x', expiresOn }, approver);
  const granted = await takes(async (cache) => (await cache.introspect(text))?.grants !== undefined);
  await world.services.grants.revoke(given.ok ? given.value.id : '', approver);
  const ungranted = await takes(async (cache) => (await cache.introspect(text))?.grants === undefined);
  await world.services.tokens.revoke(token.id, security);
  const revoked = await takes(async (cache) => (await cache.introspect(text)) === null);
  return { granted, ungranted, revoked };
}

describe('what a gateway remembers of a caller', () => {
  it('ends within a tenth of a second of a grant, its end and a revocation, at every gateway', async () => {
    const rounds: Awaited<ReturnType<typeof aRound>>[] = [];
    for (const subject of ['system:a', 'system:b', 'system:c', 'system:d']) rounds.push(await aRound(subject));
    // Of several, the quickest: a busy machine says nothing about the way of the news.
    for (const what of ['granted', 'ungranted', 'revoked'] as const)
      expect(Math.min(...rounds.map((round) => round[what])), what).toBeLessThan(100);
  });
});

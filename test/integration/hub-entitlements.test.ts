import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../shared/observability/logger.ts';
import { EntitlementChangesService } from '../../subgraphs/hub/entitlement/entitlement-changes.service.ts';
import { openEntitlementSignal } from '../../subgraphs/hub/entitlement/entitlement-signal.ts';
import { createEntitlementRepository } from '../../subgraphs/hub/entitlement/entitlement.repository.ts';
import { aViewer, HubWorld } from './hub-world.ts';

let world: HubWorld;
beforeAll(async () => {
  world = await HubWorld.open();
});
afterAll(() => world.close());

interface Changes {
  readonly version: number;
  readonly subjects?: readonly string[];
}

const act = { viewer: aViewer({ subject: 's', memberUnit: null, roles: ['security-administrator'] }), traceId: 't' };

const since = async (after: number, waitMs = 0): Promise<Changes> =>
  (await world.post('/internal/entitlement-changes', { after, waitMs })).body as Changes;

async function aToken(subject: string): Promise<string> {
  const asked = { subject, memberUnit: null, roles: ['integrator'], purpose: 'x', days: 1 };
  const issued = await world.services.tokens.create(asked, act);
  if (!issued.ok) throw new Error(JSON.stringify(issued.error));
  return issued.value.token.id;
}

describe('changes of entitlements', () => {
  it('name whose they are: a revoked token its subject, a public grant everybody', async () => {
    const { version } = await since(0);
    await world.services.tokens.revoke(await aToken('system:a'), act);
    await world.services.tokens.revoke(await aToken('system:b'), act);
    const revoked = await since(version);
    expect(revoked.subjects).toEqual(['system:a', 'system:b']);
    expect(await since(revoked.version)).toEqual({ version: revoked.version, subjects: [] });
    const approver = aViewer({ subject: 'a', memberUnit: 'hrss', roles: ['unit-approver'] });
    const expiresOn = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const reader = { subject: null, memberUnit: null, isPublic: true };
    await world.services.grants.create(
      { reader, measures: null, purpose: 'x', expiresOn },
      { viewer: approver, traceId: 't' },
    );
    expect(await since(revoked.version)).toEqual({ version: revoked.version + 1 });
  });

  it('of a version that is not known mean everybody', async () => {
    const { version } = await since(0);
    expect(await since(version + 1_000)).toEqual({ version });
  });

  it('wake who waits, in a process of the hub that did not make them, within a tenth of a second', async () => {
    const log = createLogger('hub', 'silent');
    const other = await openEntitlementSignal(world.database.appUrl, log);
    const changes = new EntitlementChangesService({
      store: createEntitlementRepository(world.dataSource),
      signal: other,
    });
    const delays: number[] = [];
    for (const subject of ['system:c', 'system:d', 'system:e']) {
      const id = await aToken(subject);
      const { version } = await since(0);
      const waiting = [changes.since(version, 20_000), since(version, 20_000)].map((asked) =>
        asked.then((answer) => ({ answer, at: performance.now() })),
      );
      await world.services.tokens.revoke(id, act);
      const revokedAt = performance.now();
      const woken = await Promise.all(waiting);
      for (const { answer } of woken) expect(answer).toEqual({ version: version + 1, subjects: [subject] });
      delays.push(Math.max(...woken.map(({ at }) => at - revokedAt)));
    }
    // Of several, the quickest: a busy machine says nothing about the way of the news.
    expect(Math.min(...delays)).toBeLessThan(100);
    await other.close();
  });

  it('come in the order of their commits: none is overtaken by a later version', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => aToken(`system:order-${n}`)));
    let { version } = await since(0);
    const first = version;
    const seen: string[] = [];
    let isDone = false;
    const follow = (async () => {
      while (!isDone || version < first + ids.length) {
        const changes = await since(version, 50);
        seen.push(...(changes.subjects ?? []));
        version = changes.version;
      }
    })();
    await Promise.all(ids.map((id) => world.services.tokens.revoke(id, act)));
    isDone = true;
    await follow;
    expect(seen.sort()).toEqual(ids.map((_, n) => `system:order-${n}`).sort());
  });

  it('are told to signed callers only, who ask as they should', async () => {
    const body = { after: 0, waitMs: 0 };
    expect((await world.post('/internal/entitlement-changes', body, { isSigned: false })).status).toBe(401);
    expect((await world.post('/internal/entitlement-changes', { after: -1 })).status).toBe(400);
    expect((await world.post('/internal/entitlement-changes', { after: 0, waitMs: 600_000 })).status).toBe(400);
  });
});

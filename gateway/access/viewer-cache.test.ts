import { describe, expect, it } from 'vitest';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { defaultViewerCachePolicy, ViewerCache } from './viewer-cache.ts';

const lead: Viewer = { subject: 'p1', memberUnit: 'union', roles: ['lead-evaluator'], purpose: '测试' };

function aCache(size = 100) {
  let time = 0;
  const hub: { asked: string[]; isUp: boolean; knows: Map<string, Viewer> } = {
    asked: [],
    isUp: true,
    knows: new Map([['good', lead]]),
  };
  const source = {
    introspect: async (token: string) => {
      hub.asked.push(token);
      if (!hub.isUp) throw new Error('hub is away');
      return hub.knows.get(token) ?? null;
    },
  };
  const cache = new ViewerCache(source, { ...defaultViewerCachePolicy, size }, { now: () => new Date(time) });
  return { cache, hub, wait: (ms: number) => (time += ms) };
}

describe('ViewerCache', () => {
  it('asks the hub once in five seconds for a good token', async () => {
    const { cache, hub, wait } = aCache();
    await cache.introspect('good');
    wait(4_999);
    expect(await cache.introspect('good')).toEqual(lead);
    expect(hub.asked).toHaveLength(1);
    wait(1);
    await cache.introspect('good');
    expect(hub.asked).toHaveLength(2);
  });

  it('asks again after two seconds for a bad one', async () => {
    const { cache, hub, wait } = aCache();
    expect(await cache.introspect('bad')).toBeNull();
    wait(1_999);
    await cache.introspect('bad');
    expect(hub.asked).toHaveLength(1);
    hub.knows.set('bad', lead);
    wait(1);
    expect(await cache.introspect('bad')).toEqual(lead);
  });

  it('notices a revoked token within five seconds', async () => {
    const { cache, hub, wait } = aCache();
    await cache.introspect('good');
    hub.knows.clear();
    wait(5_000);
    expect(await cache.introspect('good')).toBeNull();
  });

  it('uses a good answer up to a minute while the hub is away, then fails closed', async () => {
    const { cache, hub, wait } = aCache();
    await cache.introspect('good');
    hub.isUp = false;
    wait(59_999);
    expect(await cache.introspect('good')).toEqual(lead);
    wait(1);
    await expect(cache.introspect('good')).rejects.toThrow('hub is away');
  });

  it('lets nobody in whom it never knew while the hub is away', async () => {
    const { cache, hub, wait } = aCache();
    await cache.introspect('bad');
    hub.isUp = false;
    wait(3_000);
    await expect(cache.introspect('bad')).rejects.toThrow('hub is away');
  });

  it('asks once for many requests at the same moment', async () => {
    const { cache, hub } = aCache();
    await Promise.all(Array.from({ length: 20 }, () => cache.introspect('good')));
    expect(hub.asked).toHaveLength(1);
  });

  it('forgets the token unused longest when it is full', async () => {
    const { cache, hub } = aCache(2);
    await cache.introspect('good');
    await cache.introspect('b');
    await cache.introspect('good');
    await cache.introspect('c');
    await cache.introspect('good');
    expect(hub.asked).toEqual(['good', 'b', 'c']);
    await cache.introspect('b');
    expect(hub.asked).toEqual(['good', 'b', 'c', 'b']);
  });
});

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

  it('asks anew about those whose entitlements changed, and about nobody else', async () => {
    const { cache, hub } = aCache();
    hub.knows.set('other', { ...lead, subject: 'p2' });
    for (const token of ['good', 'other', 'bad']) await cache.introspect(token);
    cache.forget(['p1']);
    hub.asked.length = 0;
    for (const token of ['good', 'other', 'bad']) await cache.introspect(token);
    expect(hub.asked).toEqual(['good', 'bad']);
    cache.forget(null);
    hub.asked.length = 0;
    for (const token of ['good', 'other', 'bad']) await cache.introspect(token);
    expect(hub.asked).toEqual(['good', 'other', 'bad']);
  });

  it('keeps no answer that may be older than a change', async () => {
    let answer: (viewer: Viewer | null) => void = () => undefined;
    const asked: string[] = [];
    const source = {
      introspect: (token: string) => {
        asked.push(token);
        return new Promise<Viewer | null>((resolve) => {
          answer = resolve;
        });
      },
    };
    const cache = new ViewerCache(source);
    const early = cache.introspect('good');
    cache.forget(['p1']);
    const answerEarly = answer;
    const late = cache.introspect('good');
    answerEarly(lead);
    answer(null);
    expect([await early, await late]).toEqual([lead, null]);
    expect(await cache.introspect('good')).toBeNull();
    expect(asked).toHaveLength(2);
  });

  it('lets nobody in on an old answer after a change, even while the hub is away', async () => {
    const { cache, hub } = aCache();
    await cache.introspect('good');
    hub.isUp = false;
    cache.forget(['p1']);
    await expect(cache.introspect('good')).rejects.toThrow('hub is away');
  });
});

import { describe, expect, it } from 'vitest';
import { AnswerCache } from './answer-cache.ts';

describe('the cache of answers', () => {
  it('counts anew what an entry takes that has grown, and lets the one unused longest go for it', () => {
    const cache = new AnswerCache<{ bytes: number }>(80);
    const grows = { bytes: 5 };
    for (let n = 0; n < 8; n += 1) cache.keep(String(n), { bytes: 9 });
    cache.keep('grows', grows);
    expect(cache.bytes).toBe(77);
    cache.find('0');
    grows.bytes = 10;
    cache.weigh('grows', grows);
    expect([cache.bytes, cache.find('1')]).toEqual([73, null]);
    expect([cache.find('0'), cache.find('grows')]).toEqual([{ bytes: 9 }, grows]);
  });

  it('lets go of an entry that has become too large, and takes no notice of one that is not there any more', () => {
    const cache = new AnswerCache<{ bytes: number }>(80);
    const entry = { bytes: 5 };
    cache.keep('a', entry);
    entry.bytes = 11;
    cache.weigh('a', entry);
    expect([cache.bytes, cache.size]).toEqual([0, 0]);
    cache.keep('a', { bytes: 6 });
    cache.weigh('a', { bytes: 9 });
    expect(cache.bytes).toBe(6);
  });
});

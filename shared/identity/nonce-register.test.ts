import { describe, expect, it } from 'vitest';
import { NonceRegister, type NonceTable } from './nonce-register.ts';

/** A table that answers when it is told to. */
function aTable() {
  const taken = new Set<string>();
  const asked: string[][] = [];
  const answers: (() => void)[] = [];
  let isAway = false;
  const table: NonceTable = {
    claim(nonces, signedAt) {
      asked.push([...nonces]);
      return new Promise((resolve, reject) => {
        answers.push(() => {
          if (isAway) return reject(new Error('away'));
          const states = new Map<string, 'CLAIMED' | 'TOO_OLD'>();
          for (const [index, nonce] of nonces.entries()) {
            if ((signedAt[index] ?? 0) < 0) states.set(nonce, 'TOO_OLD');
            else if (!taken.has(nonce)) states.set(nonce, 'CLAIMED');
            taken.add(nonce);
          }
          resolve(states);
        });
      });
    },
    close: async () => undefined,
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    asked,
    register: new NonceRegister(table, 2),
    fail: () => (isAway = true),
    async answer() {
      await turn();
      for (const give of answers.splice(0)) give();
      await turn();
    },
  };
}

const signed = (nonce: string, signedAt = 1) => ({ nonce, signedAt });

describe('nonces of several processes', () => {
  it('are claimed in one statement for all calls of one turn of the event loop', async () => {
    const { register, asked, answer } = aTable();
    const claims = Promise.all(['a', 'b', 'c'].map((nonce) => register.claim(signed(nonce))));
    await answer();
    expect(await claims).toEqual(['CLAIMED', 'CLAIMED', 'CLAIMED']);
    expect(asked).toEqual([['a', 'b', 'c']]);
  });

  it('gather while two statements are on their way', async () => {
    const { register, asked, answer } = aTable();
    const claims: Promise<string>[] = [];
    for (const nonce of ['a', 'b', 'c', 'd']) {
      claims.push(register.claim(signed(nonce)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(asked).toEqual([['a'], ['b']]);
    await answer();
    await answer();
    expect(asked).toEqual([['a'], ['b'], ['c', 'd']]);
    expect(await Promise.all(claims)).toEqual(Array(4).fill('CLAIMED'));
  });

  it('are taken once, also twice in one turn, and by nobody while the table cannot be asked or remembered too little', async () => {
    const { register, answer, fail } = aTable();
    const twice = Promise.all([register.claim(signed('a')), register.claim(signed('a'))]);
    await answer();
    expect(await twice).toEqual(['CLAIMED', 'REPLAYED']);
    const again = Promise.all([register.claim(signed('a')), register.claim(signed('b', -1))]);
    await answer();
    expect(await again).toEqual(['REPLAYED', 'UNKNOWN']);
    fail();
    const away = register.claim(signed('c'));
    await answer();
    expect(await away).toBe('UNKNOWN');
  });
});

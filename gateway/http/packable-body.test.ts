import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PackableBody } from './packable-body.ts';

const PLAIN = { gzip: false, identity: true };
const EITHER = { gzip: true, identity: true };
const PACKED = { gzip: true, identity: false };
const LONG = '产业工人 '.repeat(500);

describe('the body of an answer', () => {
  it('is the same text in either form, whichever is asked for first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.boolean(), async (text, isPackedFirst) => {
        const body = new PackableBody(text);
        const packed = isPackedFirst ? await body.sentTo(PACKED) : null;
        if (isPackedFirst) body.shrink();
        const plain = await body.sentTo(PLAIN);
        const { body: again, headers } = packed ?? (await body.sentTo(PACKED));
        expect(plain).toEqual({ headers: { vary: 'Accept-Encoding' }, body: Buffer.from(text) });
        expect(headers).toEqual({ vary: 'Accept-Encoding', 'content-encoding': 'gzip' });
        expect(gunzipSync(again).equals(Buffer.from(text))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('is packed where that saves something, and a short one only for who takes nothing else', async () => {
    const [long, short] = [new PackableBody(LONG), new PackableBody('{}')];
    expect((await long.sentTo(EITHER)).headers).toHaveProperty('content-encoding', 'gzip');
    expect((await short.sentTo(EITHER)).headers).not.toHaveProperty('content-encoding');
    expect((await short.sentTo(PACKED)).headers).toHaveProperty('content-encoding', 'gzip');
  });

  it('counts the forms it holds, and can do with the smaller one', async () => {
    const body = new PackableBody(LONG);
    const plain = Buffer.byteLength(LONG);
    body.shrink();
    expect(body.bytes).toBe(plain);
    const { body: packed } = await body.sentTo(EITHER);
    expect(body.bytes).toBe(plain + packed.length);
    body.shrink();
    expect(body.bytes).toBe(packed.length);
    expect(packed.length).toBeLessThan(plain / 10);
    await body.sentTo(PLAIN);
    expect(body.bytes).toBe(plain + packed.length);
  });

  it('makes a form once for all who want it at the same time', async () => {
    const body = new PackableBody(LONG);
    const all = await Promise.all(Array.from({ length: 8 }, () => body.sentTo(EITHER)));
    expect(new Set(all.map((sent) => sent.body)).size).toBe(1);
  });
});

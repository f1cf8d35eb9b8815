import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptedCodings } from './accepted-codings.ts';

const PLAIN = { gzip: false, identity: true };
const EITHER = { gzip: true, identity: true };
const PACKED = { gzip: true, identity: false };

describe('Accept-Encoding', () => {
  it.each([
    [undefined, PLAIN],
    ['', PLAIN],
    ['identity', PLAIN],
    ['br, deflate, zstd', PLAIN],
    ['gzip', EITHER],
    ['GZIP ; Q=0.5', EITHER],
    ['x-gzip', EITHER],
    ['gzip, deflate, br, zstd', EITHER],
    ['*', EITHER],
    ['gzip;q=0.001', EITHER],
    ['gzip;q=0', PLAIN],
    ['gzip;q=0.000, *', PLAIN],
    ['*;q=0.5, gzip;q=0', PLAIN],
    ['identity, gzip;q=0.5', PLAIN],
    ['identity;q=0.5, gzip;q=0.5', EITHER],
    ['gzip;q=0.5, *', PLAIN],
    ['gzip, identity;q=0', PACKED],
    ['gzip;q=0.1, *;q=0', PACKED],
    ['*, identity;q=0', PACKED],
    ['gzip;q=0.1, identity;q=0.2, *;q=0', PLAIN],
    ['identity;q=0', null],
    ['*;q=0', null],
    ['br, *;q=0', null],
    ['gzip;q=0, identity;q=0', null],
    // What is not written as it has to be says nothing.
    ['gzip;q=2', PLAIN],
    ['gzip;level=9', PLAIN],
    ['identity;q=nothing', PLAIN],
    [',,;q=1,', PLAIN],
  ])('%s', (header, codings) => expect(acceptedCodings(header)).toEqual(codings));

  it('whatever it says, never makes packed what was refused or not named, nor plain what was refused', () => {
    const coding = fc.constantFrom('gzip', 'identity', 'br', '*', 'GZIP', 'x-gzip', '');
    const weight = fc.constantFrom('', ';q=0', ';q=0.5', '; q=1.0', ';q=9', ';x=y');
    const part = fc.tuple(coding, weight).map((both) => both.join(''));
    const header = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => parts.join(', ')),
    );
    fc.assert(
      fc.property(header, (text) => {
        const codings = acceptedCodings(text);
        if (codings?.gzip) expect(text).toMatch(/gzip|\*/i);
        if (codings?.identity === false || codings === null) expect(text).toMatch(/q=0/);
        if (codings !== null) expect(codings.gzip || codings.identity).toBe(true);
      }),
    );
  });
});

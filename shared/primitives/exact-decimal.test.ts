import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DecimalValue, ExactDecimal } from './exact-decimal.ts';
import { WideDecimal } from './wide-decimal.ts';

/** Figures as departments write them, near the edge of the safe integers, far beyond it, and thirds. */
const plain = fc.stringMatching(/^-?\d{1,6}(\.\d{1,4})?$/);
const edge = fc.bigInt(2n ** 53n - 40n, 2n ** 53n + 40n).map(String);
const long = fc.stringMatching(/^-?\d{1,24}(\.\d{1,12})?$/);
const tiny = fc.stringMatching(/^-?0\.0{0,24}[1-9]\d{0,4}$/);
const round = fc.stringMatching(/^-?[1-9]0{0,19}$/);
const text = fc.oneof({ weight: 4, arbitrary: plain }, edge, long, tiny, round);

/** A figure twice over: as it is counted with here, and as decimal.js has it. */
interface Pair {
  readonly own: ExactDecimal;
  readonly peer: WideDecimal;
}

const read: fc.Arbitrary<Pair> = text.map((each) => ({ own: ExactDecimal.of(each), peer: new WideDecimal(each) }));
const quotient: fc.Arbitrary<Pair> = fc
  .tuple(read, read)
  .filter(([, by]) => !by.peer.isZero())
  .map(([a, b]) => ({ own: a.own.div(b.own), peer: a.peer.div(b.peer) }));
const figure = fc.oneof({ weight: 3, arbitrary: read }, quotient);

const same = (own: ExactDecimal, peer: WideDecimal): boolean => unsigned(own.toFixed()) === unsigned(peer.toFixed());
const unsigned = (written: string): string => (/^-0(\.0*)?$/.test(written) ? written.slice(1) : written);
const holds = (predicate: (a: Pair, b: Pair) => boolean) =>
  fc.assert(fc.property(figure, figure, predicate), { numRuns: 5_000 });

describe('decimals give what decimal.js with 40 digits gives', () => {
  it('in sums, differences and products', () => {
    holds(
      (a, b) =>
        same(a.own.plus(b.own), a.peer.plus(b.peer)) &&
        same(a.own.minus(b.own), a.peer.minus(b.peer)) &&
        same(a.own.times(b.own), a.peer.times(b.peer)),
    );
  });

  it('in quotients, whether they end or not', () => {
    holds((a, b) => b.peer.isZero() || same(a.own.div(b.own), a.peer.div(b.peer)));
  });

  it('in comparisons', () => {
    holds(
      (a, b) =>
        a.own.eq(b.own) === a.peer.eq(b.peer) &&
        a.own.lt(b.own) === a.peer.lt(b.peer) &&
        a.own.lte(b.own) === a.peer.lte(b.peer) &&
        a.own.gt(b.own) === a.peer.gt(b.peer) &&
        a.own.gte(b.own) === a.peer.gte(b.peer) &&
        Math.sign(a.own.comparedTo(b.own)) === a.peer.comparedTo(b.peer),
    );
  });

  it('in rounding, writing and counting of digits', () => {
    fc.assert(
      fc.property(figure, fc.nat(30), ({ own, peer }, places) => {
        expect(unsigned(own.toFixed(places))).toBe(unsigned(peer.toFixed(places)));
        expect(own.toNumber() + 0).toBe(peer.toNumber() + 0);
        expect(same(own.toDecimalPlaces(places), peer.toDecimalPlaces(places))).toBe(true);
        expect(own.decimalPlaces()).toBe(peer.decimalPlaces());
        expect(own.precision()).toBe(peer.precision());
        expect(same(own.abs(), peer.abs()) && same(own.negated(), peer.negated())).toBe(true);
        expect([own.isZero(), own.isFinite()]).toEqual([peer.isZero(), peer.isFinite()]);
        expect(own.isNegative()).toBe(peer.lt(0));
      }),
      { numRuns: 5_000 },
    );
  });

  it('in long chains of sums, products and quotients', () => {
    const step = fc.tuple(fc.constantFrom('plus', 'minus', 'times', 'div'), text);
    fc.assert(
      fc.property(read, fc.array(step, { maxLength: 12 }), (start, steps) => {
        let { own, peer } = start;
        for (const [operation, by] of steps) {
          if (operation === 'div' && new WideDecimal(by).isZero()) continue;
          own = own[operation](by);
          peer = peer[operation](by);
        }
        return same(own, peer);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('decimals at the edges', () => {
  const infinite = ExactDecimal.of(Number.POSITIVE_INFINITY);

  it('know bounds that are infinite', () => {
    expect(infinite.isFinite()).toBe(false);
    expect([infinite.gt('1e30'), infinite.negated().lt('-1e30'), infinite.eq(infinite)]).toEqual([true, true, true]);
    expect(ExactDecimal.of(1).plus(infinite).isFinite()).toBe(false);
    expect(ExactDecimal.of(5).div(infinite).isZero()).toBe(true);
  });

  it('have one form for one number, without a negative nought', () => {
    const ways: DecimalValue[] = ['2.50', '2.5', 2.5, ExactDecimal.of(5).div(2), ExactDecimal.of('7.5').minus(5)];
    for (const way of ways) expect(ExactDecimal.of(way)).toEqual(ExactDecimal.of('2.5'));
    expect(ExactDecimal.of('-0.00').toFixed()).toBe('0');
    expect(ExactDecimal.of(3).times(-0).toFixed()).toBe('0');
    expect(Object.is(ExactDecimal.of(-2).plus(2).toNumber(), 0)).toBe(true);
  });

  it.each(['', 'one', '1,000', '.', '-', '1.2.3', '１２'])('refuse %j', (written) => {
    expect(() => ExactDecimal.of(written)).toThrow();
  });

  it('read whatever else a number may be written as', () => {
    expect(ExactDecimal.of('1e3').toFixed()).toBe('1000');
    expect(ExactDecimal.of('+4.5').toFixed()).toBe('4.5');
  });
});

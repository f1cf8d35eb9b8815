import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, isDecimalString, roundDecimal, toDecimalString } from './decimal.ts';
import { formatDimensions, parseDimensions } from './dimensions.ts';
import { canonicalJson } from './canonical-json.ts';
import { isUuid, newId } from './identifiers.ts';
import { normaliseWireValue } from './wire-value.ts';

const digits = fc.stringMatching(/^-?\d{1,20}(\.\d{1,12})?$/);

describe('decimal strings', () => {
  it('survive reading and writing, and writing is canonical', () => {
    fc.assert(
      fc.property(digits, (text) => {
        const written = toDecimalString(decimal(text));
        return (
          toDecimalString(decimal(written)) === written && isDecimalString(written) && !/^-0$|\.\d*0$/.test(written)
        );
      }),
    );
  });

  it.each(['', '1e3', 'NaN', 'Infinity', '1,000', '１２', '0x1', '.5', '5.', '--1', '1.0000000000001'])(
    'do not include %j',
    (text) => {
      expect(isDecimalString(text)).toBe(false);
    },
  );

  it('round half up, away from zero', () => {
    expect(toDecimalString(roundDecimal(decimal('2.345'), 2))).toBe('2.35');
    expect(toDecimalString(roundDecimal(decimal('-2.345'), 2))).toBe('-2.35');
    expect(toDecimalString(roundDecimal(decimal('0.1').plus('0.2'), 10))).toBe('0.3');
  });
});

describe('wire values', () => {
  it('have one spelling per number and leave words alone', () => {
    expect(normaliseWireValue(' +1.50 ')).toBe('1.5');
    expect(normaliseWireValue('-0.0')).toBe('0');
    expect(normaliseWireValue(' true ')).toBe('true');
  });
});

describe('canonical dimensions', () => {
  const coordinates = fc.uniqueArray(
    fc.record({ key: fc.stringMatching(/^[a-z]{1,8}$/), code: fc.stringMatching(/^[a-z]{1,8}$/) }),
    {
      selector: (value) => value.key,
    },
  );

  it('are equal for equal cells in any order, and can be read back', () => {
    fc.assert(
      fc.property(coordinates, (values) => {
        const text = formatDimensions(values);
        expect(formatDimensions([...values].reverse())).toBe(text);
        expect(formatDimensions(parseDimensions(text))).toBe(text);
        expect(parseDimensions(text)).toHaveLength(values.length);
      }),
    );
  });
});

describe('canonical JSON', () => {
  it('does not depend on the order of keys and reads back as the same value', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))),
        (object) => {
          const reversed = Object.fromEntries(Object.entries(object).reverse());
          expect(canonicalJson(reversed)).toBe(canonicalJson(object));
          expect(Object.entries(JSON.parse(canonicalJson(object))).sort()).toEqual(Object.entries(object).sort());
        },
      ),
    );
  });

  it('refuses numbers that are none', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow(RangeError);
  });
});

describe('ids', () => {
  it('are UUIDs that sort by time', () => {
    const earlier = newId(1_000);
    const later = newId(2_000);
    expect(isUuid(earlier)).toBe(true);
    expect(earlier < later).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFormula, neutraliseCell, restoreCell } from './formula.ts';

const text = fc.oneof(
  fc.string(),
  fc
    .array(fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '＝', '1', 'a'), { maxLength: 6 })
    .map((s) => s.join('')),
);

describe('cells that a spreadsheet would compute', () => {
  it('get an apostrophe, which reading takes off again', () => {
    expect(neutraliseCell('=1+1')).toBe("'=1+1");
    fc.assert(
      fc.property(text, (original) => {
        const written = neutraliseCell(original);
        expect(restoreCell(written) ?? written).toBe(original);
      }),
      { numRuns: 1000 },
    );
  });

  it('are never written, whatever the text, unless they are negative numbers', () => {
    fc.assert(
      fc.property(text, (original) => {
        const written = neutraliseCell(original);
        expect(/^[=+\-@\t\r]/.test(written) && !/^-\d+(\.\d+)?$/.test(written)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('are told from signed figures and from dashes for nothing', () => {
    expect(['-12.5', '+1,200', '-3%', '-', '--', '5', 'a=b', "'=1"].map(isFormula)).not.toContain(true);
    expect(['=1', '-1-1', '+a', '@x', '＝1', '-a', '--1'].map(isFormula)).not.toContain(false);
  });
});

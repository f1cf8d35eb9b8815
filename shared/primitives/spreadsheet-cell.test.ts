import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRecord, neutraliseCell, restoreCell } from './spreadsheet-cell.ts';

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

  it('stand in a record as they are, quoted where a reader would part them', () => {
    expect(csvRecord(['110106', '-1.5', '=1', '甲,乙', '"', ' a'])).toBe(`110106,-1.5,'=1,"甲,乙",""""," a"\r\n`);
  });
});

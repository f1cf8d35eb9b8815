import { describe, expect, it } from 'vitest';
import { isFormula } from './formula.ts';

describe('cells that a spreadsheet would compute', () => {
  it('are told from signed figures and from dashes for nothing', () => {
    expect(['-12.5', '+1,200', '-3%', '-', '--', '5', 'a=b', "'=1"].map(isFormula)).not.toContain(true);
    expect(['=1', '-1-1', '+a', '@x', '＝1', '-a', '--1'].map(isFormula)).not.toContain(false);
  });
});

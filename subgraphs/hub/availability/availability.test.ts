import { describe, expect, it } from 'vitest';
import { judge, type ProbeOutcome, type Verdict } from './availability.ts';

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 1, 0, 0, second));

/** The verdict after outcomes a second apart. */
function verdictAfter(...outcomes: readonly ProbeOutcome[]): Verdict | undefined {
  return outcomes.reduce<Verdict | undefined>((before, outcome, i) => judge('hrss', outcome, before, at(i)), undefined);
}

describe('the verdict on a service', () => {
  it('is available after an answer and unavailable after a refusal, at once', () => {
    expect(verdictAfter('ANSWERED')?.state).toBe('AVAILABLE');
    expect(verdictAfter('ANSWERED', 'REFUSED')).toMatchObject({ state: 'UNAVAILABLE', since: at(1), checkedAt: at(1) });
    expect(verdictAfter('ANSWERED', 'REFUSED', 'ANSWERED')).toMatchObject({ state: 'AVAILABLE', since: at(2) });
  });

  it('keeps its beginning while it stays the same', () => {
    expect(verdictAfter('ANSWERED', 'ANSWERED', 'ANSWERED')).toMatchObject({ since: at(0), checkedAt: at(2) });
    expect(verdictAfter('REFUSED', 'SILENT', 'REFUSED')).toMatchObject({ state: 'UNAVAILABLE', since: at(0) });
  });

  it('forgives one silence of a service that answered, and believes the second in a row', () => {
    expect(verdictAfter('ANSWERED', 'SILENT')).toMatchObject({ state: 'AVAILABLE', since: at(0) });
    expect(verdictAfter('ANSWERED', 'SILENT', 'SILENT')).toMatchObject({ state: 'UNAVAILABLE', since: at(2) });
    expect(verdictAfter('ANSWERED', 'SILENT', 'ANSWERED', 'SILENT')?.state).toBe('AVAILABLE');
  });

  it('takes a service that was never heard for unavailable', () => {
    expect(verdictAfter('SILENT')?.state).toBe('UNAVAILABLE');
  });
});

import fc from 'fast-check';
import { it } from 'vitest';
import { canonicalJson } from '../../primitives/canonical-json.ts';
import { rowJson } from './payload-digest.ts';
import { attestedJson } from './publication-receipt.ts';

const text = fc.string({ unit: 'grapheme' });

it('writes a row that was handed in as canonical JSON has it', () => {
  const row = fc.record({
    subject: text,
    measure: text,
    period: text,
    dimensions: fc.array(fc.record({ key: text, code: text })),
    value: text,
    expectedRevision: fc.option(fc.nat()),
    explanation: fc.option(text),
    stage: fc.constantFrom('PRELIMINARY' as const, 'FINAL' as const, null),
  });
  fc.assert(fc.property(row, (each) => rowJson(each) === canonicalJson(each)));
});

it('writes a value that a receipt attests as canonical JSON has it', () => {
  const row = fc.record({
    subject: text,
    measure: text,
    period: text,
    dimensions: text,
    value: text,
    revision: fc.nat(),
    memberUnit: text,
    isDerived: fc.boolean(),
  });
  fc.assert(fc.property(row, (each) => attestedJson(each) === canonicalJson(each)));
});

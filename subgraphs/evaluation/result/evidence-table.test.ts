import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import { fromStoredEvidence, toEvidenceTable } from './evidence-table.ts';

const SUBJECT = '320000';
const orNull = (text: fc.Arbitrary<string>) => fc.option(text, { nil: null });

const entered: fc.Arbitrary<AcceptedObservation> = fc.record({
  id: fc.uuid().map((id) => `hrss:2025:${id}`),
  department: fc.constantFrom('hrss', 'union'),
  subject: fc.constant(SUBJECT),
  measure: fc.string(),
  period: fc.constantFrom('2025', '2025-Q1'),
  dimensions: fc.string(),
  value: fc.constantFrom('true', '12.5'),
  state: fc.constantFrom('ACCEPTED', 'LOCKED', 'SUBMITTED'),
  stage: fc.constantFrom('PRELIMINARY', 'FINAL', null),
  revision: fc.nat(9),
  memberUnit: orNull(fc.constantFrom('union', '人社局')),
  receiptHash: orNull(fc.stringMatching(/^[0-9a-f]{64}$/)),
  isDerived: fc.boolean(),
  isDemo: fc.boolean(),
  inputs: fc.constant([]),
  reportedOn: orNull(fc.constant('2026-01-15')),
  receivedAt: fc.constant('2026-01-15T02:00:00.000Z'),
});

/** Values typed by units, and some derived from them, parts and wholes shown side by side. */
const evidence = fc
  .tuple(fc.array(entered, { maxLength: 8 }), fc.array(entered, { maxLength: 3 }))
  .chain(([given, wholes]) =>
    fc.shuffledSubarray([...given, ...wholes.map((whole): AcceptedObservation => ({ ...whole, inputs: given }))]),
  );

describe('evidence as it is stored', () => {
  it('reads back as the same values in the same order, through JSON too', () => {
    fc.assert(
      fc.property(evidence, (values) => {
        const stored = JSON.parse(JSON.stringify(toEvidenceTable(values)));
        expect(fromStoredEvidence(stored, SUBJECT)).toEqual(values);
      }),
    );
  });

  it('holds a value once, however many were derived from it', () => {
    const [part, whole] = fc.sample(entered, 2);
    if (part === undefined || whole === undefined) throw new Error('no sample');
    const derived = (id: string) => ({ ...whole, id, inputs: [part] });
    expect(toEvidenceTable([derived('a'), derived('b'), part]).rows).toHaveLength(3);
  });

  it('reads results from before, which hold the values one by one', () => {
    fc.assert(fc.property(evidence, (values) => fromStoredEvidence(values, SUBJECT) === values));
  });
});

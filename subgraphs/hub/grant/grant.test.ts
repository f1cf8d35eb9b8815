import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGranted } from '../../../shared/identity/viewer.ts';
import { mergeGrants } from './grant.ts';

const MEASURES = ['a', 'b', 'c', 'd'] as const;
const UNITS = ['hrss', 'sasac', 'union'] as const;
const grants = fc.array(
  fc.record({
    ownerUnit: fc.constantFrom(...UNITS),
    measures: fc.option(fc.uniqueArray(fc.constantFrom(...MEASURES), { minLength: 1 })),
  }),
);

describe('grants merged into what one viewer may read', () => {
  it('grant exactly what one of them grants', () => {
    fc.assert(
      fc.property(grants, fc.constantFrom(...UNITS), fc.constantFrom(...MEASURES), (given, unit, measure) => {
        const viewer = { subject: 's', memberUnit: null, roles: [], purpose: '', grants: mergeGrants(given) };
        const expected = given.some(
          ({ ownerUnit, measures }) => ownerUnit === unit && (measures === null || measures.includes(measure)),
        );
        expect(isGranted(viewer, unit, measure)).toBe(expected);
      }),
    );
  });

  it('read alike in whatever order they were given: equal rights share an answer', () => {
    fc.assert(
      fc.property(grants, (given) => {
        expect(mergeGrants([...given].reverse())).toEqual(mergeGrants(given));
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureScopeOf, mayReadFigure } from './figure-scope.ts';
import { ROLES } from './role.ts';

const unit = fc.constantFrom('hrss', 'union', 'finance');
const measure = fc.constantFrom('a', 'b');
const viewer = fc.record({
  subject: fc.constant('s'),
  memberUnit: fc.option(unit),
  roles: fc.subarray([...ROLES]),
  purpose: fc.constant(''),
  grants: fc.array(fc.record({ memberUnit: unit, measures: fc.option(fc.array(measure, { maxLength: 2 })) }), {
    maxLength: 3,
  }),
});

describe('the condition for lists', () => {
  it('lets through exactly the figures that may be read one by one', () => {
    fc.assert(
      fc.property(viewer, unit, measure, (reader, memberUnit, code) => {
        const scope = figureScopeOf(reader);
        const isListed =
          scope === null || scope.units.includes(memberUnit) || scope.pairs.includes(`${memberUnit}/${code}`);
        expect(isListed).toBe(mayReadFigure(reader, { memberUnit, measure: code }));
      }),
    );
  });
});

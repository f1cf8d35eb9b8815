import { describe, expect, it } from 'vitest';
import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import { loadCatalogue } from '../../../shared/catalogue/load-catalogue.ts';
import { districtFrameworkInForce } from './framework-in-force.ts';

const shipped = loadCatalogue();
const district = shipped.frameworks.get('fengtai-2023')!;

describe('the district framework in force', () => {
  it('is the shipped one from the day it begins in China', () => {
    const firstInstant = new Date(`${district.validFrom}T00:00:00+08:00`);
    expect(districtFrameworkInForce(shipped, firstInstant)?.id).toBe('fengtai-2023');
    expect(districtFrameworkInForce(shipped, new Date(firstInstant.getTime() - 1))).toBeNull();
  });

  it('ends on the day it ends, and a newer one goes before', () => {
    const ended = { ...district, validTo: '2026-01-01' };
    const newer = { ...district, id: 'fengtai-2026', validFrom: '2025-07-01' };
    const of = (...frameworks: readonly Framework[]) => ({
      ...shipped,
      frameworks: new Map(frameworks.map((framework) => [framework.id, framework])),
    });
    const newYear = new Date('2026-01-01T00:00:00+08:00');
    expect(districtFrameworkInForce(of(ended), newYear)).toBeNull();
    expect(districtFrameworkInForce(of(ended, newer), new Date('2025-12-31T00:00:00Z'))?.id).toBe('fengtai-2026');
  });
});

import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../load-catalogue.ts';
import { unitNamesAt } from './unit-names.ts';

const { memberUnits } = loadCatalogue();

describe('unitNamesAt', () => {
  it('says the names of the register for the district', () => {
    expect(unitNamesAt({ subjectKind: 'district' }, memberUnits).get('hrss')).toBe('区人力社保局');
  });

  it('leaves the word of the district out for a province', () => {
    const names = unitNamesAt({ subjectKind: 'province' }, memberUnits);
    expect(['hrss', 'publicity', 'youth', 'market'].map((id) => names.get(id))).toEqual([
      '人力社保局',
      '党委宣传部',
      '团委',
      '市场监管局（知识产权局）',
    ]);
    expect([...names.values()].filter((name) => name.includes('区'))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { forbiddenColumn } from '../validation/forbidden-columns.ts';
import { columnOf, nearestColumn } from './columns.ts';

describe('columns', () => {
  it.each([
    ['subject', 'subject'],
    ['ＶＡＬＵＥ', 'value'],
    ['评价对象（代码）*', 'subject'],
    [' 数值 ', 'value'],
    ['expected_revision', 'expectedRevision'],
    ['情况说明', 'explanation'],
  ])('are known as %s', (name, column) => expect(columnOf(name)).toBe(column));

  it('are offered where the name is nearly right, and only then', () => {
    expect(['subjct', 'vlaue', '报告朝', 'perod'].map(nearestColumn)).toEqual(['subject', 'value', 'period', 'period']);
    expect(['foo', '姓名', '', 'x'.repeat(100_000)].map(nearestColumn)).toEqual([null, null, null, null]);
  });

  it('that hold personal data are told by their names, however written', () => {
    const names = ['职工姓名', '身份证号码', '手 机 号', '姓\u200b名', 'Phone', 'id_card', 'E-mail', '开户银行卡号'];
    expect(names.map(forbiddenColumn)).not.toContain(null);
    expect(['subject', '评价对象', '值', '说明', 'measure', '指标名称'].map(forbiddenColumn).join('')).toBe('');
  });
});

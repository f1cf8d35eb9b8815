import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonalDatum, hasSecrecyMark, maskNumbers } from './sensitive-text.ts';

describe('findPersonalDatum', () => {
  it.each([
    ['an identity number with its check digit', '联系人11010519491231002X', 'ID_NUMBER'],
    ['an identity number in full-width digits', '１１０１０５１９４９１２３１００２Ｘ', 'ID_NUMBER'],
    ['an identity number written in groups', '110105 19491231 002X', 'ID_NUMBER'],
    ['an old identity number of fifteen digits', '证号130503670401001', 'ID_NUMBER'],
    ['a mobile number', '请致电13812345678。', 'MOBILE'],
    ['a mobile number in groups', '138 1234 5678', 'MOBILE'],
    ['a mobile number with the country code', '+86 138-1234-5678', 'MOBILE'],
    ['a bank card', '卡号6222 0212 3456 7890 128', 'BANK_CARD'],
    ['a mail address', '发至 zhang.san@example.gov.cn', 'EMAIL'],
    ['a number hidden by invisible characters', '138\u200b1234\u200b5678', 'MOBILE'],
  ])('finds %s', (_what, text, kind) => {
    expect(findPersonalDatum(text)).toBe(kind);
  });

  it.each([
    ['an identity number with a wrong check digit', '110105194912310021'],
    ['a case number of a region, a day and a serial number', '110106202513170001'],
    ['a credit code of an organisation', '91110000802100433B'],
    ['an amount of eleven digits', '合同金额13812345678元'],
    ['a decimal', '13812345678.25'],
    ['years and figures', '2024年1200人，2025年1560人，增长30%'],
    ['a document number', '丰产改发〔2023〕2号'],
    ['a landline number', '010-83656000'],
    ['an at sign alone', '@所有单位'],
  ])('lets %s pass', (_what, text) => {
    expect(findPersonalDatum(text)).toBeNull();
  });

  it('takes time in proportion to its text at most', () => {
    fc.assert(
      fc.property(fc.constantFrom('1', '1 ', 'a', 'a@', '1-', '.', '١'), (piece) => {
        const begun = performance.now();
        findPersonalDatum(piece.repeat(200_000));
        return performance.now() - begun < 2000;
      }),
      { numRuns: 14 },
    );
  });
});

describe('hasSecrecyMark', () => {
  it.each(['机密★10年', '绝 密', '秘密★', '附件为秘密 ★ 1年'])('knows %s', (text) => {
    expect(hasSecrecyMark(text)).toBe(true);
  });

  it.each(['保守秘密的教育', '密级：无', '精密制造'])('lets %s pass', (text) => {
    expect(hasSecrecyMark(text)).toBe(false);
  });
});

describe('maskNumbers', () => {
  it('leaves of eleven digits and more the first three', () => {
    expect(maskNumbers('打13812345678找张三，1200人')).toBe('打138…找张三，1200人');
  });
});

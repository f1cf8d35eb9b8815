import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, isDecimalString, toDecimalString } from '../../primitives/decimal.ts';
import { type FigureMeasure, isSignedFigure, readFigure } from './figure-text.ts';

const COUNT: FigureMeasure = { type: 'count', unitOfMeasure: 'person' };
const RATIO: FigureMeasure = { type: 'ratio', unitOfMeasure: 'percent' };
const POINTS: FigureMeasure = { type: 'ratio', unitOfMeasure: 'percentage-point' };
const AMOUNT: FigureMeasure = { type: 'amount', unitOfMeasure: 'cny-10k' };
const YES_NO: FigureMeasure = { type: 'boolean', unitOfMeasure: 'yes-no' };
const SCORE: FigureMeasure = { type: 'score', unitOfMeasure: 'score' };
const TEXT: FigureMeasure = { type: 'text', unitOfMeasure: 'text' };
const ALL = [COUNT, RATIO, POINTS, AMOUNT, YES_NO, SCORE, TEXT, null];

describe('a figure as people write it', () => {
  it.each([
    ['１２３４', COUNT, '1234'],
    ['1,234,567', COUNT, '1234567'],
    ['１，２３４．５０', AMOUNT, '1234.5'],
    ['－３．５', POINTS, '-3.5'],
    ['−3', SCORE, '-3'],
    ['+007', COUNT, '7'],
    ['1.2万', COUNT, '12000'],
    ['3 亿', COUNT, '300000000'],
    ['63%', RATIO, '0.63'],
    ['63％', RATIO, '0.63'],
    ['1,200%', RATIO, '12'],
    ['5‰', RATIO, '0.005'],
    ['0.1%', RATIO, '0.001'],
    ['-1.5个百分点', POINTS, '-0.015'],
    ['3亿元', AMOUNT, '30000'],
    ['1.2万元', AMOUNT, '1.2'],
    ['500元', AMOUNT, '0.05'],
    ['是', YES_NO, 'true'],
    ['√', YES_NO, 'true'],
    ['ＴＲＵＥ', YES_NO, 'true'],
    ['无', YES_NO, 'false'],
    ['FALSE', YES_NO, 'false'],
    ['1.50', null, '1.5'],
  ])('reads %s', (text, measure, value) => {
    expect(readFigure(` ${text}\u3000`, measure)).toBe(value);
  });

  it('leaves a bare 63 of a ratio as it is, so that the rule about the range speaks', () => {
    expect(readFigure('63', RATIO)).toBe('63');
  });

  it.each([
    ['a comma out of place', '1,23', COUNT],
    ['a comma out of place after a right one', '1,2345', COUNT],
    ['groups of four', '1,0000', COUNT],
    ['a leading group of zero', '0,123', COUNT],
    ['an exponent', '1.2E+05', COUNT],
    ['a percentage of a count', '63%', COUNT],
    ['a percentage where percentage points are asked', '5%', POINTS],
    ['ten thousands of a measure that is in ten thousand yuan', '1.2万', AMOUNT],
    ['hundred millions of what', '3亿', AMOUNT],
    ['ten thousands of a ratio', '1万', RATIO],
    ['a unit', '120人', COUNT],
    ['digits that would be lost', `0.${'1'.repeat(12)}%`, RATIO],
    ['one or zero for yes or no', '1', YES_NO],
    ['words', '暂无', COUNT],
    ['nothing', '', COUNT],
  ])('leaves %s as written for the check to refuse', (_, text, measure) => {
    expect(readFigure(text, measure)).toBe(text);
    if (text !== '1') expect(isDecimalString(readFigure(text, measure))).toBe(false);
  });

  it('keeps the text of text measures, figures too', () => {
    expect(readFigure(' １．５０ ', TEXT)).toBe('１．５０');
  });

  it('tells a signed figure from a formula', () => {
    expect(['-5', '+1,200', '－３％', '-1.2万元', '-2个百分点'].map(isSignedFigure)).not.toContain(false);
    expect(['-1+2', '+cmd', '-', '-5|x', '-1 SUM(A1)', '=5'].map(isSignedFigure)).not.toContain(true);
  });
});

const anyMeasure = fc.constantFrom(...ALL);
const digits = (most: number) =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength: 1, maxLength: most }).map((d) => d.join(''));
const canonical = fc
  .tuple(fc.boolean(), digits(20), fc.option(digits(10)))
  .map(([negative, whole, fraction]) =>
    toDecimalString(decimal(`${negative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}`)),
  );
const written = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(fc.constantFrom(...'0123456789０１２.．,，+-－%％‰万亿元个百分点是否√ \u3000'), { maxLength: 14 })
    .map((signs) => signs.join('')),
);

describe('reading a figure', () => {
  it('twice is reading it once', () => {
    fc.assert(
      fc.property(written, anyMeasure, (text, measure) => {
        const once = readFigure(text, measure);
        expect(readFigure(once, measure)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('never changes a canonical decimal', () => {
    fc.assert(
      fc.property(canonical, anyMeasure, (text, measure) => {
        expect(readFigure(text, measure)).toBe(text);
      }),
    );
  });

  it('gives a decimal, yes or no, or the trimmed text unchanged', () => {
    fc.assert(
      fc.property(written, anyMeasure, (text, measure) => {
        const value = readFigure(text, measure);
        expect(value === text.trim() || isDecimalString(value) || value === 'true' || value === 'false').toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('undoes the spellings of an exporter: percent, thousands, ten thousands, full width', () => {
    fc.assert(
      fc.property(canonical, (text) => {
        expect(readFigure(withThousands(text), SCORE)).toBe(text);
        expect(readFigure(fullWidth(withThousands(text)), SCORE)).toBe(text);
        expect(readFigure(`${toDecimalString(decimal(text).times(100))}%`, RATIO)).toBe(text);
        expect(readFigure(`${text}万元`, AMOUNT)).toBe(text);
      }),
    );
  });
});

function withThousands(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function fullWidth(text: string): string {
  return text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
}

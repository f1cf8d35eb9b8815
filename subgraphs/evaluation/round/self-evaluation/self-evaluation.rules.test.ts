import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkReport } from './report.rules.ts';
import type { ReportDocument } from './self-evaluation.ts';
import { checkDraft, checkSending } from './self-evaluation.rules.ts';

const report: ReportDocument = {
  ...{
    id: '1',
    name: '自评报告.pdf',
    mediaType: 'application/pdf',
    sizeBytes: 10,
    sha256: '0',
    uploadedAt: new Date(0),
  },
};
const narrative = { indicator: 'skill-structure', text: '已完成' };
const nothing = { selfGrade: null, answerablePerson: null, narratives: null };
const codes = (issues: readonly { readonly code: string }[]) => issues.map(({ code }) => code);

describe('sending a self-evaluation', () => {
  it('rule 32: report and grade go together or not at all, whatever else is there', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.boolean(), (hasGrade, hasReport, hasPerson) => {
        const issues = checkSending(
          {
            ...{ selfGrade: hasGrade ? 'GOOD' : null, report: hasReport ? report : null, narratives: [] },
            answerablePerson: hasPerson ? '张某某，主任' : null,
          },
          [],
        );
        expect(issues.length === 0).toBe(hasGrade && hasReport && hasPerson);
        expect(codes(issues).includes('SELF_GRADE_MISSING')).toBe(!hasGrade);
        expect(codes(issues).includes('REPORT_MISSING')).toBe(!hasReport);
      }),
    );
  });

  it('asks for a narrative of each indicator that needs one, and names those that are missing', () => {
    const whole = { selfGrade: 'GOOD', report, answerablePerson: '张某某', narratives: [narrative] } as const;
    expect(checkSending(whole, ['skill-structure'])).toEqual([]);
    const [missing] = checkSending(whole, ['skill-structure', 'wages']);
    expect(missing?.code).toBe('NARRATIVE_MISSING');
    expect(missing?.message).toContain('wages');
    const many = Array.from({ length: 15 }, (_, at) => `indicator-${at + 1}`);
    const [all] = checkSending(whole, many);
    expect(many.filter((key) => !all?.message.includes(key))).toEqual([]);
  });
});

describe('a draft', () => {
  it('rule 33: names one person with his post, without numbers', () => {
    const person = (answerablePerson: string) => codes(checkDraft({ ...nothing, answerablePerson }, []));
    for (const one of ['张某某', '张某某，办公室主任', '欧阳某某 二级调研员']) expect(person(one), one).toEqual([]);
    for (const several of ['', ' ', '张三、李四', '张三；李四', '张三/李四', '张三\n李四', '张'.repeat(101)]) {
      expect(person(several), several).toEqual(['ANSWERABLE_PERSON_NOT_ONE']);
    }
    for (const number of ['张三 13800138000', '110106199001011234'])
      expect(person(number)).toEqual(['PERSONAL_NUMBER']);
  });

  it('speaks of own indicators, each once and in words', () => {
    const own = ['skill-structure'];
    const draft = (...narratives: { indicator: string; text: string }[]) =>
      codes(checkDraft({ ...nothing, narratives }, own));
    expect(draft(narrative)).toEqual([]);
    expect(draft(narrative, narrative)).toEqual(['NARRATIVE_NOT_OWN']);
    expect(draft({ indicator: 'wages', text: '已完成' })).toEqual(['NARRATIVE_NOT_OWN']);
    expect(draft({ ...narrative, text: ' ' })).toEqual(['TEXT_REQUIRED']);
    expect(draft({ ...narrative, text: '字'.repeat(2_001) })).toEqual(['TEXT_REQUIRED']);
  });
});

describe('a report', () => {
  const limits = { largestBytes: 100, mediaTypes: ['application/pdf', 'application/ofd'] };
  const pdf = (size: number) => Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(size)]).toString('base64');
  const check = (more: object) =>
    codes(
      checkReport({ name: 'a.pdf', mediaType: 'application/pdf', content: pdf(1), sha256: null, ...more }, limits)
        .issues,
    );

  it('is taken up to its size and not a byte more', () => {
    expect(check({ content: pdf(95) })).toEqual([]);
    expect(check({ content: pdf(96) })).toEqual(['REPORT_SIZE']);
    expect(check({ content: 'not base64!' })).toEqual(['REPORT_SIZE']);
  });

  it('begins as its format does', () => {
    expect(check({ mediaType: 'application/ofd' })).toEqual(['REPORT_FORMAT']);
    expect(check({ mediaType: 'application/ofd', content: Buffer.from('PK\u0003\u0004').toString('base64') })).toEqual(
      [],
    );
    expect(check({ mediaType: 'text/html' })).toEqual(['REPORT_FORMAT']);
  });

  it('has a plain name', () => {
    for (const name of ['', '../a.pdf', 'a\\b.pdf', 'a\u0000.pdf', 'a'.repeat(121)])
      expect(check({ name }), name).toEqual(['REPORT_NAME']);
  });
});

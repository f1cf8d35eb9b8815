import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRoundProcedures } from '../../../../shared/catalogue/round/round-procedures.ts';
import { loadWorkingCalendar, workingDaysBetween } from '../../../../shared/catalogue/calendar/working-days.ts';
import type { RoundParticipant } from '../participant.ts';
import type { Appeal, HearingResponse } from './hearing.ts';
import { type HearingFacts, whyHearingGoesOn } from './hearing.rules.ts';
import { appealAnswerDue, hearingTerms } from './hearing-terms.ts';

const calendar = loadWorkingCalendar();
const procedures = loadRoundProcedures();
const CODES = ['hrss', 'sasac', 'education', 'union'];
const unit = (code: string): RoundParticipant => ({
  ...{ kind: 'MEMBER_UNIT', code, subject: '110106', position: 1, isScored: true },
});
const said = (code: string, answer: HearingResponse['answer']): HearingResponse => ({
  ...{ participant: unit(code), answer, comment: null, answeredBy: 'x', answeredAt: new Date(0), isLate: false },
});
const appealOf = (code: string, outcome: Appeal['outcome']): Appeal => ({
  ...{ id: code, participant: unit(code), grounds: 'x', indicators: [], filedBy: 'x', filedAt: new Date(0) },
  ...{ answerDueOn: '2026-03-23', outcome, reason: null, settledAt: null, isSettledLate: null },
});
const facts = (more: Partial<HearingFacts>): HearingFacts => ({
  ...{ participants: CODES.map(unit), responses: CODES.map((code) => said(code, 'AGREED')), appeals: [] },
  ...{ today: '2026-03-09', answerDueOn: '2026-03-16', appealDueOn: '2026-03-16', ...more },
});
const codes = (more: Partial<HearingFacts>) => whyHearingGoesOn(facts(more)).map(({ code }) => code);

describe('the end of a hearing', () => {
  it('comes at once when everybody agrees', () => {
    expect(codes({})).toEqual([]);
  });

  it('waits for those who have not answered until their days are over', () => {
    const responses = [said('hrss', 'AGREED')];
    expect(codes({ responses })).toEqual(['NOT_HEARD']);
    expect(codes({ responses, today: '2026-03-16' })).toEqual(['NOT_HEARD']);
    expect(codes({ responses, today: '2026-03-17' })).toEqual([]);
  });

  it('waits for those who objected and may still appeal, and for appeals without an answer at any time', () => {
    const responses = [said('hrss', 'OBJECTED'), ...CODES.slice(1).map((code) => said(code, 'AGREED'))];
    expect(codes({ responses })).toEqual(['APPEAL_TERM_OPEN']);
    expect(codes({ responses, appeals: [appealOf('hrss', null)], today: '2026-12-31' })).toEqual(['APPEAL_OPEN']);
    expect(codes({ responses, appeals: [appealOf('hrss', 'REJECTED')] })).toEqual([]);
  });

  it('never comes while an appeal is open, whatever else is said and whenever', () => {
    fc.assert(
      fc.property(
        fc.subarray(CODES),
        fc.subarray(CODES, { minLength: 1 }),
        fc.constantFrom('2026-03-09', '2026-03-16', '2026-03-17', '2027-01-01'),
        (answered, appealed, today) => {
          const responses = answered.map((code) => said(code, 'OBJECTED'));
          const appeals = appealed.map((code) => appealOf(code, null));
          expect(codes({ responses, appeals, today })).toContain('APPEAL_OPEN');
        },
      ),
    );
  });

  it('one more answer never makes it wait longer, but for an objection', () => {
    fc.assert(
      fc.property(fc.subarray(CODES.slice(1)), fc.constantFrom('2026-03-09', '2026-03-17'), (answered, today) => {
        const before = answered.map((code) => said(code, 'AGREED'));
        const after = codes({ responses: [...before, said('hrss', 'AGREED')], today });
        expect(codes({ responses: before, today })).toEqual(expect.arrayContaining(after));
      }),
    );
  });
});

describe('the terms of a hearing', () => {
  it('are counted in working days over a festival, the first day not counted', () => {
    // Friday the 13th is followed by a Saturday that is worked, and then by nine days off.
    const { answer, appeal } = hearingTerms(calendar, procedures, new Date('2026-02-13T09:00:00+08:00'));
    expect(answer).toEqual({ day: '2026-02-27', isCertain: true });
    expect(appeal.day).toBe('2026-02-27');
  });

  it('are so many working days whatever the day', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2024-01-01'), max: new Date('2026-10-01'), noInvalidDate: true }), (at) => {
        const day = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
        expect(workingDaysBetween(calendar, day, hearingTerms(calendar, procedures, at).answer.day)).toBe(5);
        expect(workingDaysBetween(calendar, day, appealAnswerDue(calendar, procedures, day).day)).toBe(10);
      }),
    );
  });
});

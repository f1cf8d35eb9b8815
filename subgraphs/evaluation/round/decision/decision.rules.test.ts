import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDecisionAct, checkGrade } from './decision.rules.ts';
import { GRADES } from './grade-word.ts';

const meeting = { body: 'MEETING', meetingName: '第十次会议', minutesNumber: '3号', decidedOn: '2026-04-20' } as const;
const facts = { isDecidedBefore: true, hearingOpenedOn: '2026-03-03', today: '2026-04-21' };
const participant = { kind: 'MEMBER_UNIT', code: 'hrss' } as const;
const anyGrade = fc.constantFrom(...GRADES);

describe('the act under which grades are decided', () => {
  it('rule 50: the first grade by the office, later ones by the meeting', () => {
    const office = { ...meeting, body: 'OFFICE', meetingName: null, minutesNumber: null } as const;
    expect(checkDecisionAct(office, { ...facts, isDecidedBefore: false })).toEqual([]);
    expect(checkDecisionAct(office, facts).map(({ code }) => code)).toEqual(['MEETING_REQUIRED']);
    expect(checkDecisionAct(meeting, facts)).toEqual([]);
  });

  it('a meeting has name and minutes, and is held after the hearing was opened and not in the future', () => {
    const codes = (more: object) => checkDecisionAct({ ...meeting, ...more }, facts).map(({ code }) => code);
    expect(codes({ meetingName: ' ' })).toEqual(['MEETING_DETAILS_REQUIRED']);
    expect(codes({ minutesNumber: null })).toEqual(['MEETING_DETAILS_REQUIRED']);
    expect(codes({ decidedOn: '2026-03-02' })).toEqual(['DECISION_DATE']);
    expect(codes({ decidedOn: '2026-04-22' })).toEqual(['DECISION_DATE']);
  });
});

describe('one grade', () => {
  it('passes without a reason exactly where it is the suggested one and nothing was decided before', () => {
    fc.assert(
      fc.property(
        anyGrade,
        fc.option(anyGrade),
        fc.option(anyGrade),
        fc.boolean(),
        (grade, suggested, decided, isRevision) => {
          const issues = checkGrade({ participant, grade, reason: null }, { index: 0, suggested, decided, isRevision });
          expect(issues.length === 0).toBe(grade === suggested && decided === null);
        },
      ),
    );
  });

  it('passes with a reason, but for a decision that nobody means to revise', () => {
    fc.assert(
      fc.property(
        anyGrade,
        fc.option(anyGrade),
        fc.option(anyGrade),
        fc.boolean(),
        (grade, suggested, decided, isRevision) => {
          const issues = checkGrade(
            { participant, grade, reason: '会议意见' },
            { index: 0, suggested, decided, isRevision },
          );
          expect(issues.map(({ code }) => code)).toEqual(decided !== null && !isRevision ? ['DECIDED_ALREADY'] : []);
        },
      ),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { loadWorkingCalendar } from '../../../../shared/catalogue/calendar/working-days.ts';
import type { RoundParticipant } from '../participant.ts';
import type { RoundStep } from '../round-step.ts';
import { type OwedFacts, owedIn } from './overdue.ts';
import { remindersOn } from './reminder.ts';

const calendar = loadWorkingCalendar();
const step = (name: RoundStep['step'], dueOn: string | null): RoundStep => ({
  ...{ step: name, isOn: true, isAdopted: false, dueOn, dateBasis: null },
});
const unit = (code: string, isScored = true): RoundParticipant => ({
  ...{ kind: 'MEMBER_UNIT', code, subject: '110106', position: 1, isScored },
});
const facts: OwedFacts = {
  state: 'SELF_EVALUATION',
  steps: [step('SELF_EVALUATION', '2026-02-28'), step('VERIFICATION', '2026-03-31'), step('HEARING', null)],
  participants: [unit('hrss'), unit('ndrc'), unit('media', false)],
  sent: [{ kind: 'MEMBER_UNIT', code: 'hrss' }],
  responses: [],
  appeals: [],
};
const on = (today: string, more: Partial<OwedFacts> = {}) =>
  remindersOn(today, owedIn({ ...facts, ...more }), { calendar, dueSoonDays: 5 });

describe('reminders', () => {
  it('go to those who owe something, not to those who have sent it, nor to those who are only commented on', () => {
    expect(on('2026-02-25').map(({ owed, kind }) => [owed.participant?.code, kind])).toEqual([['ndrc', 'DUE_SOON']]);
  });

  it('count working days: the festival does not bring a day nearer', () => {
    // From 13 February, 14, 24, 25, 26, 27 and 28 February are worked.
    expect(on('2026-02-13')).toEqual([]);
    expect(on('2026-02-14')).toHaveLength(1);
  });

  it('say what is overdue from the day after, signed by the office', () => {
    expect(on('2026-02-28')[0]?.kind).toBe('DUE_SOON');
    const [late] = on('2026-03-01');
    expect(late?.kind).toBe('OVERDUE');
    expect(late?.text).toContain('协调小组办公室');
  });

  it('of a step that belongs to the office name nobody', () => {
    const late = on('2026-04-01', { state: 'VERIFICATION' });
    expect(late.map(({ owed }) => [owed.step, owed.participant])).toEqual([['VERIFICATION', null]]);
  });

  it('ask the office for the answer to an appeal, and units for theirs', () => {
    const owed = owedIn({
      ...facts,
      state: 'HEARING',
      steps: [step('HEARING', '2026-04-10')],
      responses: [{ participant: { kind: 'MEMBER_UNIT', code: 'hrss' } }],
      appeals: [{ participant: { kind: 'MEMBER_UNIT', code: 'hrss' }, answerDueOn: '2026-04-20', outcome: null }],
    });
    expect(owed.map(({ participant, dueOn }) => [participant?.code, dueOn])).toEqual([
      ['ndrc', '2026-04-10'],
      [undefined, '2026-04-20'],
    ]);
  });
});

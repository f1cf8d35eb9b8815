import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../load-catalogue.ts';
import {
  derivedStage,
  embargoedKeys,
  type FigureStage,
  isEmbargoed,
  type ReleaseCalendar,
  releaseDay,
  releaseKey,
  stageOf,
} from './release-calendar.ts';

const { releaseCalendar: calendar } = loadCatalogue();
const WORKERS = 'industrial-workers';
const MEMBERS = 'party-members';
const SHARE = 'party-member-share';

const measure = fc.constantFrom(...calendar.measures.keys());
const stage = fc.constantFrom<FigureStage | null>('PRELIMINARY', 'FINAL', null);
const period = fc.integer({ min: 2023, max: 2027 }).map(String);
const day = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

function withDate(key: string, day: string): ReleaseCalendar {
  return { ...calendar, dates: new Map([[key, day]]) };
}

describe('the day of release', () => {
  it('is the last day of a month, or a day in it, counted from the end of the period', () => {
    expect(releaseDay(calendar, { measure: WORKERS, period: '2025', stage: 'PRELIMINARY' })).toBe('2026-03-31');
    expect(releaseDay(calendar, { measure: WORKERS, period: '2025', stage: 'FINAL' })).toBe('2026-09-30');
    expect(releaseDay(calendar, { measure: MEMBERS, period: '2025', stage: 'FINAL' })).toBe('2026-07-01');
  });

  it('is nowhere for a measure that is no official statistic', () => {
    expect(releaseDay(calendar, { measure: 'in-five-year-plan', period: '2025', stage: null })).toBeNull();
  });

  it('is the last of all where nobody told the stage', () => {
    expect(releaseDay(calendar, { measure: WORKERS, period: '2025', stage: null })).toBe('2026-09-30');
  });

  it('is the last day of February in a leap year too', () => {
    const sources = new Map(calendar.sources).set('official statistics', {
      PRELIMINARY: { monthsAfterEnd: 2, day: null },
      FINAL: { monthsAfterEnd: 12, day: null },
    });
    const asked = { measure: WORKERS, period: '2027', stage: 'PRELIMINARY' } as const;
    expect(releaseDay({ ...calendar, sources }, asked)).toBe('2028-02-29');
  });

  it('is the one told for a single figure, and then of all that is computed from it', () => {
    const late = withDate(`${WORKERS}/FINAL/2025`, '2026-11-15');
    expect(releaseDay(late, { measure: WORKERS, period: '2025', stage: 'FINAL' })).toBe('2026-11-15');
    expect(releaseDay(late, { measure: SHARE, period: '2025', stage: 'FINAL' })).toBe('2026-11-15');
    expect(releaseDay(late, { measure: 'industrial-workers-growth', period: '2025', stage: 'FINAL' })).toBe(
      '2026-11-15',
    );
    expect(releaseDay(late, { measure: WORKERS, period: '2024', stage: 'FINAL' })).toBe('2025-09-30');
  });

  it('is never before that of anything it is computed from', () => {
    fc.assert(
      fc.property(measure, period, stage, (code, year, each) => {
        const own = releaseDay(calendar, { measure: code, period: year, stage: each }) ?? '';
        for (const input of calendar.measures.get(code)?.inputs ?? []) {
          expect(own >= (releaseDay(calendar, { measure: input, period: year, stage: each }) ?? '')).toBe(true);
        }
      }),
    );
  });
});

describe('what is held back', () => {
  it('is open on the day of release itself and not a day earlier', () => {
    const release = { measure: WORKERS, period: '2025', stage: 'PRELIMINARY' } as const;
    expect(isEmbargoed(calendar, release, '2026-03-30')).toBe(true);
    expect(isEmbargoed(calendar, release, '2026-03-31')).toBe(false);
  });

  it('is the same in the list and asked one by one', () => {
    fc.assert(
      fc.property(measure, period, stage, day, (code, year, each, today) => {
        const release = { measure: code, period: year, stage: each };
        const isListed = embargoedKeys(calendar, today).includes(releaseKey(release));
        expect(isListed).toBe(isEmbargoed(calendar, release, today));
      }),
    );
  });

  it('leaves nothing of 2025 held back in the November after', () => {
    expect(embargoedKeys(calendar, '2026-11-21').filter((key) => key.endsWith('/2025'))).toEqual([]);
  });
});

describe('a stage nobody told', () => {
  it('is preliminary until preliminary figures are released, final from then on', () => {
    expect(stageOf(calendar, WORKERS, '2025', '2026-02-28')).toBe('PRELIMINARY');
    expect(stageOf(calendar, WORKERS, '2025', '2026-03-31')).toBe('FINAL');
    expect(stageOf(calendar, 'in-five-year-plan', '2025', '2026-02-28')).toBeNull();
  });

  it('never shows a figure on the day it is handed in before its final release', () => {
    fc.assert(
      fc.property(measure, period, day, (code, year, today) => {
        const told = stageOf(calendar, code, year, today);
        const isFinalOut = !isEmbargoed(calendar, { measure: code, period: year, stage: 'FINAL' }, today);
        expect(isEmbargoed(calendar, { measure: code, period: year, stage: told }, today)).toBe(!isFinalOut);
      }),
    );
  });
});

describe('the stage of a computed figure', () => {
  const of = (workers: FigureStage | null, members: FigureStage | null) =>
    derivedStage(calendar, { measure: SHARE, period: '2025' }, [
      { measure: WORKERS, period: '2025', stage: workers },
      { measure: MEMBERS, period: '2025', stage: members },
      { measure: MEMBERS, period: '2024', stage: 'FINAL' },
      { measure: 'in-five-year-plan', period: '2025', stage: null },
    ]);

  it('is that of its parts of the same period', () => {
    expect(of('PRELIMINARY', 'PRELIMINARY')).toBe('PRELIMINARY');
    expect(of('FINAL', 'FINAL')).toBe('FINAL');
  });

  it('is unknown, so held longest, where they differ or one is unknown', () => {
    expect(of('PRELIMINARY', 'FINAL')).toBeNull();
    expect(of('PRELIMINARY', null)).toBeNull();
  });

  it('is never released before a part', () => {
    fc.assert(
      fc.property(measure, fc.array(stage, { minLength: 3, maxLength: 3 }), (code, stages) => {
        const inputs = calendar.measures.get(code)?.inputs ?? [];
        const parts = inputs.map((input, at) => ({ measure: input, period: '2025', stage: stages[at % 3] ?? null }));
        const own = derivedStage(calendar, { measure: code, period: '2025' }, parts);
        const opens = releaseDay(calendar, { measure: code, period: '2025', stage: own }) ?? '';
        for (const part of parts) expect(opens >= (releaseDay(calendar, part) ?? '')).toBe(true);
      }),
    );
  });
});

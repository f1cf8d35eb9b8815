import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { aChange } from '../../subgraphs/evaluation/worker/fake-change-source.ts';
import { EvaluationWorld } from './evaluation-world.ts';
import { approver, evaluator, type Participant, RoundActs } from './round-acts.ts';

const FRAMEWORK = 'national-2022';
const YEARS = [2023, 2024, 2025] as const;

/** Grades that say something about three years: one place falls and stays low, one rises. */
const COURSE: Readonly<Record<string, readonly [string, string, string]>> = {
  '990101': ['良好', '一般', '差'],
  '990102': ['一般', '良好', '优秀'],
};

describe('rounds of the national framework, 32 provinces over three years', () => {
  let acts: RoundActs;
  let provinces: Participant[];

  beforeAll(async () => {
    const world = await EvaluationWorld.open('national');
    acts = new RoundActs(world);
    const codes = [
      ...(await world.dataSource.query(`select code from subject where kind = 'province' order by sort_order`)),
    ];
    const ingest = new IngestService(world.dataSource, new FrameworkRegister(world.catalogue));
    const values = codes.flatMap(({ code: subject }: { code: string }) =>
      YEARS.map((year) => ({
        subject,
        measure: 'in-five-year-plan',
        value: 'true',
        period: String(year),
        memberUnit: 'ndrc',
      })),
    );
    const changes = values.map((value, index) => aChange('union', BigInt(index + 1), value));
    await ingest.ingest('union', { head: BigInt(changes.length), changes });
    for (const { code: subject } of codes)
      for (const year of YEARS) await world.recalculation.recalculate({ subject, year });
  }, 240_000);

  afterAll(() => acts.close());

  /** One whole round through the gateway; returns the codes that the last act refused it with. */
  async function carryOut(year: number): Promise<void> {
    const round = `${FRAMEWORK}@${year}`;
    const done = async (outcome: Promise<{ codes: readonly string[]; denied: readonly string[] }>) => {
      const { codes, denied } = await outcome;
      expect([...codes, ...denied]).toEqual([]);
    };
    acts.at(`${year + 1}-01-10`);
    await done(acts.openRound({ framework: FRAMEWORK, year }));
    provinces = await acts.participants(round);
    await done(acts.office('openSelfEvaluation', { round }));
    acts.at(`${year + 1}-02-20`);
    for (const who of provinces) {
      const selfGrade = COURSE[who.code]?.[year - 2023] ?? '良好';
      await done(acts.draft(who, { narratives: [], selfGrade }, round));
      await done(acts.attach(who, {}, round));
      await done(acts.send(who, round));
    }
    await done(acts.office('openVerification', { round }));
    await done(acts.office('verifyScores', { round }));
    acts.at(`${year + 1}-03-11`);
    await done(acts.office('openHearing', { round }));
    // Nobody objects; after five working days silence does not hold the decision up.
    acts.at(`${year + 1}-03-25`);
    await done(acts.office('openDecision', { round }));
    const decidedOn = `${year + 1}-03-25`;
    const grades = provinces.map(({ kind, code }) => {
      return { participant: { kind, code }, grade: COURSE[code]?.[year - 2023] ?? '良好', reason: '会议意见' };
    });
    const byOffice = { body: 'OFFICE', meetingName: null, minutesNumber: null, decidedOn };
    if (year === YEARS[0]) await done(acts.decide(grades, byOffice, round));
    else {
      const refused = await acts.decide(grades, byOffice, round);
      expect(refused.codes).toEqual(['MEETING_REQUIRED']);
      await done(acts.decide(grades, { decidedOn }, round));
    }
    await done(acts.circulate({ noticeNumber: `${year + 1}年第8期` }, round));
  }

  it.each([...YEARS])(
    'rules 25, 50: %i goes from its plan to its circulation, the first year decided by the office, later ones by the meeting',
    async (year) => {
      await carryOut(year);
      expect(provinces).toHaveLength(32);
      expect(provinces.every(({ kind, isScored }) => kind === 'SUBJECT' && isScored)).toBe(true);
    },
    240_000,
  );

  it('rules 51, 52: the history of grades stands beside the evaluations, year by year', async () => {
    const { data } = await acts.world.ask(
      `{ subject(code: "990101") { y2023: evaluation(year: 2023) { finalGrade } y2024: evaluation(year: 2024) { finalGrade } y2025: evaluation(year: 2025) { finalGrade } }
         rounds(framework: "national-2022") { totalCount edges { node { code state } } } }`,
      {},
      { role: 'unit-editor', unit: 'finance' },
    );
    expect(data.subject).toEqual({
      y2023: { finalGrade: 'GOOD' },
      y2024: { finalGrade: 'FAIR' },
      y2025: { finalGrade: 'POOR' },
    });
    expect(data.rounds.edges.map(({ node }: { node: object }) => node)).toEqual(
      [...YEARS].reverse().map((year) => ({ code: `${FRAMEWORK}@${year}`, state: 'CIRCULATED' })),
    );
  });

  it('rule 53: whoever reads evaluations reads the circulated grades, an integrator too', async () => {
    const { data } = await acts.world.ask(
      '{ round(code: "national-2022@2025") { participants(codes: ["990102"]) { edges { node { scores { stage } decision { finalGrade body } } } } } }',
      {},
      { role: 'integrator', unit: null },
    );
    expect(data.round.participants.edges[0].node).toEqual({
      scores: [],
      decision: { finalGrade: 'EXCELLENT', body: 'MEETING' },
    });
  });

  it('every step is the national document’s own: nothing waits for adoption but the spot check', async () => {
    const { data } = await acts.world.ask(
      '{ round(code: "national-2022@2025") { steps { step state basis dueOn } } }',
      {},
      approver,
    );
    const off = data.round.steps.filter(({ state }: { state: string }) => state === 'NOT_ADOPTED');
    expect(off.map(({ step }: { step: string }) => step)).toEqual(['SPOT_CHECK']);
    const selfEvaluation = data.round.steps.find(({ step }: { step: string }) => step === 'SELF_EVALUATION');
    expect(selfEvaluation).toMatchObject({ dueOn: '2026-02-28', basis: '本级文件' });
    expect(
      (
        await acts.act(
          'adoptRoundStep',
          { round: 'national-2022@2025', step: 'DECISION', actTitle: 'x', actNumber: 'x', decidedOn: '2026-01-01' },
          evaluator,
        )
      ).codes,
    ).toEqual(['NOTHING_TO_ADOPT']);
  });
});

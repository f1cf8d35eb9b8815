import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRoundProcedures } from '../../shared/catalogue/round/round-procedures.ts';
import { loadWorkingCalendar } from '../../shared/catalogue/calendar/working-days.ts';
import { decidedBefore } from '../../subgraphs/evaluation/round/decision/decision.repository.ts';
import { RemindService } from '../../subgraphs/evaluation/round/reminder/remind.service.ts';
import type { Asker } from './evaluation-world.ts';
import {
  approver,
  DISTRICT,
  evaluator,
  type Outcome,
  type Participant,
  PDF,
  ROUND,
  RoundActs,
  unit,
} from './round-acts.ts';

const HRSS = unit('hrss');
const hrssHead: Asker = { role: 'unit-approver', unit: 'hrss', subject: 'person:head-hrss' };
const hrssEditor: Asker = { role: 'unit-editor', unit: 'hrss', subject: 'person:editor-hrss' };
const sasacHead: Asker = { role: 'unit-approver', unit: 'sasac', subject: 'person:head-sasac' };

/** One round again, this time with everything people may get wrong; each step rests on the ones before it. */
describe('refusals and sight in a round', () => {
  let acts: RoundActs;
  let scored: Participant[];

  beforeAll(async () => {
    acts = await RoundActs.open();
    await acts.openRound();
    scored = (await acts.participants()).filter(({ isScored }) => isScored);
  });

  afterAll(() => acts.close());

  /** A refused act says why and changes nothing at all. */
  async function refused(attempt: () => Promise<Outcome>, ...codes: string[]): Promise<void> {
    const before = await acts.everything();
    const outcome = await attempt();
    expect([...outcome.codes, ...outcome.denied]).toEqual(codes);
    expect(await acts.everything()).toBe(before);
  }

  const sight = async (asker: Asker, code = 'hrss') => {
    const { data } = await acts.world.ask(
      `query ($round: String!, $codes: [String!]) { round(code: $round) { overdue { participant { code } matter } participants(codes: $codes) { edges { node {
        suggestedGrade selfEvaluation { selfGrade } scores { stage score { value } } hearing { answer } appeals { grounds }
        baseValues { values { edges { node { value } } } } decision { finalGrade selfGrade suggestedGrade reason }
      } } } } }`,
      { round: ROUND, codes: [code] },
      asker,
    );
    return { ...data.round.participants.edges[0].node, overdue: data.round.overdue };
  };
  const NOTHING = {
    selfEvaluation: null,
    scores: [],
    hearing: null,
    appeals: [],
    baseValues: null,
    suggestedGrade: null,
  };

  it('only the office opens and leads a round', async () => {
    for (const asker of [hrssHead, hrssEditor, approver, { role: 'auditor', unit: null } as const]) {
      await refused(() => acts.act('openSelfEvaluation', { round: ROUND }, asker), 'FORBIDDEN');
    }
    await refused(
      () => acts.act('openRound', { framework: 'fengtai-2023', year: 2031 }, evaluator),
      'YEAR_NOT_EVALUATED',
    );
    await refused(() => acts.act('openRound', { framework: 'none', year: 2025 }, evaluator), 'FRAMEWORK_UNKNOWN');
    await refused(() => acts.office('openSelfEvaluation', { round: 'fengtai-2023@1999' }), 'ROUND_UNKNOWN');
  });

  it('no step is skipped, and what was not adopted is not taken', async () => {
    for (const step of ['openVerification', 'openHearing', 'openDecision'] as const) {
      await refused(() => acts.office(step), 'STEP_SKIPPED');
    }
    await refused(() => acts.circulate(), 'STEP_SKIPPED');
    await refused(() => acts.decide([{ participant: HRSS, grade: '优秀' }]), 'ROUND_STATE');
    const act = { actTitle: '会议纪要', actNumber: '1号', decidedOn: '2026-01-09' };
    await refused(() => acts.office('adoptRoundStep', { step: 'PLAN', ...act }), 'NOTHING_TO_ADOPT');
    await refused(() => acts.office('adoptRoundStep', { step: 'SPOT_CHECK', ...act }), 'SPOT_CHECK_NOT_AVAILABLE');
    await refused(
      () => acts.office('adoptRoundStep', { step: 'DECISION', ...act, decidedOn: '2027-01-01' }),
      'DATE_IN_FUTURE',
    );
  });

  it('adopting twice by the same act changes nothing, by another act it is refused', async () => {
    await acts.adopt('SELF_EVALUATION');
    const before = await acts.everything();
    await acts.adopt('SELF_EVALUATION');
    expect(await acts.everything()).toBe(before);
    const other = { step: 'SELF_EVALUATION', actTitle: '另一纪要', actNumber: '9号', decidedOn: '2026-01-10' };
    await refused(() => acts.office('adoptRoundStep', other), 'STEP_ADOPTED_ALREADY');
  });

  it('two people do not lead the same round on at once', async () => {
    const { data } = await acts.world.ask('query ($c: String!) { round(code: $c) { seq } }', { c: ROUND });
    await refused(() => acts.office('openSelfEvaluation', { expectedSeq: data.round.seq - 1 }), 'ROUND_CHANGED');
    const both = await Promise.all([acts.office('openSelfEvaluation'), acts.office('openSelfEvaluation')]);
    expect(both.map(({ codes }) => codes.join()).sort()).toEqual(['', 'STEP_PAST']);
  });

  it('rule 32: a grade without its report, and a report without its grade, are refused', async () => {
    await refused(
      () => acts.send(HRSS),
      'SELF_GRADE_MISSING',
      'REPORT_MISSING',
      'ANSWERABLE_PERSON_MISSING',
      'NARRATIVE_MISSING',
    );
    expect((await acts.draft(HRSS)).codes).toEqual([]);
    await refused(() => acts.send(HRSS), 'REPORT_MISSING');
    expect((await acts.draft(unit('sasac'), { selfGrade: null })).codes).toEqual([]);
    expect((await acts.attach(unit('sasac'))).codes).toEqual([]);
    await refused(() => acts.send(unit('sasac')), 'SELF_GRADE_MISSING');
  });

  it('rule 33: one person is answerable, and no telephone number stands for him', async () => {
    await refused(() => acts.draft(HRSS, { answerablePerson: '张三、李四' }), 'ANSWERABLE_PERSON_NOT_ONE');
    await refused(() => acts.draft(HRSS, { answerablePerson: '张三 13800138000' }), 'PERSONAL_NUMBER');
  });

  it('rules 49, 208: the grade is one of four words, and 较差 is read as 差', async () => {
    await refused(() => acts.draft(HRSS, { selfGrade: '特优' }), 'GRADE_UNKNOWN');
    expect((await acts.draft(HRSS, { selfGrade: '较差' })).codes).toEqual([]);
    expect((await sight(hrssHead)).selfEvaluation).toEqual({ selfGrade: 'POOR' });
    expect((await acts.draft(HRSS, { selfGrade: '良好' })).codes).toEqual([]);
  });

  it('a report is what it is called, no larger than allowed, and arrives undamaged', async () => {
    await refused(() => acts.attach(HRSS, { mediaType: 'application/ofd', sha256: null }), 'REPORT_FORMAT');
    await refused(() => acts.attach(HRSS, { mediaType: 'text/html' }), 'REPORT_FORMAT');
    await refused(() => acts.attach(HRSS, { content: '' }), 'REPORT_SIZE');
    await refused(() => acts.attach(HRSS, { content: Buffer.alloc(614_401, 0x25).toString('base64') }), 'REPORT_SIZE');
    await refused(() => acts.attach(HRSS, { name: '../a.pdf' }), 'REPORT_NAME');
    await refused(() => acts.attach(HRSS, { sha256: '0'.repeat(64) }), 'REPORT_DIGEST');
    const large = Buffer.concat([PDF, Buffer.alloc(614_400 - PDF.length)]);
    expect((await acts.attach(HRSS, { content: large.toString('base64'), sha256: null })).codes).toEqual([]);
  });

  it('narratives are about indicators the unit leads', async () => {
    await refused(
      () => acts.draft(HRSS, { narratives: [{ indicator: 'development-plan', text: '已完成' }] }),
      'NARRATIVE_NOT_OWN',
    );
    await refused(
      () =>
        acts.act(
          'updateSelfEvaluation',
          { round: ROUND, participant: HRSS, selfGrade: '优秀', expectedRevision: 1 },
          hrssEditor,
        ),
      'DRAFT_CHANGED',
    );
  });

  it('a unit drafts and sends its own alone, an editor does not send, and the office sends the district’s only', async () => {
    const send =
      (asker: Asker, participant: object = HRSS) =>
      () =>
        acts.act('sendSelfEvaluation', { round: ROUND, participant }, asker);
    for (const asker of [hrssEditor, sasacHead, approver, evaluator]) await refused(send(asker), 'FORBIDDEN');
    await refused(send(hrssHead, DISTRICT), 'FORBIDDEN');
    await refused(send(hrssHead, unit('nobody')), 'FORBIDDEN');
    await refused(
      () => acts.act('updateSelfEvaluation', { round: ROUND, participant: HRSS, selfGrade: '优秀' }, sasacHead),
      'FORBIDDEN',
    );
  });

  it('what was sent is not changed, and sending again changes nothing', async () => {
    expect((await acts.send(HRSS)).codes).toEqual([]);
    const before = await acts.everything();
    expect((await acts.send(HRSS)).codes).toEqual([]);
    expect(await acts.everything()).toBe(before);
    await refused(() => acts.draft(HRSS, { selfGrade: '优秀' }), 'SELF_EVALUATION_SENT');
    await refused(() => acts.attach(HRSS), 'SELF_EVALUATION_SENT');
  });

  it('before circulation a unit sees its own alone, and nobody but the office what is suggested', async () => {
    expect(await sight(hrssHead)).toMatchObject({
      selfEvaluation: { selfGrade: 'GOOD' },
      suggestedGrade: null,
      decision: null,
    });
    expect((await sight(hrssEditor)).scores).toHaveLength(1);
    for (const other of [sasacHead, { role: 'integrator', unit: null }, { role: 'assessor', unit: null }] as Asker[]) {
      expect(await sight(other)).toMatchObject(NOTHING);
    }
    expect(await sight(hrssHead, '110106')).toMatchObject(NOTHING);
    expect((await sight(evaluator, '110106')).baseValues.values.edges.length).toBe(20);
    const denied = await acts.world.ask('{ rounds { totalCount } }', {}, { role: 'auditor', unit: null });
    expect(denied.codes).toEqual(['FORBIDDEN']);
  });

  it('rule 31: what comes after the day is marked late, and the overdue are told to themselves and the office alone', async () => {
    acts.at('2026-03-03');
    expect(
      (await acts.act('sendSelfEvaluation', { round: ROUND, participant: unit('sasac') }, sasacHead)).codes,
    ).toEqual(['SELF_GRADE_MISSING']);
    const late = (await sight(evaluator)).overdue.map(
      ({ participant }: { participant: { code: string } }) => participant.code,
    );
    expect(late).toEqual(scored.map(({ code }) => code).filter((code) => code !== 'hrss'));
    expect((await sight(sasacHead)).overdue).toEqual([
      { participant: { code: 'sasac' }, matter: '报出自评报告和自评类别' },
    ]);
    expect((await sight(hrssHead)).overdue).toEqual([]);
    expect((await sight({ role: 'integrator', unit: null })).overdue).toEqual([]);
  });

  it('reminders are written once each, signed by the office, and read by whom they concern', async () => {
    const { world } = acts;
    const reminders = new RemindService({
      ...{ database: world.dataSource, procedures: loadRoundProcedures(), calendar: loadWorkingCalendar() },
      clock: { now: () => world.time },
    });
    expect(await reminders.remind()).toBe(scored.length - 1);
    expect(await reminders.remind()).toBe(0);
    const remindedTo = async (asker: Asker) => {
      const { data } = await world.ask(
        'query ($c: String!) { round(code: $c) { events(first: 500) { edges { node { action reason actor participant { code } } } } } }',
        { c: ROUND },
        asker,
      );
      const events: { action: string; reason: string; actor: string | null; participant: { code: string } }[] =
        data.round.events.edges.map(({ node }: { node: unknown }) => node);
      return events.filter(({ action }) => action === 'REMINDED');
    };
    expect(await remindedTo(evaluator)).toHaveLength(scored.length - 1);
    const [own, ...none] = await remindedTo(sasacHead);
    expect(none).toEqual([]);
    expect(own).toMatchObject({ participant: { code: 'sasac' }, actor: null });
    expect(own?.reason).toContain('协调小组办公室');
    expect(await remindedTo({ role: 'integrator', unit: null })).toEqual([]);
  });

  it('verification waits for every self-evaluation, or for a reason', async () => {
    await refused(() => acts.office('openVerification'), 'SELF_EVALUATION_MISSING');
    await refused(() => acts.office('openVerification', { reason: ' ' }), 'TEXT_REQUIRED');
    for (const who of scored) if (who.code !== 'hrss' && who.code !== 'sasac') await acts.selfEvaluate(who);
    const { data } = await acts.world.ask(
      'query ($c: String!) { round(code: $c) { participants(codes: ["110106"]) { edges { node { selfEvaluation { isLate } } } } } }',
      { c: ROUND },
    );
    expect(data.round.participants.edges[0].node.selfEvaluation.isLate).toBe(true);
    await refused(() => acts.office('openVerification'), 'SELF_EVALUATION_MISSING');
    expect(await acts.office('openVerification', { reason: '一个单位机构调整，办公室代为核定' })).toMatchObject({
      state: 'VERIFICATION',
    });
  });

  it('units that are only commented on get no score', async () => {
    const [comment] = (await acts.participants()).filter(({ isScored }) => !isScored);
    const participants = [{ kind: comment?.kind, code: comment?.code }];
    await refused(() => acts.office('verifyScores', { participants }), 'PARTICIPANT_NOT_SCORED');
    await refused(() => acts.office('verifyScores', { participants: [unit('nobody')] }), 'PARTICIPANT_UNKNOWN');
    await acts.office('verifyScores');
    expect((await acts.office('openHearing')).state).toBe('HEARING');
  });

  it('a unit answers for itself alone, once, and says what it objects to', async () => {
    const answer = (asker: Asker, input: object) => () =>
      acts.act('respondToHearing', { round: ROUND, participant: HRSS, ...input }, asker);
    await refused(answer(sasacHead, { answer: 'AGREED' }), 'FORBIDDEN');
    await refused(answer(approver, { answer: 'AGREED' }), 'FORBIDDEN');
    await refused(answer(hrssEditor, { answer: 'AGREED' }), 'FORBIDDEN');
    await refused(answer(hrssHead, { answer: 'OBJECTED' }), 'COMMENT_REQUIRED');
    await refused(
      () => acts.act('fileAppeal', { round: ROUND, participant: HRSS, grounds: '复核' }, hrssHead),
      'NOT_OBJECTED',
    );
    expect((await answer(hrssHead, { answer: 'OBJECTED', comment: '口径有出入' })()).codes).toEqual([]);
    const before = await acts.everything();
    expect((await answer(hrssHead, { answer: 'OBJECTED', comment: '口径有出入' })()).codes).toEqual([]);
    expect(await acts.everything()).toBe(before);
    await refused(answer(hrssHead, { answer: 'AGREED' }), 'HEARING_ANSWERED');
  });

  it('rule 80: whoever filed an appeal does not settle it, and whoever settles it says why', async () => {
    expect((await acts.respond(DISTRICT, { answer: 'OBJECTED', comment: '满意度样本偏少' })).codes).toEqual([]);
    const appeal = { round: ROUND, participant: DISTRICT, grounds: '请复核满意度样本' };
    await refused(() => acts.act('fileAppeal', { ...appeal, indicators: ['nothing'] }, approver), 'INDICATOR_NOT_OWN');
    expect((await acts.act('fileAppeal', appeal, approver)).codes).toEqual([]);
    await refused(() => acts.act('fileAppeal', { ...appeal, grounds: '再次申请' }, approver), 'APPEAL_FILED');
    const answer = { round: ROUND, participant: DISTRICT, outcome: 'REJECTED', reason: '样本量符合方案' };
    const sameMan: Asker = { role: 'lead-evaluator', unit: 'union', subject: approver.subject ?? '' };
    await refused(() => acts.act('settleAppeal', answer, sameMan), 'SETTLED_BY_FILER');
    await refused(() => acts.act('settleAppeal', { ...answer, reason: ' ' }, evaluator), 'TEXT_REQUIRED');
    await refused(() => acts.act('settleAppeal', answer, approver), 'FORBIDDEN');
    await refused(() => acts.office('settleAppeal', { ...answer, participant: HRSS }), 'APPEAL_UNKNOWN');
    expect((await acts.act('settleAppeal', answer, evaluator)).codes).toEqual([]);
    await refused(() => acts.act('settleAppeal', { ...answer, outcome: 'UPHELD' }, evaluator), 'APPEAL_SETTLED');
  });

  it('nobody is decided about before he was heard or let the days go by', async () => {
    await refused(() => acts.office('openDecision'), 'STEP_NOT_ADOPTED');
    await acts.adopt('DECISION', 'CIRCULATION');
    await refused(() => acts.office('openDecision'), 'NOT_HEARD', 'APPEAL_TERM_OPEN');
    // The hearing opened on 3 March: five working days later is the 10th.
    acts.at('2026-03-11');
    await refused(
      () => acts.act('fileAppeal', { round: ROUND, participant: HRSS, grounds: '复核' }, hrssHead),
      'APPEAL_TOO_LATE',
    );
    expect(
      (await acts.act('respondToHearing', { round: ROUND, participant: unit('sasac'), answer: 'AGREED' }, sasacHead))
        .codes,
    ).toEqual([]);
    expect((await acts.office('openDecision')).state).toBe('DECISION');
  });

  it('a decision that differs from the suggestion says why, and a meeting has its name and minutes', async () => {
    acts.at('2026-04-21');
    const { data } = await acts.world.ask(
      'query ($c: String!) { round(code: $c) { participants(codes: ["110106"]) { edges { node { suggestedGrade } } } } }',
      { c: ROUND },
    );
    const { suggestedGrade } = data.round.participants.edges[0].node;
    const other = suggestedGrade === 'POOR' ? '优秀' : '差';
    const one = (grade: string, reason: string | null = null) => [{ participant: DISTRICT, grade, reason }];
    await refused(() => acts.decide(one(other)), 'REASON_REQUIRED');
    await refused(() => acts.decide(one('第一名', '理由')), 'GRADE_UNKNOWN');
    await refused(() => acts.decide(one(other, '会议意见'), { minutesNumber: null }), 'MEETING_DETAILS_REQUIRED');
    await refused(() => acts.decide(one(other, '会议意见'), { decidedOn: '2026-05-01' }), 'DECISION_DATE');
    await refused(() => acts.decide([]), 'NOTHING_TO_DECIDE');
    await refused(() => acts.decide([...one(other, '一'), ...one(other, '二')]), 'NOTHING_TO_DECIDE');
    for (const asker of [evaluator, hrssHead]) {
      const input = { round: ROUND, grades: one(other, '理由'), body: 'OFFICE', decidedOn: '2026-04-20' };
      await refused(() => acts.act('decideGrades', input, asker), 'FORBIDDEN');
    }
    expect((await acts.decide(one(other, '会议意见'))).codes).toEqual([]);
    const before = await acts.everything();
    expect((await acts.decide(one(other, '会议意见'))).codes).toEqual([]);
    expect(await acts.everything()).toBe(before);
    await refused(() => acts.decide(one('良好', '改为良好')), 'DECIDED_ALREADY');
    await refused(() => acts.decide(one('良好'), { isRevision: true }), 'REASON_REQUIRED');
    expect((await acts.decide(one('良好', '会议复议'), { isRevision: true })).codes).toEqual([]);
  });

  it('rule 50: the first grade may be set by the office', async () => {
    const grades = scored
      .filter(({ kind }) => kind === 'MEMBER_UNIT')
      .map(({ kind, code }) => ({ participant: { kind, code }, grade: '良好', reason: '结合以往掌握的情况认定' }));
    const office = { body: 'OFFICE', meetingName: null, minutesNumber: null };
    expect((await acts.decide(grades.slice(1), office)).state).toBe('DECISION');
    expect((await sight(hrssHead)).decision).toBeNull();
    expect((await acts.decide(grades.slice(0, 1), office)).state).toBe('CIRCULATION');
    // All are decided: a unit sees its own before others see it, and not why.
    expect((await sight(hrssHead)).decision).toMatchObject({ finalGrade: 'GOOD', suggestedGrade: null, reason: null });
    expect((await sight(sasacHead)).decision).toBeNull();
  });

  it('rule 53: a notice tells no scores and no ranks, and a round is circulated once', async () => {
    for (const preface of ['第一名为某局', '某局得 95.5 分', '按得分排名如下', '倒数三位约谈']) {
      await refused(() => acts.circulate({ preface }), 'NOTICE_TELLS_SCORES');
    }
    await refused(() => acts.circulate({ addressees: [' '] }), 'ADDRESSEES_MISSING');
    await refused(() => acts.circulate({ noticeNumber: '' }), 'TEXT_REQUIRED');
    await refused(
      () => acts.act('circulateRound', { round: ROUND, noticeNumber: '1号', addressees: ['各单位'] }, evaluator),
      'FORBIDDEN',
    );
    expect((await acts.circulate({ preface: '各成员单位：现将有关情况通报如下。' })).state).toBe('CIRCULATED');
    const before = await acts.everything();
    expect((await acts.circulate()).codes).toEqual([]);
    expect(await acts.everything()).toBe(before);
    await refused(() => acts.circulate({ noticeNumber: '另一文号' }), 'CIRCULATED_ALREADY');
  });

  it('after circulation the final grades are open, scores and all the rest are not', async () => {
    for (const other of [sasacHead, { role: 'integrator', unit: null }] as Asker[]) {
      const seen = await sight(other);
      expect(seen).toMatchObject({
        ...NOTHING,
        decision: { finalGrade: 'GOOD', selfGrade: null, suggestedGrade: null, reason: null },
      });
    }
    await refused(() => acts.office('verifyScores'), 'ROUND_STATE');
    // A year later these have a grade of an earlier year: then the meeting decides.
    const { manager } = acts.world.dataSource;
    expect(await decidedBefore(manager, 2026, [DISTRICT, HRSS])).toHaveLength(2);
    expect(await decidedBefore(manager, 2025, [DISTRICT, HRSS])).toEqual([]);
    await refused(
      () => acts.decide([{ participant: HRSS, grade: '优秀', reason: '改' }], { isRevision: true }),
      'ROUND_STATE',
    );
  });
});

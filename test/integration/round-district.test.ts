import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approver, DISTRICT, evaluator, type Participant, ROUND, RoundActs, unit } from './round-acts.ts';

const PARTICIPANTS = `query ($code: String!) { round(code: $code) { state participants(first: 100) { totalCount edges { node {
  kind code name isScored
  baseValues { years valueCount digest values(first: 2) { totalCount edges { node { measure { code } period { code } value } } } }
  selfEvaluation { state selfGrade answerablePerson isLate valueCount valueDigest narratives { indicator { key } text }
    report { name mediaType sizeBytes sha256 content } }
  scores { stage score { value low high isComplete } asOf digest }
  hearing { answer comment isLate } appeals { outcome reason answerDueOn }
  decision { finalGrade selfGrade suggestedGrade reason body meetingName decidedOn minutesNumber } suggestedGrade
} } } } }`;

/** One whole round, step after step: each test is a step and rests on the ones before it. */
describe('a round of the district from its plan to its circulation', () => {
  let acts: RoundActs;
  let scored: Participant[];

  beforeAll(async () => {
    acts = await RoundActs.open();
  });

  afterAll(() => acts.close());

  async function nodes(asker = evaluator) {
    const { data } = await acts.world.ask(PARTICIPANTS, { code: ROUND }, asker);
    return data.round.participants.edges.map(({ node }: { node: unknown }) => node);
  }

  const stepsOf = async () => {
    const { data } = await acts.world.ask(
      'query ($code: String!) { round(code: $code) { steps { step state dueOn dateBasis isOverdue isAdopted basis source } } }',
      { code: ROUND },
    );
    return new Map<string, Record<string, unknown>>(
      data.round.steps.map((step: { step: string }) => [step.step, step]),
    );
  };

  it('rules 25, 27, 64, 65: the office opens it once a year, with everybody in the official order', async () => {
    const { codes, state } = await acts.openRound({ dueDates: [{ step: 'VERIFICATION', dueOn: '2026-03-31' }] });
    expect([codes, state]).toEqual([[], 'PLANNED']);
    expect((await acts.openRound()).codes).toEqual(['ROUND_EXISTS']);
    const everybody = await acts.participants();
    const units = [...acts.world.catalogue.memberUnits.values()].filter(({ validTo }) => validTo === null);
    expect(everybody.map(({ code }) => code)).toEqual(['110106', ...units.map(({ id }) => id)]);
    scored = everybody.filter(({ isScored }) => isScored);
    expect(scored.length).toBeGreaterThan(5);
    expect(scored.length).toBeLessThan(everybody.length);
  });

  it('what the district’s document does not name is off, and is adopted by a recorded act', async () => {
    const before = await stepsOf();
    expect(before.get('DECISION')).toMatchObject({ state: 'NOT_ADOPTED', isAdopted: false, basis: '参照全国办法' });
    expect(before.get('SELF_EVALUATION')).toMatchObject({ dueOn: null, basis: '本级文件' });
    expect(before.get('UPWARD_REPORT')).toMatchObject({ dueOn: '2026-01-31' });
    await acts.adopt('SELF_EVALUATION', 'DECISION', 'CIRCULATION');
    const after = await stepsOf();
    expect(after.get('DECISION')).toMatchObject({ state: 'WAITING', isAdopted: true, basis: '参照全国办法（已采用）' });
    expect(after.get('SELF_EVALUATION')).toMatchObject({ dueOn: '2026-02-28' });
    expect(after.get('VERIFICATION')).toMatchObject({ dueOn: '2026-03-31', dateBasis: '本次年度评价的安排' });
  });

  it('rule 24: the accepted values of the judged year and of the year before are stated as base values', async () => {
    expect(await acts.office('openSelfEvaluation')).toMatchObject({ codes: [], state: 'SELF_EVALUATION' });
    const [district, ...units] = await nodes();
    expect(district.baseValues.years).toEqual([2024, 2025]);
    expect(district.baseValues.valueCount).toBeGreaterThan(500);
    expect(district.baseValues.values.totalCount).toBe(district.baseValues.valueCount);
    const hrss = units.find(({ code }: { code: string }) => code === 'hrss');
    expect(hrss.baseValues.valueCount).toBeGreaterThan(20);
    expect(hrss.baseValues.valueCount).toBeLessThan(district.baseValues.valueCount);
  });

  it('rules 28, 30, 32, 33: everybody sends report and grade together for the judged year, with one answerable person', async () => {
    acts.at('2026-01-28');
    for (const who of scored) await acts.selfEvaluate(who);
    const [district] = await nodes();
    expect(district.selfEvaluation).toMatchObject({
      ...{ state: 'SENT', selfGrade: 'GOOD', isLate: false, answerablePerson: '张某某，办公室主任' },
      report: { name: '自评报告.pdf', mediaType: 'application/pdf' },
    });
    expect(district.selfEvaluation.narratives).toHaveLength(80);
    // What freezes with it are the values of the judged year, not those of the base year.
    expect(district.selfEvaluation.valueCount).toBeGreaterThan(100);
    expect(district.selfEvaluation.valueCount).toBeLessThan(district.baseValues.valueCount);
    expect(Buffer.from(district.selfEvaluation.report.content, 'base64').toString()).toContain('自评报告');
    expect(district.scores.map(({ stage }: { stage: string }) => stage)).toEqual(['SELF']);
  });

  it('the values under a self-evaluation are locked by the departments', async () => {
    const jobs: { payload: { participant: string; reason: string } }[] = await acts.world.dataSource.query(
      `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'lock-values'`,
    );
    expect(jobs.length).toBeGreaterThan(0);
    expect(jobs[0]?.payload.reason).toContain('自评');
  });

  it('the office verifies the scores, and each of them can be asked for again', async () => {
    acts.at('2026-03-02');
    expect(await acts.office('openVerification')).toMatchObject({ codes: [], state: 'VERIFICATION' });
    expect((await acts.office('openHearing')).codes).toEqual(['SCORE_NOT_VERIFIED']);
    expect((await acts.office('verifyScores')).codes).toEqual([]);
    const [district] = await nodes();
    const verified = district.scores.find(({ stage }: { stage: string }) => stage === 'VERIFIED');
    const { data } = await acts.world.ask(
      'query ($asOf: DateTime!) { subject(code: "110106") { evaluation(year: 2025, asOf: $asOf) { score { value low high isComplete } } } }',
      { asOf: verified.asOf },
    );
    expect(data.subject.evaluation.score).toEqual(verified.score);
  });

  it('every unit is heard on its own result; one objects, appeals and is answered', async () => {
    acts.at('2026-03-09');
    expect(await acts.office('openHearing')).toMatchObject({ codes: [], state: 'HEARING' });
    const [first] = scored.filter(({ kind }) => kind === 'MEMBER_UNIT');
    if (first === undefined) throw new Error('no unit');
    for (const who of scored) {
      const isFirst = who.code === first.code;
      const answer = isFirst ? { answer: 'OBJECTED', comment: '个别指标口径有出入' } : { answer: 'AGREED' };
      expect((await acts.respond(who, answer)).codes).toEqual([]);
    }
    const appeal = {
      round: ROUND,
      participant: { kind: first.kind, code: first.code },
      grounds: '请按更正后的口径复核',
    };
    const head = { role: 'unit-approver', unit: first.code, subject: 'person:head' } as const;
    expect((await acts.act('fileAppeal', appeal, head)).codes).toEqual([]);
    expect((await acts.office('openDecision')).codes).toEqual(['APPEAL_OPEN']);
    acts.at('2026-03-20');
    const settled = {
      round: ROUND,
      participant: appeal.participant,
      outcome: 'UPHELD',
      reason: '口径已更正，按更正后的值核定',
    };
    expect((await acts.act('settleAppeal', settled, evaluator)).codes).toEqual([]);
    const row = (await nodes()).find(({ code }: { code: string }) => code === first.code);
    // Ten working days after 9 March.
    expect(row.appeals).toEqual([{ outcome: 'UPHELD', reason: settled.reason, answerDueOn: '2026-03-23' }]);
  });

  it('rules 49, 50, 51, 208: the meeting decides one of four categories for each, with a reason where it differs', async () => {
    expect(await acts.office('openDecision')).toMatchObject({ codes: [], state: 'DECISION' });
    acts.at('2026-04-21');
    const suggested = new Map<string, string | null>(
      (await nodes()).map((row: { code: string; suggestedGrade: string | null }) => [row.code, row.suggestedGrade]),
    );
    const grades = scored.map(({ kind, code }) => {
      const grade = suggested.get(code);
      return {
        participant: { kind, code },
        grade: grade ?? '较差',
        reason: grade == null ? '数据不足，按会议意见' : null,
      };
    });
    const [last] = grades.slice(-1);
    expect(await acts.decide(grades.slice(0, -1))).toMatchObject({ codes: [], state: 'DECISION' });
    expect((await acts.circulate()).codes).toEqual(['STEP_SKIPPED']);
    expect(await acts.decide(last === undefined ? [] : [last])).toMatchObject({ codes: [], state: 'CIRCULATION' });
    const [district] = await nodes();
    expect(district.decision.suggestedGrade).toBe(suggested.get('110106'));
    expect(district.decision).toMatchObject({
      ...{ selfGrade: 'GOOD', body: 'MEETING', meetingName: '区协调小组第十次会议', decidedOn: '2026-04-20' },
      minutesNumber: '丰产改纪〔2026〕3号',
    });
    expect(district.scores.map(({ stage }: { stage: string }) => stage).sort()).toEqual(['FINAL', 'SELF', 'VERIFIED']);
  });

  it('rules 53, 54: the notice names units by category in the official order, without scores and ranks', async () => {
    const { data } = await acts.world.ask(
      'query ($code: String!) { round(code: $code) { noticeDraft } }',
      { code: ROUND },
      approver,
    );
    expect(data.round.noticeDraft).toContain('评价类别通报如下');
    expect(await acts.circulate()).toMatchObject({ codes: [], state: 'CIRCULATED' });
    const { data: open } = await acts.world.ask(
      'query ($code: String!) { round(code: $code) { circulation { noticeNumber noticeTitle noticeText addressees } } }',
      { code: ROUND },
      { role: 'unit-editor', unit: 'finance' },
    );
    const { noticeText, noticeNumber } = open.round.circulation;
    expect(noticeNumber).toBe('丰产改办〔2026〕5号');
    expect(noticeText).not.toMatch(/\d+\.\d+|\d+\s*分|名次|排名|第.名/);
    const everybody = await nodes();
    for (const { name } of everybody.filter(({ isScored }: { isScored: boolean }) => isScored))
      expect(noticeText).toContain(name);
    for (const line of noticeText.split('\n').filter((each: string) => /^(优秀|良好|一般|差)：/.test(each))) {
      const places = line
        .slice(line.indexOf('：') + 1)
        .split('、')
        .map((name: string) => everybody.findIndex((each: { name: string }) => each.name === name));
      expect([...places].sort((a, b) => a - b)).toEqual(places);
    }
  });

  it('rule 52: self-rated, verified and final stay on record, act by act', async () => {
    const { data } = await acts.world.ask(
      'query ($code: String!) { round(code: $code) { seq events(first: 500) { totalCount edges { node { seq step action } } } } }',
      { code: ROUND },
    );
    const events = data.round.events.edges.map(({ node }: { node: { seq: number; action: string } }) => node);
    expect(events.map(({ seq }: { seq: number }) => seq)).toEqual(events.map((_: unknown, index: number) => index + 1));
    expect(data.round.seq).toBe(events.length);
    const order = [
      'ROUND_OPENED',
      'STEP_ADOPTED',
      'BASE_VALUES_STATED',
      'SELF_EVALUATION_OPENED',
      'SELF_EVALUATION_SENT',
    ];
    order.push('VERIFICATION_OPENED', 'SCORES_VERIFIED', 'HEARING_OPENED', 'HEARING_ANSWERED', 'APPEAL_FILED');
    order.push('APPEAL_SETTLED', 'DECISION_OPENED', 'GRADE_DECIDED', 'DECISION_COMPLETED', 'CIRCULATED');
    const firsts = order.map((action) => events.findIndex((event: { action: string }) => event.action === action));
    expect(firsts).not.toContain(-1);
    expect([...firsts].sort((a, b) => a - b)).toEqual(firsts);
  });

  it('the final grade stands beside the evaluation, from circulation on and not before', async () => {
    const ask = async (asOf: string | null) =>
      (
        await acts.world.ask(
          'query ($asOf: DateTime) { subject(code: "110106") { evaluation(year: 2025, asOf: $asOf) { finalGrade score { value } } } }',
          { asOf },
          { role: 'unit-editor', unit: 'finance' },
        )
      ).data.subject.evaluation;
    expect(['EXCELLENT', 'GOOD', 'FAIR', 'POOR']).toContain((await ask(null)).finalGrade);
    expect((await ask(null)).score).toBeNull();
  });

  it('after circulation a round is opened again only as a new edition with a justification', async () => {
    expect((await acts.office('reopenRound', { justification: ' ' })).codes).toEqual(['TEXT_REQUIRED']);
    const again = await acts.office('reopenRound', { justification: '核实发现统计口径差错' });
    expect(again.payload.round).toMatchObject({ code: `${ROUND}#2`, state: 'PLANNED' });
    expect((await acts.office('reopenRound', { justification: '又一次' })).codes).toEqual(['ROUND_SUPERSEDED']);
    const { data } = await acts.world.ask(
      'query ($code: String!) { round(code: $code) { edition supersedes justification steps { step isAdopted } } }',
      {
        code: `${ROUND}#2`,
      },
    );
    expect(data.round).toMatchObject({ edition: 2, supersedes: ROUND, justification: '核实发现统计口径差错' });
    const adopted = data.round.steps.filter(({ isAdopted }: { isAdopted: boolean }) => isAdopted);
    expect(adopted.map(({ step }: { step: string }) => step)).toEqual(['SELF_EVALUATION', 'DECISION', 'CIRCULATION']);
  });

  it('the district takes part beside its units', () => {
    expect(scored[0]).toMatchObject(DISTRICT);
    expect(scored.some(({ code }) => code === unit('hrss').code)).toBe(true);
  });
});

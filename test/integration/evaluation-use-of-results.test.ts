// biome-ignore-all lint/suspicious/noExplicitAny: answers are read field by field
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultsExportCommand } from '../../gateway/cli/commands/evaluation/results-export.command.ts';
import type { Grade } from '../../shared/scoring/evaluation-result.ts';
import { type Asker, EvaluationWorld } from './evaluation-world.ts';

const ACTION = `id participant { kind code name } year measure kind name rule label source basis { year grade } state reason
  proposedWorkingDays rectification { deadline state isOverdue closedOn reports { revision report evidence { name sha256 text } } }
  events { act actor reason } isDemo`;
const ONE = `action { ${ACTION} } errors { code path }`;
const RAISE = `mutation ($input: CreateResultActionsInput!) { createResultActions(input: $input) {
  raised { ${ACTION} } lapsed { id rule participant { code } } errors { code } } }`;
const mutation = (name: string) =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { done: ${name}(input: $input) { ${ONE} } }`;
const LIST = `query ($framework: ID, $year: Int, $participant: ParticipantInput) {
  resultActions(framework: $framework, year: $year, participant: $participant, first: 50) {
    totalCount edges { node { ${ACTION} } } } }`;
const HISTORY = `query ($framework: ID!, $participant: ParticipantInput) {
  gradeHistory(framework: $framework, participant: $participant, first: 500) { totalCount edges { node {
    participant { code name } year round selfGrade suggestedGrade finalGrade reason body minutesNumber noticeNumber } } } }`;
const APPRAISAL = `query ($framework: ID!, $year: Int!, $withScores: Boolean, $first: Int, $after: String) {
  appraisalEntries(framework: $framework, year: $year, withScores: $withScores, first: $first, after: $after) {
    totalCount edges { node { gradeName participant { code name } minutesNumber decidedOn score } }
    pageInfo { hasNextPage endCursor } } }`;

const NATIONAL = 'national-2022';
const DISTRICT = 'fengtai-2023';
const APPROVER: Asker = { role: 'lead-approver' };
const unit = (code: string, role: 'unit-editor' | 'unit-approver' = 'unit-editor'): Asker => ({ role, unit: code });
const EVIDENCE = [{ name: '整改报告.pdf', sha256: 'a'.repeat(64), text: '盖章扫描件' }];

/** A round as the yearly round leaves it behind, so far as the use of results reads it. */
interface DecidedRound {
  readonly framework: string;
  readonly year: number;
  readonly edition?: number;
  readonly kind: 'SUBJECT' | 'MEMBER_UNIT';
  /** In the official order. */
  readonly grades: Readonly<Record<string, Grade>>;
  readonly state?: string;
  readonly steps?: readonly string[];
}

describe('the use of results', () => {
  let world: EvaluationWorld;

  beforeAll(async () => {
    world = await EvaluationWorld.open('national');
    await decide({ ...provinces, year: 2024, grades: { 990101: 'EXCELLENT', 990102: 'FAIR', 990103: 'GOOD' } });
    await decide({ ...provinces, year: 2025, grades: { 990101: 'GOOD', 990102: 'POOR', 990103: 'EXCELLENT' } });
    const units = { framework: DISTRICT, kind: 'MEMBER_UNIT' as const };
    await decide({ ...units, year: 2024, grades: { hrss: 'FAIR', sasac: 'EXCELLENT', education: 'FAIR' } });
    await decide({ ...units, year: 2025, grades: { hrss: 'FAIR', sasac: 'EXCELLENT', education: 'POOR' } });
  });

  afterAll(() => world.close());

  const provinces = { framework: NATIONAL, kind: 'SUBJECT' as const, steps: ['USE_OF_RESULTS', 'CRITICISM'] };

  async function decide(round: DecidedRound): Promise<string> {
    const { framework, year, edition = 1, kind, grades, state = 'CIRCULATED', steps = ['USE_OF_RESULTS'] } = round;
    const code = edition === 1 ? `${framework}@${year}` : `${framework}@${year}#${edition}`;
    const at = `${year + 1}-03-0${edition}T00:00:00Z`;
    const sql = (text: string, values: unknown[]) => world.dataSource.query(text, values);
    const supersedes = edition === 1 ? null : `${framework}@${year}`;
    await sql(
      `insert into round (code, framework, year, edition, supersedes, justification, state, base_years, is_demo, opened_by, opened_at)
       values ($1, $2, $3, $4, $5, $6, $7, '{}', true, 'lead', $8)`,
      [code, framework, year, edition, supersedes, supersedes && '复核', state, at],
    );
    for (const [index, step] of ['USE_OF_RESULTS', 'CRITICISM'].entries()) {
      await sql('insert into round_step (round, step, position, is_on, is_adopted) values ($1, $2, $3, $4, false)', [
        ...[code, step, index],
        steps.includes(step),
      ]);
    }
    for (const [index, [participant, grade]] of Object.entries(grades).entries()) {
      const subject = kind === 'SUBJECT' ? participant : '110106';
      await sql(
        `insert into round_participant (round, participant_kind, participant, subject, position, is_scored)
         values ($1, $2, $3, $4, $5, true)`,
        [code, kind, participant, subject, index + 1],
      );
      await sql(
        `insert into round_decision (round, participant_kind, participant, self_grade, suggested_grade, final_grade, reason,
           body, meeting_name, decided_on, minutes_number, decided_by, decided_at)
         values ($1, $2, $3, 'GOOD', 'GOOD', $4, '会议审定', 'MEETING', '协调小组会议', $5, $6, 'lead', $7)`,
        [code, kind, participant, grade, at.slice(0, 10), `纪要〔${year + 1}〕3号`, at],
      );
      await sql(
        `insert into round_score (round, participant_kind, participant, stage, score_value, score_low, score_high, is_complete,
           as_of, digest, recorded_at) values ($1, $2, $3, 'FINAL', $4, $4, $4, true, $5, 'd', $5)`,
        [code, kind, participant, String(90 - index), at],
      );
    }
    if (state === 'CIRCULATED') {
      await sql(
        `insert into round_circulation (round, notice_number, notice_title, notice_text, addressees, circulated_by, circulated_at)
         values ($1, $2, '通报', '通报', '{}', 'lead', $3)`,
        [code, `专报〔${year + 1}〕第1期`, at],
      );
    }
    return code;
  }

  async function raise(framework: string, year = 2025, asker?: Asker) {
    const { data, codes } = await world.ask(RAISE, { input: { framework, year } }, asker);
    return { ...data?.createResultActions, codes };
  }
  async function act(name: string, input: object, asker: Asker = APPROVER) {
    const { data, codes } = await world.ask(mutation(name), { input }, asker);
    return { ...data?.done, codes };
  }
  async function list(asker?: Asker, variables: object = {}) {
    const { data } = await world.ask(LIST, variables, asker);
    return data.resultActions.edges.map(({ node }: any) => node);
  }
  const brief = (actions: any[]) => actions.map(({ participant, rule }: any) => `${participant.code} ${rule}`);
  const find = (actions: any[], code: string, rule: string) =>
    actions.find((each: any) => each.participant.code === code && each.rule === rule);

  describe('grade history', () => {
    it('keeps self-rated, suggested and final category of every participant and year (rule 52)', async () => {
      const { data } = await world.ask(HISTORY, { framework: NATIONAL });
      const nodes = data.gradeHistory.edges.map(({ node }: any) => node);
      expect(
        nodes.map(({ participant, year, finalGrade }: any) => `${participant.code} ${year} ${finalGrade}`),
      ).toEqual([
        ...['990101 2024 EXCELLENT', '990101 2025 GOOD', '990102 2024 FAIR', '990102 2025 POOR'],
        ...['990103 2024 GOOD', '990103 2025 EXCELLENT'],
      ]);
      expect(nodes[0]).toMatchObject({
        ...{ selfGrade: 'GOOD', suggestedGrade: 'GOOD', reason: '会议审定', body: 'MEETING' },
        ...{ minutesNumber: '纪要〔2025〕3号', noticeNumber: '专报〔2025〕第1期', round: 'national-2022@2024' },
      });
      expect(nodes[0].participant.name).toContain('示例省');
    });

    it('shows a unit its own reasons and nobody but the office a suggested category', async () => {
      const { data } = await world.ask(HISTORY, { framework: DISTRICT }, unit('hrss'));
      const nodes = data.gradeHistory.edges.map(({ node }: any) => node);
      expect(nodes).toHaveLength(6);
      for (const { participant, suggestedGrade, selfGrade, reason } of nodes) {
        const isOwn = participant.code === 'hrss';
        expect([suggestedGrade, selfGrade, reason]).toEqual([null, isOwn ? 'GOOD' : null, isOwn ? '会议审定' : null]);
      }
    });

    it('tells a unit its own category before circulation and no other one (rule 53)', async () => {
      const units = { framework: DISTRICT, kind: 'MEMBER_UNIT' as const, year: 2026, state: 'CIRCULATION' };
      await decide({ ...units, grades: { hrss: 'GOOD', sasac: 'GOOD' } });
      const of2026 = async (asker?: Asker) => {
        const { data } = await world.ask(HISTORY, { framework: DISTRICT }, asker);
        const nodes = data.gradeHistory.edges.map(({ node }: any) => node);
        return nodes.filter(({ year }: any) => year === 2026).map(({ participant }: any) => participant.code);
      };
      expect(await of2026(unit('hrss'))).toEqual(['hrss']);
      expect(await of2026(unit('education'))).toEqual([]);
      expect(await of2026({ role: 'assessor', unit: null })).toEqual([]);
      expect(await of2026()).toEqual(['hrss', 'sasac']);
    });
  });

  describe('actions', () => {
    it('are proposed from the grade history by the office and by nobody else (rules 54, 55, 56, 57, 63)', async () => {
      expect((await raise(NATIONAL, 2025, unit('hrss'))).codes).toEqual(['FORBIDDEN']);
      const { raised, errors } = await raise(NATIONAL);
      expect(errors).toEqual([]);
      expect(brief(raised)).toEqual([
        '990101 guidance-good',
        ...['990102 guidance-poor', '990102 criticism', '990102 interview', '990102 rectification'],
        ...['990103 award-quota', '990103 commendation', '990103 typical-example', '990103 guidance-excellent'],
      ]);
      expect(find(raised, '990102', 'rectification')).toMatchObject({
        ...{ state: 'PROPOSED', kind: 'SANCTION', label: '本级文件', proposedWorkingDays: 60, rectification: null },
        basis: [
          { year: 2025, grade: 'POOR' },
          { year: 2024, grade: 'FAIR' },
        ],
      });
      expect(brief(await list({ role: 'lead-evaluator' }, { framework: NATIONAL }))).toEqual(brief(raised));
    });

    it('are proposed once, however often the rules are run', async () => {
      expect(await raise(NATIONAL)).toMatchObject({ raised: [], lapsed: [], errors: [] });
    });

    it('wait for circulation, and for a framework that exists', async () => {
      expect((await raise(DISTRICT, 2026)).errors).toEqual([{ code: 'RESULTS_NOT_CIRCULATED' }]);
      expect((await raise('no-such', 2025)).errors).toEqual([{ code: 'FRAMEWORK_UNKNOWN' }]);
    });

    it('hold no sanction of the district until its rounds have adopted one (rules 59, 60)', async () => {
      const { raised } = await raise(DISTRICT);
      expect(brief(raised)).toEqual([
        'hrss guidance-fair',
        ...['sasac commendation', 'sasac typical-example', 'sasac guidance-excellent'],
        'education guidance-poor',
      ]);
      await world.dataSource.query(
        `update round_step set is_on = true, is_adopted = true where round = 'fengtai-2023@2025' and step = 'CRITICISM'`,
      );
      const adopted = await raise(DISTRICT);
      expect(brief(adopted.raised)).toEqual([
        ...['hrss criticism', 'hrss interview', 'hrss rectification'],
        ...['education criticism', 'education interview', 'education rectification'],
      ]);
      expect(adopted.raised[0]).toMatchObject({ label: '参照全国办法', source: '产改字〔2022〕1号 三（八）' });
    });

    it('are decided by an approver of the office, with a reason where they are not taken up', async () => {
      const actions = await list({ role: 'lead-evaluator' }, { framework: DISTRICT, year: 2025 });
      const id = find(actions, 'sasac', 'commendation').id;
      expect((await act('confirmResultAction', { action: id }, { role: 'lead-evaluator' })).codes).toEqual([
        'FORBIDDEN',
      ]);
      expect((await act('confirmResultAction', { action: id }, unit('sasac'))).codes).toEqual(['FORBIDDEN']);
      expect((await act('confirmResultAction', { action: id, workingDays: 5 })).errors).toMatchObject([
        { code: 'DEADLINE_MISPLACED' },
      ]);
      const confirmed = await act('confirmResultAction', { action: id, reason: '同意' });
      expect(confirmed).toMatchObject({ action: { state: 'CONFIRMED', reason: '同意' }, errors: [] });
      expect(confirmed.action.events.map(({ act: name }: any) => name)).toEqual(['RAISED', 'CONFIRMED']);
      expect((await act('confirmResultAction', { action: id })).errors).toMatchObject([
        { code: 'RESULT_ACTION_DECIDED' },
      ]);
      const other = find(actions, 'education', 'interview').id;
      expect((await act('dismissResultAction', { action: other, reason: ' ' })).errors).toMatchObject([
        { code: 'TEXT_REQUIRED' },
      ]);
      const dismissed = await act('dismissResultAction', { action: other, reason: '已当面沟通' });
      expect(dismissed).toMatchObject({ action: { state: 'DISMISSED', reason: '已当面沟通' }, errors: [] });
      expect((await act('confirmResultAction', { action: 'no id' })).errors).toMatchObject([
        { code: 'RESULT_ACTION_UNKNOWN' },
      ]);
    });

    it('lapse where the grades they rest on were changed, and can no longer be confirmed', async () => {
      await decide({ ...provinces, year: 2027, grades: { 990101: 'EXCELLENT', 990102: 'POOR' } });
      const { raised } = await raise(NATIONAL, 2027);
      const stale = find(raised, '990101', 'award-quota').id;
      await decide({ ...provinces, year: 2027, edition: 2, grades: { 990101: 'GOOD', 990102: 'POOR' } });
      expect((await act('confirmResultAction', { action: stale })).errors).toMatchObject([
        { code: 'RESULT_ACTION_NOT_SUPPORTED' },
      ]);
      const again = await raise(NATIONAL, 2027);
      expect(brief(again.raised)).toEqual(['990101 guidance-good']);
      expect(again.lapsed.map(({ rule }: any) => rule)).toEqual([
        ...['award-quota', 'commendation', 'typical-example', 'guidance-excellent'],
      ]);
      expect((await act('confirmResultAction', { action: stale })).errors).toMatchObject([
        { code: 'RESULT_ACTION_DECIDED' },
      ]);
    });
  });

  describe('a rectification', () => {
    let id = '';
    const evaluator: Asker = { role: 'lead-evaluator' };
    const report = (asker: Asker, more: object = {}) =>
      act('submitRectificationReport', { action: id, report: '已逐项整改', evidence: EVIDENCE, ...more }, asker);

    it('has a deadline in working days or a day, later than today (rule 57)', async () => {
      world.time = new Date('2026-03-20T02:00:00Z');
      id = find(await list(evaluator, { framework: DISTRICT, year: 2025 }), 'hrss', 'rectification').id;
      const confirm = (more: object) => act('confirmResultAction', { action: id, ...more });
      const twice = { deadline: '2026-05-01', workingDays: 5 };
      expect((await confirm(twice)).errors).toMatchObject([{ code: 'DEADLINE_TWICE' }]);
      expect((await confirm({ deadline: '2026-03-20' })).errors).toMatchObject([{ code: 'DEADLINE_INVALID' }]);
      expect((await confirm({ workingDays: 0 })).errors).toMatchObject([{ code: 'DEADLINE_INVALID' }]);
      expect((await report(unit('hrss'))).errors).toMatchObject([{ code: 'NOT_A_RECTIFICATION' }]);
      const { action } = await confirm({ workingDays: 5 });
      // 2026-03-20 is a Friday; the day of confirmation is not counted.
      expect(action.rectification).toEqual({
        ...{ deadline: '2026-03-27', state: 'OPEN', isOverdue: false, closedOn: null, reports: [] },
      });
    });

    it('is seen by the unit and the office alone (rule 60)', async () => {
      const shown = (await list(unit('hrss'), { framework: DISTRICT, year: 2025 })) as any[];
      expect(brief(shown)).toEqual(['sasac commendation', 'hrss rectification']);
      expect(find(shown, 'sasac', 'commendation')).toMatchObject({ reason: null, events: [] });
      expect(brief(await list(unit('education'), { framework: DISTRICT, year: 2025 }))).toEqual(['sasac commendation']);
      expect((await world.ask(LIST, {}, { role: 'assessor', unit: null })).codes).toEqual(['FORBIDDEN']);
    });

    it('is overdue when the deadline has passed and no report has come', async () => {
      world.time = new Date('2026-03-30T02:00:00Z');
      const [action] = await list(unit('hrss'), { participant: { kind: 'MEMBER_UNIT', code: 'hrss' } });
      expect(action.rectification).toMatchObject({ state: 'OPEN', isOverdue: true });
    });

    it('is reported by the unit itself with evidence', async () => {
      expect((await report(unit('sasac'))).codes).toEqual(['FORBIDDEN']);
      expect((await report(evaluator)).codes).toEqual(['FORBIDDEN']);
      expect((await report(unit('hrss'), { evidence: [] })).errors).toMatchObject([{ code: 'EVIDENCE_REQUIRED' }]);
      const bad = [{ name: ' ', sha256: 'zz' }];
      expect((await report(unit('hrss'), { evidence: bad, report: '' })).errors).toMatchObject([
        { code: 'TEXT_REQUIRED' },
        { code: 'EVIDENCE_INVALID', path: ['input', 'evidence', '0', 'name'] },
        { code: 'EVIDENCE_INVALID', path: ['input', 'evidence', '0', 'sha256'] },
      ]);
      const { action, errors } = await report(unit('hrss'));
      expect(errors).toEqual([]);
      expect(action.rectification).toMatchObject({
        ...{ state: 'REPORTED', isOverdue: false },
        reports: [{ revision: 1, report: '已逐项整改', evidence: EVIDENCE }],
      });
      expect((await report(unit('hrss'))).errors).toMatchObject([{ code: 'RECTIFICATION_STEP' }]);
    });

    it('is returned or accepted by the office and closed only after it was accepted (rule 57: 销号)', async () => {
      const settle = (name: string, reason: string | null, asker?: Asker) => act(name, { action: id, reason }, asker);
      expect((await settle('acceptRectification', null, evaluator)).codes).toEqual(['FORBIDDEN']);
      expect((await settle('closeRectification', null)).errors).toMatchObject([{ code: 'RECTIFICATION_STEP' }]);
      expect((await settle('returnRectification', ' ')).errors).toMatchObject([{ code: 'TEXT_REQUIRED' }]);
      const returned = await settle('returnRectification', '缺少实地照片');
      expect(returned.action.rectification).toMatchObject({ state: 'RETURNED', isOverdue: true });
      expect((await report(unit('hrss', 'unit-approver'), { report: '补充照片' })).errors).toEqual([]);
      expect((await settle('acceptRectification', null)).action.rectification.state).toBe('ACCEPTED');
      const { action } = await settle('closeRectification', '整改到位');
      expect(action.rectification).toMatchObject({ state: 'CLOSED', closedOn: '2026-03-30', isOverdue: false });
      expect(action.rectification.reports.map(({ revision }: any) => revision)).toEqual([1, 2]);
      expect(action.events.map(({ act: name }: any) => name)).toEqual([
        ...['RAISED', 'CONFIRMED', 'REPORTED', 'RETURNED', 'REPORTED', 'ACCEPTED', 'CLOSED'],
      ]);
      expect((await act('dismissResultAction', { action: id, reason: '撤销' })).errors).toMatchObject([
        { code: 'RESULT_ACTION_DECIDED' },
      ]);
    });

    it('of a place without accounts is put on record by the office', async () => {
      const national = await list(evaluator, { framework: NATIONAL, year: 2025 });
      id = find(national, '990102', 'rectification').id;
      expect((await act('confirmResultAction', { action: id })).action.rectification.deadline > '2026-06-01').toBe(
        true,
      );
      expect((await report(unit('hrss'))).codes).toEqual(['FORBIDDEN']);
      expect((await report(evaluator)).action.rectification.state).toBe('REPORTED');
    });
  });

  it('keeps every act in the audit trail', async () => {
    const rows: { action: string }[] = await world.dataSource.query(
      `select distinct action from audit_event where action like 'result-action.%' order by 1`,
    );
    expect(rows.map(({ action }) => action.slice('result-action.'.length))).toEqual([
      ...['accepted', 'closed', 'confirmed', 'dismissed', 'lapsed', 'raised', 'reported', 'returned'],
    ]);
  });

  describe('the table for the annual appraisal (rule 58)', () => {
    const appraisal = (variables: object = {}, asker?: Asker) =>
      world.ask(APPRAISAL, { framework: DISTRICT, year: 2025, ...variables }, asker);
    const nodesOf = ({ data }: any) => data.appraisalEntries.edges.map(({ node }: any) => node);

    it('lists units by category in the official order with the basis, without score or rank', async () => {
      const entries = nodesOf(await appraisal());
      expect(entries.map(({ gradeName, participant }: any) => `${gradeName} ${participant.code}`)).toEqual([
        ...['优秀 sasac', '一般 hrss', '差 education'],
      ]);
      expect(entries[0]).toMatchObject({ minutesNumber: '纪要〔2026〕3号', decidedOn: '2026-03-01', score: null });
      expect(nodesOf(await appraisal({}, unit('hrss')))).toEqual(entries);
    });

    it('has scores for the office when it asks, and for nobody else', async () => {
      expect(nodesOf(await appraisal({ withScores: true })).map(({ score }: any) => score)).toEqual(['89', '90', '88']);
      expect((await appraisal({ withScores: true }, unit('hrss'))).codes).toEqual(['FORBIDDEN']);
    });

    it('is written to a file by hub results export, with scores only for the office', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'hub-results-'));
      const options = { framework: DISTRICT, year: 2025, output: join(folder, 'results.csv') };
      try {
        const refused = await resultsExportCommand(world.client(unit('hrss')), { ...options, withScores: true });
        expect([refused.error?.code, existsSync(options.output)]).toEqual(['FORBIDDEN', false]);
        const { error } = await resultsExportCommand(world.client(unit('hrss')), options);
        expect(error).toBeNull();
        const rows = readFileSync(options.output, 'utf8').trimEnd().split('\r\n').slice(1);
        expect(rows.map((row) => row.split(',').slice(0, 2))).toEqual([
          ...[
            ['优秀', 'sasac'],
            ['一般', 'hrss'],
            ['差', 'education'],
          ],
        ]);
        expect(rows.every((row) => row.includes('纪要〔2026〕3号') && row.endsWith('演示数据，不作依据'))).toBe(true);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it('is empty before circulation and comes in pages', async () => {
      expect(nodesOf(await appraisal({ year: 2026 }))).toEqual([]);
      const first = await appraisal({ first: 2 });
      const { pageInfo, totalCount } = first.data.appraisalEntries;
      expect([nodesOf(first).length, totalCount, pageInfo.hasNextPage]).toEqual([2, 3, true]);
      const second = nodesOf(await appraisal({ first: 2, after: pageInfo.endCursor }));
      expect(second.map(({ participant }: any) => participant.code)).toEqual(['education']);
    });
  });

  describe('problems', () => {
    const PROBLEM =
      'problem { id problem proposal addressee raisedUnit { code } answer { text body } } errors { code }';
    const CREATE = `mutation ($input: CreatePolicyProblemInput!) { done: createPolicyProblem(input: $input) { ${PROBLEM} } }`;
    const ANSWER = `mutation ($input: AnswerPolicyProblemInput!) { done: answerPolicyProblem(input: $input) { ${PROBLEM} } }`;
    const PROBLEMS = '{ policyProblems(isAnswered: true) { totalCount edges { node { id } } } }';
    const input = {
      ...{ framework: DISTRICT, year: 2025, indicatorKey: 'leading-body', addressee: '市人力社保局' },
      ...{ problem: '评价机构少，职工评价等级难', proposal: '放开企业自主评价备案' },
    };
    let id = '';

    it('go on record with a way to solve them (rule 61)', async () => {
      const created = await world.ask(CREATE, { input }, unit('hrss'));
      expect(created.data.done).toMatchObject({ problem: { raisedUnit: { code: 'hrss' }, answer: null }, errors: [] });
      id = created.data.done.problem.id;
      const bad = { ...input, proposal: ' ', indicatorKey: 'no-such', framework: DISTRICT };
      const refused = await world.ask(CREATE, { input: bad }, unit('hrss'));
      expect(refused.data.done.errors).toEqual([{ code: 'INDICATOR_UNKNOWN' }, { code: 'TEXT_REQUIRED' }]);
      expect((await world.ask(CREATE, { input }, { role: 'assessor', unit: null })).codes).toEqual(['FORBIDDEN']);
    });

    it('go back to those who make the policy, whose answer the office records once (rule 62)', async () => {
      const answer = { input: { problem: id, answer: '已纳入修订计划', body: '市人力社保局' } };
      expect((await world.ask(ANSWER, answer, unit('hrss'))).codes).toEqual(['FORBIDDEN']);
      const { data } = await world.ask(ANSWER, answer);
      expect(data.done).toMatchObject({ problem: { answer: { body: '市人力社保局' } }, errors: [] });
      expect((await world.ask(ANSWER, answer)).data.done.errors).toEqual([{ code: 'PROBLEM_ANSWERED' }]);
      expect((await world.ask(PROBLEMS, {}, unit('hrss'))).data.policyProblems.totalCount).toBe(1);
      expect((await world.ask(PROBLEMS, {}, unit('sasac'))).data.policyProblems.totalCount).toBe(0);
    });
  });
});

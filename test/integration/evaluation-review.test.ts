// biome-ignore-all lint/suspicious/noExplicitAny: answers are read field by field
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, EvaluationWorld } from './evaluation-world.ts';

const SEAT = 'number reviewer body isOwn isMarked level { code name } mark reason basis occasion';
const REVIEW = `id state levelsApart reason item { code } seats { ${SEAT} }`;
const PAYLOAD = `review { ${REVIEW} } errors { code path }`;
const OPEN = `mutation ($input: CreateAssessmentReviewInput!) { createAssessmentReview(input: $input) { ${PAYLOAD} } }`;
const MARK = `mutation ($input: SubmitReviewMarkInput!) { submitReviewMark(input: $input) { ${PAYLOAD} } }`;
const EXTEND = `mutation ($input: ExtendAssessmentReviewInput!) { extendAssessmentReview(input: $input) { ${PAYLOAD} } }`;
const WITHDRAW = `mutation ($input: WithdrawAssessmentReviewInput!) { withdrawAssessmentReview(input: $input) { ${PAYLOAD} } }`;
const LIST = `query ($item: Int) { assessmentReviews(year: 2025, framework: "fengtai-2023", first: $item) {
  totalCount edges { node { ${REVIEW} } } } }`;
const AGREEMENT = `{ assessmentAgreement(framework: "fengtai-2023", year: 2025) {
  whole { reviewCount equalLevelShare meanGap splitCount } items { item { code } reviewCount } } }`;
const SINGLE = `mutation ($input: CreateAssessmentInput!) { createAssessment(input: $input) {
  assessment { level { code name } basis occasion isReviewed } errors { code } } }`;
const SCORE = `{ subject(code: "110106") { evaluation(year: 2025) {
  indicators(first: 100) { edges { node { indicator { code } score { value } assessments { mark body isReviewed level { code } } } } } } } }`;

const ITEM = 'leading-body-rating';
const PLACE = { item: ITEM, subject: '110106', year: 2025, source: 'THIRD_PARTY' };
const reviewer = (name: string): Asker => ({ role: 'assessor', unit: null, subject: name });
const [first, second, third] = [reviewer('甲'), reviewer('乙'), reviewer('丙')];
const PAIR = [
  { reviewer: '甲', body: '评估机构一' },
  { reviewer: '乙', body: '评估机构一' },
];

describe('a blind review', () => {
  let world: EvaluationWorld;

  beforeAll(async () => {
    world = await EvaluationWorld.open();
  });

  afterAll(() => world.close());

  async function open(item = ITEM, reviewers: readonly object[] = PAIR) {
    const { data } = await world.ask(OPEN, { input: { ...PLACE, item, reviewers } });
    return data.createAssessmentReview;
  }

  async function mark(review: string, asker: Asker, level: string, points: string) {
    const input = { review, level, mark: points, reason: '查阅台账', basis: 'LEDGER', occasion: 'STAGE' };
    const { data } = await world.ask(MARK, { input }, asker);
    return data.submitReviewMark;
  }

  const seen = async (asker: Asker, id: string) => {
    const { data } = await world.ask(LIST, { item: 100 }, asker);
    return data.assessmentReviews.edges.map(({ node }: any) => node).find((node: any) => node.id === id);
  };
  const marksOf = (review: any) => review.seats.map((seat: any) => seat.mark);

  it('shows nobody a mark but its own reviewer until both are in (rule 80: fair and factual)', async () => {
    const { review, errors } = await open();
    expect(errors).toEqual([]);
    expect(review).toMatchObject({ state: 'OPEN', levelsApart: null, item: { code: ITEM } });
    expect(await mark(review.id, first, 'A', '95')).toMatchObject({ review: { state: 'OPEN' }, errors: [] });
    expect(marksOf(await seen(first, review.id))).toEqual(['95', null]);
    expect(marksOf(await seen(second, review.id))).toEqual([null, null]);
    expect((await seen(second, review.id)).seats[0]).toMatchObject({ reviewer: null, body: null, isMarked: true });
    expect(marksOf(await seen({ role: 'lead-evaluator' }, review.id))).toEqual([null, null]);
    expect(await seen(third, review.id)).toBeUndefined();
    const done = await mark(review.id, second, 'B', '85');
    expect(done.review).toMatchObject({ state: 'CONCLUDED', levelsApart: 1 });
    expect(marksOf(await seen(first, review.id))).toEqual(['95', '85']);
    expect(marksOf(await seen({ role: 'lead-evaluator' }, review.id))).toEqual(['95', '85']);
  });

  it('counts in the score as the model says, with level, basis and occasion (rules 195, 196, 197, 198)', async () => {
    await world.recalculation.recalculate({ subject: '110106', year: 2025 });
    const { data } = await world.ask(SCORE);
    const { assessments } = data.subject.evaluation.indicators.edges
      .map(({ node }: any) => node)
      .find(({ indicator }: any) => indicator.code === '7');
    expect(assessments).toEqual([
      { mark: '85', body: '评估机构一', isReviewed: true, level: { code: 'B' } },
      { mark: '95', body: '评估机构一', isReviewed: true, level: { code: 'A' } },
    ]);
    const rows = await world.dataSource.query(
      `select basis, occasion from assessment where superseded_at is null and item = $1`,
      [ITEM],
    );
    expect(rows).toEqual(Array(2).fill({ basis: 'LEDGER', occasion: 'STAGE' }));
  });

  it('is not undone by a mark given alone', async () => {
    const input = { ...PLACE, body: '评估机构二', mark: '10', reason: '补评' };
    const { data } = await world.ask(SINGLE, { input });
    expect(data.createAssessment).toEqual({ assessment: null, errors: [{ code: 'ASSESSED_BY_REVIEW' }] });
  });

  it('asks for a third on a split of more than one level, who sees neither of the two', async () => {
    const { review } = await open('reform-office-rating');
    await mark(review.id, first, 'A', '92');
    const split = await mark(review.id, second, 'C', '65');
    expect(split.review).toMatchObject({ state: 'THIRD_NEEDED', levelsApart: 2 });
    const input = { review: review.id, third: { reviewer: '甲', body: '评估机构二' } };
    expect((await world.ask(EXTEND, { input })).data.extendAssessmentReview.errors).toMatchObject([
      { code: 'REVIEWER_TWICE' },
    ]);
    const extended = await world.ask(EXTEND, { input: { ...input, third: { reviewer: '丙', body: '评估机构二' } } });
    expect(extended.data.extendAssessmentReview.errors).toEqual([]);
    expect(marksOf(await seen(third, review.id))).toEqual([null, null, null]);
    expect(marksOf(await seen(first, review.id))).toEqual(['92', '65', null]);
    const done = await mark(review.id, third, 'B', '80');
    expect(done.review).toMatchObject({ state: 'CONCLUDED' });
    const counted = await world.dataSource.query(
      `select mark::text from assessment where superseded_at is null and item = 'reform-office-rating' order by 1`,
    );
    expect(counted.map((row: any) => row.mark)).toEqual(['65', '80', '92']);
  });

  it('tells the office how far reviewers agree, and nobody else', async () => {
    const { data } = await world.ask(AGREEMENT);
    expect(data.assessmentAgreement).toEqual({
      whole: { reviewCount: 2, equalLevelShare: '0', meanGap: '18.5', splitCount: 1 },
      items: [
        { item: { code: ITEM }, reviewCount: 1 },
        { item: { code: 'reform-office-rating' }, reviewCount: 1 },
      ],
    });
    expect((await world.ask(AGREEMENT, {}, first)).codes).toEqual(['FORBIDDEN']);
    expect((await world.ask(OPEN, { input: { ...PLACE, reviewers: PAIR } }, first)).codes).toEqual(['FORBIDDEN']);
  });

  it('refuses the unit that leads the indicator, as body and as the unit of a reviewer (rule 80)', async () => {
    const item = 'key-initiatives-rating';
    const lead = world.catalogue.frameworks.get('fengtai-2023')?.assessmentItems.get(item)?.notBy ?? '';
    const led = await open(item, [PAIR[0] ?? {}, { reviewer: '乙', body: lead }]);
    expect(led.errors).toEqual([{ code: 'ASSESSED_BY_LEAD_UNIT', path: ['input', 'reviewers', '1', 'body'] }]);
    const { review } = await open(item);
    const insider = await mark(review.id, { role: 'assessor', unit: lead, subject: '甲' }, 'A', '95');
    expect(insider.errors).toMatchObject([{ code: 'ASSESSED_BY_LEAD_UNIT' }]);
  });

  it('refuses what does not fit: one reviewer twice, one reviewer, a second review, strangers, a second mark', async () => {
    const codes = ({ errors }: any) => errors.map(({ code }: any) => code);
    const item = 'member-unit-role-rating';
    expect(codes(await open(item, [PAIR[0] ?? {}, PAIR[0] ?? {}]))).toEqual(['REVIEWER_TWICE']);
    expect(codes(await open(item, PAIR.slice(0, 1)))).toEqual(['REVIEWER_COUNT']);
    expect(codes(await open('no-such-item'))).toEqual(['ASSESSMENT_ITEM_UNKNOWN']);
    const { review } = await open(item);
    expect(codes(await open(item))).toEqual(['REVIEW_ALREADY_OPEN']);
    expect(codes(await mark(review.id, third, 'A', '95'))).toEqual(['REVIEW_UNKNOWN']);
    expect(codes(await mark('no id', first, 'A', '95'))).toEqual(['REVIEW_UNKNOWN']);
    expect(codes(await mark(review.id, first, 'A', '60'))).toEqual(['MARK_OUTSIDE_LEVEL']);
    expect(codes(await mark(review.id, first, 'A', '95'))).toEqual([]);
    expect(codes(await mark(review.id, first, 'A', '96'))).toEqual(['REVIEW_ALREADY_MARKED']);
    const third3 = { review: review.id, third: { reviewer: '丙', body: '评估机构二' } };
    expect(codes((await world.ask(EXTEND, { input: third3 })).data.extendAssessmentReview)).toEqual([
      'THIRD_NOT_NEEDED',
    ]);
    const withdraw = (reason: string) => world.ask(WITHDRAW, { input: { review: review.id, reason } });
    expect(codes((await withdraw(' ')).data.withdrawAssessmentReview)).toEqual(['TEXT_REQUIRED']);
    const withdrawn = (await withdraw('评定人回避')).data.withdrawAssessmentReview;
    expect(withdrawn).toMatchObject({ review: { state: 'CANCELLED', reason: '评定人回避' }, errors: [] });
    expect(codes(await mark(review.id, second, 'A', '95'))).toEqual(['REVIEW_ENDED']);
    expect(
      await world.dataSource.query(`select 1 from assessment where superseded_at is null and item = $1`, [item]),
    ).toEqual([]);
  });

  it('has one outcome where two offices open and two reviewers mark at the same time', async () => {
    const item = 'experience-spreading-rating';
    const source = world.catalogue.frameworks.get('fengtai-2023')?.assessmentItems.get(item)?.judgedBy[0] ?? '';
    const input = { ...PLACE, item, source: source.toUpperCase().replaceAll('-', '_'), reviewers: PAIR };
    const opened = await Promise.all([1, 2].map(() => world.ask(OPEN, { input })));
    const errors = opened.flatMap(({ data }) => data.createAssessmentReview.errors.map((each: any) => each.code));
    expect(errors).toEqual(['REVIEW_ALREADY_OPEN']);
    const [id] = opened.flatMap(({ data }) => data.createAssessmentReview.review?.id ?? []);
    const marks = [first, first, second, second].map((asker) => mark(id, asker, 'A', '95'));
    const codes = (await Promise.all(marks)).flatMap((done) => done.errors.map((each: any) => each.code));
    expect(codes).toHaveLength(2);
    for (const code of codes) expect(['REVIEW_ALREADY_MARKED', 'REVIEW_ENDED']).toContain(code);
    const rows = await world.dataSource.query(
      'select reviewer from assessment where review = $1 and superseded_at is null order by 1',
      [id],
    );
    expect(rows.map((row: any) => row.reviewer).sort()).toEqual(['乙', '甲'].sort());
  });

  it('keeps the mark out of the audit and every act in it', async () => {
    const rows: { action: string; detail: object }[] = await world.dataSource.query(
      `select action, detail from audit_event where action like 'review.%' order by happened_at, id`,
    );
    expect(new Set(rows.map(({ action }) => action))).toEqual(
      new Set(['review.open', 'review.mark', 'review.extend', 'review.withdraw']),
    );
    for (const { action, detail } of rows) if (action === 'review.mark') expect(detail).not.toHaveProperty('mark');
  });

  it('leaves a mark given alone as it was where no review is organised', async () => {
    const place = { ...PLACE, item: 'leadership-attention-rating', source: 'SUPERIOR' };
    const input = {
      ...place,
      body: '市协调小组办公室',
      mark: '88',
      reason: '机制健全',
      basis: 'FIELD',
      occasion: 'DAILY',
    };
    const { data } = await world.ask(SINGLE, { input });
    expect(data.createAssessment).toEqual({
      assessment: { level: { code: 'B', name: '良' }, basis: 'FIELD', occasion: 'DAILY', isReviewed: false },
      errors: [],
    });
  });
});

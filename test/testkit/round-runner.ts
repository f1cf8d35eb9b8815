import { createHash } from 'node:crypto';
import { dayInShanghai } from '../../shared/primitives/calendar-day.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read by path in tests
type Json = any;

/** A running hub: whose token, and an answer to it. */
export interface RoundHub {
  token(holder: string): string;
  ask(token: string, query: string, variables?: object): Promise<{ readonly body: Json }>;
}

export interface RunParticipant {
  readonly kind: 'SUBJECT' | 'MEMBER_UNIT';
  readonly code: string;
  readonly isScored: boolean;
  readonly suggestedGrade: string | null;
}

const REPORT = Buffer.from('%PDF-1.7\n演示：自评报告\n%%EOF\n');
/** Steps that the district's document leaves out and its rounds take over here. */
const STEPS: ReadonlySet<string> = new Set(['SELF_EVALUATION', 'DECISION', 'CIRCULATION', 'CRITICISM']);
const FAULTS = 'errors { code message remedy }';

/** A yearly round on the running product, by its public interfaces alone, from the plan to the circulation. */
export class RoundRunner {
  readonly round: string;

  constructor(
    private readonly hub: RoundHub,
    private readonly framework: string,
    private readonly year: number,
  ) {
    this.round = `${framework}@${year}`;
  }

  async ask(holder: string, query: string, variables: object = {}): Promise<Json> {
    const { body } = await this.hub.ask(this.hub.token(holder), query, variables);
    if (body.errors) throw new Error(`${query.slice(0, 120)}: ${JSON.stringify(body.errors).slice(0, 600)}`);
    return body.data;
  }

  /** Carries out a mutation that must succeed. */
  async act(mutation: string, input: object, holder = 'lead', more = 'round { code state }'): Promise<Json> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const data = await this.ask(
      holder,
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${more} ${FAULTS} } }`,
      { input },
    );
    const { errors, ...payload } = data[mutation];
    if (errors.length > 0) throw new Error(`${mutation}: ${JSON.stringify(errors).slice(0, 600)}`);
    return payload;
  }

  private onRound(mutation: string, input: object = {}): Promise<Json> {
    return this.act(mutation, { round: this.round, ...input });
  }

  async open(): Promise<void> {
    await this.act('openRound', { framework: this.framework, year: this.year });
    const { round } = await this.ask('lead', 'query ($code: String!) { round(code: $code) { steps { step basis } } }', {
      code: this.round,
    });
    const borrowed = round.steps.filter(({ basis }: Json) => basis === '参照全国办法').map(({ step }: Json) => step);
    const act = { actTitle: '协调小组会议纪要', actNumber: '演示〔2026〕1号', decidedOn: dayInShanghai(new Date()) };
    for (const step of borrowed) if (STEPS.has(step)) await this.onRound('adoptRoundStep', { step, ...act });
  }

  async participants(): Promise<RunParticipant[]> {
    const data = await this.ask(
      'lead',
      'query ($code: String!) { round(code: $code) { participants(first: 100) { edges { node { kind code isScored suggestedGrade } } } } }',
      { code: this.round },
    );
    return data.round.participants.edges.map(({ node }: Json) => node);
  }

  /** Draft, report and sending, each by whoever answers for the participant. */
  async selfEvaluate(who: RunParticipant, selfGrade: string): Promise<void> {
    const [holder, target] = [this.holderOf(who), this.targetOf(who)];
    const keys = await this.indicatorsOf(who);
    const narratives = keys.map((indicator) => ({ indicator, text: '已按年度要点完成（演示）。' }));
    const draft = { selfGrade, answerablePerson: '张某某，办公室主任', narratives };
    await this.act('updateSelfEvaluation', { ...target, ...draft }, holder);
    const sha256 = createHash('sha256').update(REPORT).digest('hex');
    const file = { name: '自评报告.pdf', mediaType: 'application/pdf', content: REPORT.toString('base64'), sha256 };
    await this.act('attachSelfEvaluationReport', { ...target, ...file }, holder);
    await this.act('sendSelfEvaluation', target, holder);
  }

  /** The whole round; the categories are those suggested, or fair with a reason where there is no suggestion. */
  async run(selfGrade: (who: RunParticipant) => string = () => '良好'): Promise<RunParticipant[]> {
    await this.open();
    await this.onRound('openSelfEvaluation');
    const scored = (await this.participants()).filter(({ isScored }) => isScored);
    for (const who of scored) await this.selfEvaluate(who, selfGrade(who));
    await this.onRound('openVerification');
    await this.onRound('verifyScores');
    await this.onRound('openHearing');
    for (const who of scored) {
      await this.act('respondToHearing', { ...this.targetOf(who), answer: 'AGREED' }, this.holderOf(who));
    }
    await this.onRound('openDecision');
    const grades = (await this.participants())
      .filter(({ isScored }) => isScored)
      .map((who) => ({
        participant: { kind: who.kind, code: who.code },
        grade: who.suggestedGrade ?? 'FAIR',
        reason: who.suggestedGrade === null ? '数据不足以给出建议，按会议意见' : null,
      }));
    const meeting = { body: 'MEETING', meetingName: '协调小组会议', minutesNumber: '演示纪〔2026〕3号' };
    await this.onRound('decideGrades', { grades, ...meeting, decidedOn: dayInShanghai(new Date()) });
    const done = await this.onRound('circulateRound', { noticeNumber: '演示〔2026〕5号', addressees: ['各成员单位'] });
    if (done.round.state !== 'CIRCULATED') throw new Error(`the round is ${done.round.state}`);
    return scored;
  }

  private targetOf({ kind, code }: RunParticipant) {
    return { round: this.round, participant: { kind, code } };
  }

  /** A unit acts for itself, the office for subjects. */
  private holderOf({ kind, code }: RunParticipant): string {
    if (kind === 'SUBJECT') return 'lead';
    return code;
  }

  private async indicatorsOf({ kind, code }: RunParticipant): Promise<string[]> {
    const data = await this.ask(
      'lead',
      'query ($code: String!) { framework(code: $code) { indicators(first: 100) { edges { node { key leadUnit { code } } } } } }',
      { code: this.framework },
    );
    return data.framework.indicators.edges
      .filter(({ node }: Json) => kind === 'SUBJECT' || node.leadUnit?.code === code)
      .map(({ node }: Json) => node.key);
  }
}

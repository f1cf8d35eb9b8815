import { createHash } from 'node:crypto';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { DistrictFeed } from '../testkit/district-feed.ts';
import { type Asker, EvaluationWorld } from './evaluation-world.ts';

export const ROUND = 'fengtai-2023@2025';
export const DISTRICT = { kind: 'SUBJECT', code: '110106' } as const;

export interface Who {
  readonly kind: 'SUBJECT' | 'MEMBER_UNIT';
  readonly code: string;
}

export const unit = (code: string): Who => ({ kind: 'MEMBER_UNIT', code });

export const evaluator: Asker = { role: 'lead-evaluator', unit: 'union', subject: 'person:evaluator' };
export const approver: Asker = { role: 'lead-approver', unit: 'union', subject: 'person:approver' };

/** Who acts for a participant: the unit's own approver, the office for the district. */
export const actorOf = ({ kind, code }: Who): Asker =>
  kind === 'SUBJECT' ? approver : { role: 'unit-approver', unit: code, subject: `person:head-${code}` };

const only = ({ kind, code }: Who): Who => ({ kind, code });

export const PDF = Buffer.from('%PDF-1.7\n演示：自评报告\n%%EOF\n');

export const REFUSALS = 'errors { code path message remedy }';
const STATE = 'round { code state seq }';

export interface Participant extends Who {
  readonly name: string;
  readonly isScored: boolean;
}

/** Acts of a round as clients write them. */
export class RoundActs {
  readonly world: EvaluationWorld;

  constructor(world: EvaluationWorld) {
    this.world = world;
  }

  /** The demo district, reported and evaluated, before the round of 2025. */
  static async open(): Promise<RoundActs> {
    const world = await EvaluationWorld.open('on');
    world.time = new Date('2026-01-12T02:00:00Z');
    const ingest = new IngestService(world.dataSource, new FrameworkRegister(world.catalogue));
    await new DistrictFeed(world.catalogue, ingest).acceptDemo();
    for (const year of [2024, 2025]) await world.recalculation.recalculate({ subject: '110106', year });
    return new RoundActs(world);
  }

  /** Moves the clock to ten in the morning of a day, Beijing time. */
  at(day: string): void {
    this.world.time = new Date(`${day}T10:00:00+08:00`);
  }

  /** Carries out a mutation; returns its payload. A refusal before the service (no permission) is a code in `denied`. */
  async act(mutation: string, input: object, asker: Asker, more = STATE): Promise<Outcome> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const { data, codes } = await this.world.ask(
      `mutation Act($input: ${type}!) { ${mutation}(input: $input) { ${more} ${REFUSALS} } }`,
      { input },
      asker,
    );
    const payload = data?.[mutation] ?? null;
    return {
      payload,
      denied: codes,
      codes: (payload?.errors ?? []).map(({ code }: { code: string }) => code),
      state: payload?.round?.state ?? null,
    };
  }

  office(mutation: string, input: object = {}): Promise<Outcome> {
    return this.act(mutation, { round: ROUND, ...input }, evaluator);
  }

  async openRound(input: object = {}): Promise<Outcome> {
    return this.act('openRound', { framework: 'fengtai-2023', year: 2025, ...input }, evaluator);
  }

  async adopt(...steps: string[]): Promise<void> {
    for (const step of steps) {
      const act = { actTitle: '协调小组会议纪要', actNumber: `丰产改纪〔2026〕1号`, decidedOn: '2026-01-09' };
      const { codes } = await this.office('adoptRoundStep', { step, ...act });
      if (codes.length > 0) throw new Error(codes.join());
    }
  }

  async participants(round = ROUND): Promise<Participant[]> {
    const { data } = await this.world.ask(
      'query ($round: String!) { round(code: $round) { participants(first: 100) { edges { node { kind code name isScored } } } } }',
      { round },
      evaluator,
    );
    return data.round.participants.edges.map(({ node }: { node: Participant }) => node);
  }

  /** Keys of the indicators a participant answers for. */
  async indicatorsOf({ kind, code }: Who): Promise<string[]> {
    const { data } = await this.world.ask(
      '{ framework(code: "fengtai-2023") { indicators(first: 100) { edges { node { key leadUnit { code } } } } } }',
      {},
      evaluator,
    );
    return data.framework.indicators.edges
      .map(({ node }: { node: { key: string; leadUnit: { code: string } } }) => node)
      .filter(({ leadUnit }: { leadUnit: { code: string } }) => kind === 'SUBJECT' || leadUnit.code === code)
      .map(({ key }: { key: string }) => key);
  }

  async draft(who: Who, input: object = {}, round = ROUND): Promise<Outcome> {
    const narratives = (await this.indicatorsOf(who)).map((indicator) => ({ indicator, text: '已按年度要点完成。' }));
    const given = { selfGrade: '良好', answerablePerson: '张某某，办公室主任', narratives, ...input };
    return this.act('updateSelfEvaluation', { round, participant: only(who), ...given }, actorOf(who));
  }

  attach(who: Who, input: object = {}, round = ROUND): Promise<Outcome> {
    const sha256 = createHash('sha256').update(PDF).digest('hex');
    const file = { name: '自评报告.pdf', mediaType: 'application/pdf', content: PDF.toString('base64'), sha256 };
    return this.act('attachSelfEvaluationReport', { round, participant: only(who), ...file, ...input }, actorOf(who));
  }

  send(who: Who, round = ROUND): Promise<Outcome> {
    return this.act('sendSelfEvaluation', { round, participant: only(who) }, actorOf(who));
  }

  /** Draft, report and sending. */
  async selfEvaluate(who: Who, round = ROUND): Promise<void> {
    for (const outcome of [
      await this.draft(who, {}, round),
      await this.attach(who, {}, round),
      await this.send(who, round),
    ]) {
      if (outcome.codes.length + outcome.denied.length > 0) {
        throw new Error(`${who.code}: ${JSON.stringify(outcome)}`);
      }
    }
  }

  respond(who: Who, input: object = { answer: 'AGREED' }, round = ROUND): Promise<Outcome> {
    return this.act('respondToHearing', { round, participant: only(who), ...input }, actorOf(who));
  }

  decide(grades: readonly object[], input: object = {}, round = ROUND): Promise<Outcome> {
    const meeting = { body: 'MEETING', meetingName: '区协调小组第十次会议', minutesNumber: '丰产改纪〔2026〕3号' };
    return this.act('decideGrades', { round, grades, ...meeting, decidedOn: '2026-04-20', ...input }, approver);
  }

  circulate(input: object = {}, round = ROUND): Promise<Outcome> {
    const notice = { noticeNumber: '丰产改办〔2026〕5号', addressees: ['各成员单位'] };
    return this.act('circulateRound', { round, ...notice, ...input }, approver);
  }

  /** Everything the round's tables hold, as one text: equal before and after what changes nothing. */
  async everything(): Promise<string> {
    const tables = [
      ...['round', 'round_step', 'round_step_adoption', 'round_participant', 'round_event', 'round_base_value'],
      ...['self_evaluation', 'self_evaluation_document', 'round_score', 'round_hearing', 'round_appeal'],
      ...['round_decision', 'round_circulation', 'audit_event', 'graphile_worker.jobs'],
    ];
    const texts: string[] = [];
    for (const table of tables) {
      const [row] = await this.world.dataSource.query(
        `select coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') as text from ${table} t`,
      );
      texts.push(`${table} ${row.text}`);
    }
    return texts.join('\n');
  }

  close(): Promise<void> {
    return this.world.close();
  }
}

export interface Outcome {
  // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
  readonly payload: any;
  readonly denied: readonly string[];
  readonly codes: readonly string[];
  readonly state: string | null;
}

import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import {
  type Connection,
  mapPage,
  pageOfList,
  pageRequest,
  toConnection,
} from '../../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../../shared/graphql/context.ts';
import { Requires } from '../../../../shared/graphql/requires.ts';
import { type RoundParticipant, RoundParticipantConnection } from './participant.type.ts';
import {
  OverdueMatter,
  Round,
  RoundCirculation,
  RoundConnection,
  type RoundEvent,
  RoundEventConnection,
  RoundStep,
} from './round.type.ts';
import { ParticipantKind } from './round-enums.ts';
import type { RoundReadService } from './round-read.service.ts';
import type { RoundView } from './round-view.ts';

const FIRST = '取前几项，1 至 500，默认 20';
const AFTER = '从这个游标之后取';

/** Rounds, and what belongs to them. */
export function createRoundResolver(rounds: RoundReadService, view: RoundView) {
  @Resolver(() => Round)
  class RoundResolver {
    @Requires('round:read')
    @Query(() => Round, { nullable: true, description: '按代码查年度评价；没有时为空' })
    async round(
      @Arg('code', () => String, { description: '年度评价的代码' }) code: string,
      @Ctx() { viewer }: SubgraphContext,
    ): Promise<Round | null> {
      const record = await rounds.find(viewer, code);
      return record && view.round(record, viewer);
    }

    @Requires('round:read')
    @Query(() => RoundConnection, { nullable: true, description: '年度评价，年度近的在前' })
    async rounds(
      @Ctx() { viewer }: SubgraphContext,
      @Arg('framework', () => String, { nullable: true, description: '只取这个指标体系的' }) framework?: string | null,
      @Arg('year', () => Int, { nullable: true, description: '只取这个评价年度的' }) year?: number | null,
      @Arg('first', () => Int, { nullable: true, description: FIRST }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: AFTER }) after?: string | null,
    ): Promise<Connection<Round>> {
      const filter = { framework: framework ?? null, year: year ?? null };
      const page = await rounds.page(viewer, filter, pageRequest(first, after));
      return toConnection(mapPage(page, (record) => view.round(record, viewer)));
    }

    @FieldResolver(() => [RoundStep], { description: '步骤，按先后' })
    async steps(@Root() round: Round): Promise<RoundStep[]> {
      return view.steps(round, (await round.facts()).steps);
    }

    @FieldResolver(() => RoundParticipantConnection, { description: '参评单位，按名录顺序' })
    async participants(
      @Root() round: Round,
      @Arg('kind', () => ParticipantKind, { nullable: true, description: '只取这一种参评单位' })
      kind?: ParticipantKind | null,
      @Arg('codes', () => [String], { nullable: true, description: '只取这些代码的参评单位' })
      codes?: readonly string[] | null,
      @Arg('first', () => Int, { nullable: true, description: FIRST }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: AFTER }) after?: string | null,
    ): Promise<Connection<RoundParticipant>> {
      const facts = await round.facts();
      const wanted = facts.participants
        .filter((each) => kind == null || each.kind === kind)
        .filter((each) => codes == null || codes.includes(each.code));
      const page = pageOfList(wanted, pageRequest(first, after));
      return toConnection(mapPage(page, (participant) => view.participant(round, participant, facts)));
    }

    @FieldResolver(() => RoundEventConnection, {
      description: '办理记录，按先后；办公室可见全部，成员单位可见涉及全体和本单位的',
    })
    async events(
      @Root() round: Round,
      @Ctx() { viewer }: SubgraphContext,
      @Arg('first', () => Int, { nullable: true, description: FIRST }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: AFTER }) after?: string | null,
    ): Promise<Connection<RoundEvent>> {
      const facts = await round.facts();
      const page = await rounds.events(viewer, round.record, pageRequest(first, after));
      return toConnection(mapPage(page, (event) => view.event(round, event, facts)));
    }

    @FieldResolver(() => [OverdueMatter], { description: '逾期未办的事：办公室可见全部，成员单位只见本单位的' })
    async overdue(@Root() round: Round, @Ctx() { viewer }: SubgraphContext): Promise<OverdueMatter[]> {
      const [facts, owed] = await Promise.all([round.facts(), rounds.overdue(viewer, round.record)]);
      return owed.map((each) => view.overdue(round, each, facts));
    }

    @FieldResolver(() => RoundCirculation, { nullable: true, description: '通报；尚未通报时为空' })
    async circulation(@Root() round: Round): Promise<RoundCirculation | null> {
      return rounds.circulation(round.record);
    }

    @FieldResolver(() => String, { nullable: true, description: '通报正文的预览；只有办公室在待通报时可见' })
    async noticeDraft(@Root() round: Round, @Ctx() { viewer }: SubgraphContext): Promise<string | null> {
      return rounds.noticeDraft(viewer, round.record);
    }
  }
  return RoundResolver;
}

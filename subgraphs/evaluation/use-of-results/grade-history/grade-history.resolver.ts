import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { type Connection, pageOfList, pageRequest, toConnection } from '../../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../../shared/graphql/context.ts';
import { Requires } from '../../../../shared/graphql/requires.ts';
import { Grade } from '../../result/result-enums.ts';
import { GRADE_NAMES } from '../../round/decision/grade-word.ts';
import { ParticipantInput } from '../../round/graph/participant.type.ts';
import { DecidingBody } from '../../round/graph/round-enums.ts';
import type { GradeRecord as History } from './grade-history.ts';
import {
  type AppraisalEntry,
  AppraisalEntryConnection,
  type GradeRecord,
  GradeRecordConnection,
} from './grade-record.type.ts';
import type { ShowParticipant } from '../participant-names.ts';
import type { UseOfResultsListService } from '../use-of-results-list.service.ts';

/** Grades year by year, and the table for the annual appraisal. */
export function createGradeHistoryResolver(lists: UseOfResultsListService, show: ShowParticipant) {
  async function toRecord(context: SubgraphContext, record: History): Promise<GradeRecord> {
    const { year, round, reason, meetingName, decidedOn, minutesNumber, noticeNumber, circulatedAt, isDemo } = record;
    return {
      ...{ year, round, reason, meetingName, decidedOn, minutesNumber, noticeNumber, circulatedAt, isDemo },
      participant: await show(context, record),
      selfGrade: record.selfGrade && Grade[record.selfGrade],
      suggestedGrade: record.suggestedGrade && Grade[record.suggestedGrade],
      finalGrade: Grade[record.finalGrade],
      body: DecidingBody[record.body],
    };
  }

  @Resolver()
  class GradeHistoryResolver {
    @Requires('evaluation:read')
    @Query(() => GradeRecordConnection, {
      nullable: true,
      description: '评价类别史：各参评单位各年度的类别，按名录顺序；本单位审定后可见，其他单位通报后可见',
    })
    async gradeHistory(
      @Ctx() context: SubgraphContext,
      @Arg('framework', () => ID, { description: '指标体系代码' }) framework: string,
      @Arg('year', () => Int, { nullable: true, description: '评价年度' }) year?: number | null,
      @Arg('participant', () => ParticipantInput, { nullable: true, description: '参评单位' })
      participant?: ParticipantInput | null,
      @Arg('first', () => Int, { nullable: true, description: '取前几项，1 至 500，默认 20' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从这个游标之后取' }) after?: string | null,
    ): Promise<Connection<GradeRecord>> {
      const which = { kind: participant?.kind ?? null, participant: participant?.code ?? null };
      const records = await lists.history(context.viewer, { framework, year: year ?? null, ...which });
      const page = pageOfList(records, pageRequest(first, after));
      const items = await Promise.all(page.items.map((record) => toRecord(context, record)));
      return toConnection({ ...page, items, cursorOf: (_item, index) => cursorAt(page, index) });
    }

    @Requires('evaluation:read')
    @Query(() => AppraisalEntryConnection, {
      nullable: true,
      description: '供年度综合评价使用的评价结果：已通报的类别，按类别和名录顺序，不排名',
    })
    async appraisalEntries(
      @Ctx() context: SubgraphContext,
      @Arg('framework', () => ID, { description: '指标体系代码' }) framework: string,
      @Arg('year', () => Int, { description: '评价年度' }) year: number,
      @Arg('withScores', () => Boolean, { nullable: true, description: '为真时附最终得分，只供协调小组办公室' })
      withScores?: boolean | null,
      @Arg('first', () => Int, { nullable: true, description: '取前几项，1 至 500，默认 20' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从这个游标之后取' }) after?: string | null,
    ): Promise<Connection<AppraisalEntry>> {
      const asked = { framework, year, withScores: withScores === true };
      const page = pageOfList(await lists.appraisal(context.viewer, asked), pageRequest(first, after));
      const items = await Promise.all(
        page.items.map(async ({ record, score }): Promise<AppraisalEntry> => {
          const { meetingName, minutesNumber, decidedOn, noticeNumber, isDemo, finalGrade } = record;
          const names = { grade: Grade[finalGrade], gradeName: GRADE_NAMES[finalGrade] };
          const body = DecidingBody[record.body];
          const participant = await show(context, record);
          return { ...names, participant, body, meetingName, minutesNumber, decidedOn, noticeNumber, score, isDemo };
        }),
      );
      return toConnection({ ...page, items, cursorOf: (_item, index) => cursorAt(page, index) });
    }
  }
  return GradeHistoryResolver;
}

function cursorAt<T>(
  page: { readonly items: readonly T[]; readonly cursorOf: (item: T, index: number) => string },
  index: number,
): string {
  const item = page.items[index];
  return item === undefined ? '' : page.cursorOf(item, index);
}

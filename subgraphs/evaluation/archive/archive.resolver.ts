import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type Connection, mapPage, pageRequest, toConnection } from '../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Requires } from '../../../shared/graphql/requires.ts';
import { toUserError } from '../../../shared/graphql/user-error.type.ts';
import { formatDimensions, parseDimensions } from '../../../shared/primitives/dimensions.ts';
import {
  Archive,
  type ArchiveLock,
  ArchiveLockConnection,
  type ArchivePiece,
  ArchivePieceConnection,
  ArchiveProof,
  ArchiveRoundInput,
  ArchiveRoundPayload,
  ArchiveValueInput,
  ArchiveWait,
} from './archive.type.ts';
import type { ArchiveService } from './archive.service.ts';
import type { ArchiveProofService } from './archive-proof.service.ts';
import { toArchiveView, toLockView } from './archive-view.ts';

const FIRST = { nullable: true, description: '最多取多少项' };
const AFTER = { nullable: true, description: '从这个游标之后取' };

/** Sealed rounds on the graph. */
export function createArchiveResolver(archives: ArchiveService, proofs: ArchiveProofService) {
  @Resolver(() => Archive)
  class ArchiveResolver {
    @Requires('archive:seal')
    @Mutation(() => ArchiveRoundPayload, {
      description: '锁定归档一个已通报的年度评价；已在办理的接着办理，重复请求无妨',
    })
    async archiveRound(
      @Arg('input', () => ArchiveRoundInput, { description: '归档什么、依据什么' }) input: ArchiveRoundInput,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<ArchiveRoundPayload> {
      const archived = await archives.archive({ viewer, traceId: trace.traceId }, input);
      if (!archived.ok) return { archive: null, errors: archived.error.map(toUserError) };
      return { archive: archived.value && toArchiveView(archived.value), errors: [] };
    }

    @Requires('archive:read')
    @Query(() => Archive, { nullable: true, description: '一个年度评价的锁定归档；尚未申请归档时为空' })
    async archive(
      @Arg('round', () => ID, { description: '年度评价代码' }) round: string,
      @Ctx() { viewer }: SubgraphContext,
    ): Promise<Archive | null> {
      const found = await archives.find(viewer, round);
      return found && toArchiveView(found);
    }

    @FieldResolver(() => [ArchiveWait], { description: '尚未交回锁定回执的部门；已封存时为空列表' })
    waitingFor(@Root() archive: Archive): Promise<ArchiveWait[]> {
      return archives.waitingFor(archive);
    }

    @FieldResolver(() => ArchiveLockConnection, { description: '已收到的锁定回执，按评价对象和部门' })
    async locks(
      @Root() archive: Archive,
      @Arg('first', () => Int, FIRST) first?: number | null,
      @Arg('after', () => String, AFTER) after?: string | null,
    ): Promise<Connection<ArchiveLock>> {
      return toConnection(mapPage(await archives.locks(archive, pageRequest(first, after)), toLockView));
    }

    @Requires('archive:read')
    @Query(() => ArchiveProof, {
      nullable: true,
      description: '归档中一个值的存证；归档中没有此值或无权查看时为空',
    })
    archiveProof(
      @Arg('round', () => ID, { description: '年度评价代码' }) round: string,
      @Arg('value', () => ArchiveValueInput, { description: '哪一个值' }) value: ArchiveValueInput,
      @Ctx() { viewer }: SubgraphContext,
    ): Promise<ArchiveProof | null> {
      const dimensions = formatDimensions(parseDimensions(value.dimensions ?? ''));
      return proofs.prove(viewer, round, { ...value, dimensions });
    }

    @Requires('archive:export')
    @Query(() => ArchivePieceConnection, {
      nullable: true,
      description: '快照文件的各段，依次相连即为整个文件；尚未封存时为空；每页至多 8 段',
    })
    async archivePieces(
      @Arg('round', () => ID, { description: '年度评价代码' }) round: string,
      @Ctx() { viewer, trace }: SubgraphContext,
      @Arg('first', () => Int, FIRST) first?: number | null,
      @Arg('after', () => String, AFTER) after?: string | null,
    ): Promise<Connection<ArchivePiece> | null> {
      const page = await archives.pieces({ viewer, traceId: trace.traceId }, round, pageRequest(first, after));
      return page && toConnection(page);
    }
  }
  return ArchiveResolver;
}

import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { type Connection, pageRequest, toConnection } from '../../graphql/connection.ts';
import type { SubgraphContext } from '../../graphql/context.ts';
import { Requires } from '../../graphql/requires.ts';
import type { Department } from '../department.ts';
import type { DepartmentServices } from './department-services.ts';
import type { ReceiptShape } from './department-types.ts';
import type { RecordTypes, ReceiptAnswerShape } from './record-types.ts';
import { toPublicationShape } from './shapes.ts';

const FIRST = '每页项数，1 至 500，不写为 20';
const AFTER = '上一页最后一项的游标';
const UNIT = '责任单位代码，不写即本单位';

/** Receipts, keys and the state of the record, on the graph. */
export function createRecordResolver(
  { fieldPrefix, label }: Department,
  recordTypes: RecordTypes,
  services: DepartmentServices,
) {
  @Resolver()
  class RecordResolver {
    @Requires('publication:read')
    @Query(() => recordTypes.ReceiptAnswer, {
      name: `${fieldPrefix}Receipt`,
      nullable: true,
      description: '按报送编号查询结果：收下了什么、回执为何；为空即没有收下任何内容，可用原编号重发',
    })
    async receipt(
      @Arg('key', () => String, { description: '报送时的 idempotencyKey' }) key: string,
      @Arg('memberUnit', () => ID, { nullable: true, description: UNIT }) memberUnit: string | undefined,
      @Ctx() { viewer }: SubgraphContext,
    ): Promise<ReceiptAnswerShape | null> {
      const found = await services.receipts.ofKey(key, memberUnit ?? viewer.memberUnit, viewer);
      return found && { key, receipt: found.receipt, publication: toPublicationShape(found) };
    }

    @Requires('publication:read')
    @Query(() => recordTypes.Upload, {
      name: `${fieldPrefix}Upload`,
      nullable: true,
      description: '按报送编号查询文件上传的进度：读了多少行、正在做什么；没有这一编号的上传时为空',
    })
    upload(
      @Arg('key', () => String, { description: '上传时的 idempotencyKey' }) key: string,
      @Arg('memberUnit', () => ID, { nullable: true, description: UNIT }) memberUnit: string | undefined,
      @Ctx() { viewer }: SubgraphContext,
    ): Promise<object | null> {
      return services.uploads.progress(key, memberUnit ?? viewer.memberUnit, viewer);
    }

    @Requires('publication:read')
    @Query(() => recordTypes.ReceiptConnection, {
      name: `${fieldPrefix}Receipts`,
      nullable: true,
      description: `${label}子图一个单位的全部回执，按次序前后相连；可导出后离线核验`,
    })
    async receipts(
      @Arg('memberUnit', () => ID, { nullable: true, description: UNIT }) memberUnit: string | undefined,
      @Arg('first', () => Int, { nullable: true, description: FIRST }) first: number | undefined,
      @Arg('after', () => String, { nullable: true, description: AFTER }) after: string | undefined,
      @Ctx() { viewer }: SubgraphContext,
    ): Promise<Connection<ReceiptShape> | null> {
      const page = await services.receipts.chain(memberUnit ?? viewer.memberUnit, pageRequest(first, after), viewer);
      return page && toConnection(page);
    }

    @Requires('publication:read')
    @Query(() => [recordTypes.ReceiptKey], {
      name: `${fieldPrefix}ReceiptKeys`,
      nullable: true,
      description: `核验${label}子图回执签名的公钥`,
    })
    receiptKeys(): object[] {
      return services.receipts.keys();
    }

    @Requires('change:follow')
    @Query(() => recordTypes.FeedState, {
      name: `${fieldPrefix}FeedState`,
      nullable: true,
      description: `${label}子图的数据现状：变更流的末位，和从头重读变更流应得到的摘要值`,
    })
    feedState(@Ctx() { viewer }: SubgraphContext): Promise<object> {
      return services.changeFeed.state(viewer);
    }

    @Requires('catalogue:read')
    @Query(() => [recordTypes.Rule], {
      name: `${fieldPrefix}Rules`,
      nullable: true,
      description: `${label}子图报送时所用的审核规则`,
    })
    rules(): object[] {
      return services.rules.list();
    }
  }
  return RecordResolver;
}

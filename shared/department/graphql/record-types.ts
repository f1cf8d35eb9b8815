import { type ClassType, Field, ID, Int, ObjectType } from 'type-graphql';
import { type Connection, createConnectionType } from '../../graphql/connection.ts';
import { DateTimeScalar } from '../../graphql/scalars.ts';
import type { Department } from '../department.ts';
import type { DepartmentTypes, PublicationShape, ReceiptShape } from './department-types.ts';

export interface ReceiptAnswerShape {
  key: string;
  receipt: ReceiptShape | null;
  publication: PublicationShape;
}

/** Receipts by key, chains of receipts, the state of the record, the rules. */
export interface RecordTypes {
  readonly ReceiptAnswer: ClassType<ReceiptAnswerShape>;
  readonly ReceiptConnection: ClassType<Connection<ReceiptShape>>;
  readonly Upload: ClassType<object>;
  readonly ReceiptKey: ClassType<object>;
  readonly FeedState: ClassType<object>;
  readonly Rule: ClassType<object>;
}

export function createRecordTypes({ typePrefix, label }: Department, types: DepartmentTypes): RecordTypes {
  @ObjectType(`${typePrefix}ReceiptAnswer`, { description: `按报送编号查得的结果：${label}子图收下了什么` })
  class ReceiptAnswer implements ReceiptAnswerShape {
    @Field(() => ID, { nullable: true, description: '报送编号' })
    key!: string;

    @Field(() => types.Receipt, { nullable: true, description: '当时出具的回执' })
    receipt!: ReceiptShape | null;

    @Field(() => types.Publication, { nullable: true, description: '报送批次的现状' })
    publication!: PublicationShape;
  }

  @ObjectType(`${typePrefix}Upload`, { description: `向${label}子图上传的一个文件及其进度` })
  class Upload {
    @Field(() => ID, { description: '上传的标识' })
    id!: string;

    @Field(() => String, { nullable: true, description: '报送编号' })
    idempotencyKey?: string;

    @Field(() => String, {
      nullable: true,
      description:
        '进展：RECEIVING 接收中，CHECKING 审核中，STORING 入库中，STORED 已收下，CHECKED 只审核、可以收下，REFUSED 未收下，FAILED 中断，可用原编号重发',
    })
    state?: string;

    @Field(() => Int, { nullable: true, description: '已读的行数' })
    rowsRead?: number;

    @Field(() => Int, { nullable: true, description: '已发现的审核意见数' })
    errorCount?: number;

    @Field(() => ID, { nullable: true, description: '收下的报送批次的标识' })
    publicationId?: string | null;

    @Field(() => DateTimeScalar, { nullable: true, description: '开始的时刻' })
    startedAt?: Date;

    @Field(() => DateTimeScalar, { nullable: true, description: '最近一次记下进展的时刻' })
    updatedAt?: Date;
  }

  @ObjectType(`${typePrefix}ReceiptKey`, { description: `核验${label}子图回执签名的一把公钥` })
  class ReceiptKey {
    @Field(() => ID, { description: '密钥的编号，即回执中的 signedBy' })
    id!: string;

    @Field(() => String, { nullable: true, description: '公钥（SPKI，PEM）' })
    publicKey?: string;
  }

  @ObjectType(`${typePrefix}FeedState`, { description: `${label}子图的数据现状` })
  class FeedState {
    @Field(() => String, { nullable: true, description: '变更流的末位' })
    position?: string;

    @Field(() => Int, { nullable: true, description: '有有效值的格数' })
    cells?: number;

    @Field(() => String, {
      nullable: true,
      description: '各格有效值的摘要值（SHA-256），与标识和时刻无关；从头重读变更流应得到同一值',
    })
    stateHash?: string;
  }

  @ObjectType(`${typePrefix}Rule`, { description: `${label}子图的一条审核规则` })
  class Rule {
    @Field(() => ID, { description: '规则编号，即审核意见中的 rule' })
    id!: string;

    @Field(() => String, { nullable: true, description: '强度：ERROR 强制性，WARNING 核实性，HINT 提示性' })
    strength?: string;

    @Field(() => String, { nullable: true, description: '审核什么' })
    title?: string;

    @Field(() => Boolean, { nullable: true, description: '牵头单位可否对一个值豁免' })
    isWaivable?: boolean;

    @Field(() => [String], { nullable: true, description: '针对的数据项类型，不限时为空' })
    measureTypes?: string[] | null;

    @Field(() => [ID], { nullable: true, description: '针对的数据项，不限时为空' })
    measures?: string[] | null;
  }

  const ReceiptConnection = createConnectionType(`${typePrefix}Receipt`, `${label}子图的回执`, types.Receipt, {
    nullable: true,
  });
  return { ReceiptAnswer, Upload, ReceiptConnection, ReceiptKey, FeedState, Rule };
}

import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { createConnectionType } from '../../../shared/graphql/connection.ts';
import { DateTimeScalar } from '../../../shared/graphql/scalars.ts';
import { UserError } from '../../../shared/graphql/user-error.type.ts';
import { ArchiveState } from './archive-enums.ts';

@ObjectType({ simpleResolvers: true, description: '锁定归档所等待的一个部门：尚未交回锁定回执' })
export class ArchiveWait {
  @Field(() => ID, { description: '部门子图的名称' })
  department!: string;

  @Field(() => Int, { description: '尚有多少个评价对象的值未锁定' })
  subjectCount!: number;

  @Field(() => Int, { description: '已尝试多少次' })
  attempts!: number;

  @Field(() => String, { nullable: true, description: '上次未成的原因；尚未尝试时为空' })
  lastFault!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '上次尝试的时刻；尚未尝试时为空' })
  lastTriedAt!: Date | null;
}

@ObjectType({ simpleResolvers: true, description: '一个部门对一个评价对象的锁定，附其签名的锁定回执' })
export class ArchiveLock {
  @Field(() => ID, { description: '评价对象代码' })
  subject!: string;

  @Field(() => ID, { description: '部门子图的名称' })
  department!: string;

  @Field(() => String, { description: '锁定回执内容的 SHA-256' })
  hash!: string;

  @Field(() => String, { description: '锁定回执的内容（规范 JSON）' })
  content!: string;

  @Field(() => String, { description: '部门对摘要的 Ed25519 签名，base64url' })
  signature!: string;

  @Field(() => ID, { description: '部门签名密钥的编号' })
  signedBy!: string;

  @Field(() => DateTimeScalar, { description: '收到锁定回执的时刻' })
  receivedAt!: Date;
}

export const ArchiveLockConnection = createConnectionType('ArchiveLock', '锁定', ArchiveLock);

@ObjectType({ description: '一个年度评价的锁定归档：各部门锁定所涉指标值后，快照封存签名' })
export class Archive {
  @Field(() => ID, { description: '年度评价代码' })
  round!: string;

  @Field(() => ArchiveState, { description: '状态' })
  state!: ArchiveState;

  @Field(() => String, { description: '归档的依据' })
  reason!: string;

  @Field(() => DateTimeScalar, { description: '申请归档的时刻' })
  requestedAt!: Date;

  @Field(() => String, { nullable: true, description: '各部门均已锁定而尚未封存的原因；没有时为空' })
  obstacle!: string | null;

  @Field(() => ID, { nullable: true, description: '快照全部内容的 Merkle 根（SHA-256）；封存前为空' })
  root!: string | null;

  @Field(() => String, { nullable: true, description: '对封存声明（含根）的 Ed25519 签名，base64url；封存前为空' })
  signature!: string | null;

  @Field(() => ID, { nullable: true, description: '签名密钥的编号；封存前为空' })
  keyId!: string | null;

  @Field(() => String, { nullable: true, description: '公钥（SPKI，PEM）；封存前为空' })
  publicKey!: string | null;

  @Field(() => Int, { nullable: true, description: '快照的项数；封存前为空' })
  leafCount!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '封存的时刻；封存前为空' })
  sealedAt!: Date | null;
}

@ObjectType({ simpleResolvers: true, description: '快照文件的一段；各段依次相连即为整个文件' })
export class ArchivePiece {
  @Field(() => Int, { description: '段的序号，从 0 起' })
  index!: number;

  @Field(() => String, { description: '这一段的内容，每行一个 JSON' })
  text!: string;
}

export const ArchivePieceConnection = createConnectionType('ArchivePiece', '快照的一段', ArchivePiece);

@ObjectType({ simpleResolvers: true, description: '归档中一个值的存证，可离线核验' })
export class ArchiveProof {
  @Field(() => ID, { description: '这个值在快照中的键' })
  key!: string;

  @Field(() => String, { description: '归档的值' })
  value!: string;

  @Field(() => ID, { description: '快照的 Merkle 根' })
  root!: string;

  @Field(() => String, { description: '存证文件的内容' })
  text!: string;
}

@InputType({ description: '要取得存证的值' })
export class ArchiveValueInput {
  @Field(() => ID, { description: '评价对象代码' })
  subject!: string;

  @Field(() => ID, { description: '数据项代码' })
  measure!: string;

  @Field(() => String, { description: '报告期代码' })
  period!: string;

  @Field(() => String, { nullable: true, description: '分组(维度)坐标，如 ownership=private；没有分组时不填' })
  dimensions?: string | null;
}

@InputType({ description: '锁定归档一个年度评价' })
export class ArchiveRoundInput {
  @Field(() => ID, { description: '年度评价代码' })
  round!: string;

  @Field(() => String, { description: '归档的依据，如通报文号，4 至 1000 字' })
  reason!: string;
}

@ObjectType({ simpleResolvers: true, description: '锁定归档的结果' })
export class ArchiveRoundPayload {
  @Field(() => Archive, { nullable: true, description: '锁定归档；未能办理时为空' })
  archive!: Archive | null;

  @Field(() => [UserError], { description: '未能办理的原因；已办理时为空列表' })
  errors!: readonly UserError[];
}

import { type ClassType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { MemberUnitRef } from '../../graphql/entity-refs.type.ts';
import { DateTimeScalar, MeasureValueScalar } from '../../graphql/scalars.ts';
import { UserError } from '../../graphql/user-error.type.ts';
import type { Department } from '../department.ts';
import { ApprovalPolicyChoice } from './publication-enums.ts';

export interface LockInputShape {
  subject: string;
  year: number;
  memberUnit?: string | null;
  reason: string;
}

export interface WaiveInputShape {
  memberUnit: string;
  subject: string;
  measure: string;
  period: string;
  dimensions?: { key: string; code: string }[] | null;
  value: string;
  rule: string;
  reason: string;
}

export interface DecideInputShape {
  memberUnit: string;
  policy: ApprovalPolicyChoice;
  approvals?: number | null;
}

export interface PolicyShape {
  memberUnit?: MemberUnitRef;
  policy?: string;
  approvals?: number;
  decidedBy?: string | null;
  decidedAt?: Date | null;
}

export interface LockReceiptShape {
  hash?: string;
  signature?: string;
  signedBy?: string;
  publicKey?: string;
  content?: string;
}

export interface LockPayloadShape {
  lockedCount: number | null;
  receipt: LockReceiptShape | null;
  errors: UserError[];
}

/** What the office decides about reporting: locks, waivers, ways of approving. */
export interface OfficeTypes {
  readonly LockInput: ClassType<LockInputShape>;
  readonly LockPayload: ClassType<LockPayloadShape>;
  readonly WaiveInput: ClassType<WaiveInputShape>;
  readonly WaivePayload: ClassType<{ waiver: string | null; errors: UserError[] }>;
  readonly DecideInput: ClassType<DecideInputShape>;
  readonly DecidePayload: ClassType<{ policy: PolicyShape | null; errors: UserError[] }>;
  readonly Policy: ClassType<PolicyShape>;
}

export function createOfficeTypes(
  { typePrefix, label }: Department,
  DimensionInput: ClassType<{ key: string; code: string }>,
): OfficeTypes {
  @InputType(`Lock${typePrefix}ObservationsInput`, { description: `锁定${label}子图中一个评价对象一年的指标值` })
  class LockInput implements LockInputShape {
    @Field(() => ID, { description: '评价对象代码' })
    subject!: string;

    @Field(() => Int, { description: '年度' })
    year!: number;

    @Field(() => ID, {
      nullable: true,
      description: '只锁定这个成员单位已报送的值；未指明时锁定该年全部的值，此后缺的也只能申请补报',
    })
    memberUnit?: string | null;

    @Field(() => String, { description: '锁定的理由，如所依据的自评，4 至 1000 字' })
    reason!: string;
  }

  @ObjectType(`${typePrefix}LockReceipt`, { description: `${label}子图出具的锁定回执，可离线核验` })
  class LockReceipt implements LockReceiptShape {
    @Field(() => String, { nullable: true, description: '回执内容的 SHA-256' })
    hash?: string;

    @Field(() => String, { nullable: true, description: '对摘要的 Ed25519 签名，base64url' })
    signature?: string;

    @Field(() => ID, { nullable: true, description: '签名密钥的编号' })
    signedBy?: string;

    @Field(() => String, { nullable: true, description: '公钥（SPKI，PEM）' })
    publicKey?: string;

    @Field(() => String, {
      nullable: true,
      description: '回执内容（规范 JSON）：锁定了哪一评价对象哪一年的多少个值、这些值的摘要、变更流的位置',
    })
    content?: string;
  }

  @ObjectType(`Lock${typePrefix}ObservationsPayload`, { description: '锁定的结果' })
  class LockPayload implements LockPayloadShape {
    @Field(() => Int, { nullable: true, description: '本次锁定的值的个数；未办理时为空' })
    lockedCount!: number | null;

    @Field(() => LockReceipt, { nullable: true, description: '锁定回执；未办理时为空' })
    receipt!: LockReceipt | null;

    @Field(() => [UserError], { description: '未能办理的原因' })
    errors!: UserError[];
  }

  @InputType(`Waive${typePrefix}RuleInput`, { description: '对一个值豁免一条强制性审核规则' })
  class WaiveInput implements WaiveInputShape {
    @Field(() => ID, { description: '责任单位代码' })
    memberUnit!: string;

    @Field(() => ID, { description: '评价对象代码' })
    subject!: string;

    @Field(() => ID, { description: '数据项代码' })
    measure!: string;

    @Field(() => String, { description: '报告期代码' })
    period!: string;

    @Field(() => [DimensionInput], { nullable: true, description: '分组(维度)坐标' })
    dimensions?: { key: string; code: string }[] | null;

    @Field(() => MeasureValueScalar, { description: '豁免的值；换一个值须另行豁免' })
    value!: string;

    @Field(() => ID, { description: '规则编号，见审核意见的 rule' })
    rule!: string;

    @Field(() => String, { description: '豁免的理由，4 至 1000 字；随审核意见告知填报单位' })
    reason!: string;
  }

  @ObjectType(`Waive${typePrefix}RulePayload`, { description: '豁免的结果' })
  class WaivePayload {
    @Field(() => ID, { nullable: true, description: '豁免的标识；未办理时为空' })
    waiver!: string | null;

    @Field(() => [UserError], { description: '未能办理的原因' })
    errors!: UserError[];
  }

  @ObjectType(`${typePrefix}ApprovalPolicy`, { description: `一个成员单位在${label}子图的审签方式` })
  class Policy implements PolicyShape {
    @Field(() => MemberUnitRef, { nullable: true, description: '成员单位' })
    memberUnit?: MemberUnitRef;

    @Field(() => String, { nullable: true, description: '审签方式：AUTOMATIC 自动通道，FOUR_EYES 多人审签' })
    policy?: string;

    @Field(() => Int, { nullable: true, description: '填报人之外须有几人签：1 审核人，2 审核人和单位负责人' })
    approvals?: number;

    @Field(() => String, { nullable: true, description: '由谁决定，尚未决定（即自动通道）时为空' })
    decidedBy?: string | null;

    @Field(() => DateTimeScalar, { nullable: true, description: '何时决定' })
    decidedAt?: Date | null;
  }

  @InputType(`Decide${typePrefix}ApprovalPolicyInput`, { description: '决定一个成员单位的审签方式' })
  class DecideInput implements DecideInputShape {
    @Field(() => ID, { description: '成员单位代码' })
    memberUnit!: string;

    @Field(() => ApprovalPolicyChoice, { description: '审签方式' })
    policy!: ApprovalPolicyChoice;

    @Field(() => Int, {
      nullable: true,
      defaultValue: 1,
      description: '填报人之外须有几人签：1 审核人，2 审核人和单位负责人',
    })
    approvals?: number | null;
  }

  @ObjectType(`Decide${typePrefix}ApprovalPolicyPayload`, { description: '决定审签方式的结果' })
  class DecidePayload {
    @Field(() => Policy, { nullable: true, description: '现在的审签方式；未办理时为空' })
    policy!: PolicyShape | null;

    @Field(() => [UserError], { description: '未能办理的原因' })
    errors!: UserError[];
  }

  return { LockInput, LockPayload, WaiveInput, WaivePayload, DecideInput, DecidePayload, Policy };
}

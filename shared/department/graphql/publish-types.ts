import { Field, ID, InputType, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import { DateScalar, MeasureValueScalar } from '../../graphql/scalars.ts';
import { UserError } from '../../graphql/user-error.type.ts';
import type { Department } from '../department.ts';
import { type ComparisonShape, createComparisonType } from './comparison-types.ts';
import { FigureStageEnum } from './publication-enums.ts';
import type { DepartmentTypes, PublicationShape, ReceiptShape } from './department-types.ts';

export enum PublicationMode {
  ATOMIC = 'ATOMIC',
  PARTIAL = 'PARTIAL',
}

registerEnumType(PublicationMode, {
  name: 'PublicationMode',
  description: '有错时如何处理',
  valuesConfig: {
    ATOMIC: { description: '整批：一行有错，整批不收' },
    PARTIAL: { description: '部分：只收无误的行，有错的行逐条说明' },
  },
});

export interface ObservationInputShape {
  subject: string;
  measure: string;
  period: string;
  dimensions?: { key: string; code: string }[] | null;
  value: string;
  expectedRevision?: number | null;
  explanation?: string | null;
  stage?: FigureStageEnum | null;
}

export interface PublishInputShape {
  idempotencyKey: string;
  onBehalfOf?: string | null;
  mode?: PublicationMode | null;
  dryRun?: boolean | null;
  isDemo?: boolean | null;
  reportedOn?: string | null;
  submit?: boolean | null;
  observations: ObservationInputShape[];
}

export interface AmendInputShape {
  idempotencyKey: string;
  onBehalfOf?: string | null;
  justification: string;
  submit?: boolean | null;
  dryRun?: boolean | null;
  observations: ObservationInputShape[];
}

export interface WithdrawInputShape {
  idempotencyKey: string;
  onBehalfOf?: string | null;
  publication: string;
  observations?: string[] | null;
  justification: string;
  submit?: boolean | null;
}

/** A payload of a mutation that reports, amends or withdraws. */
export interface PublishPayloadShape {
  publication: PublicationShape | null;
  receipt: ReceiptShape | null;
  comparison: ComparisonShape | null;
  isAcceptable: boolean;
  errors: UserError[];
}

/** Input and payload of a department's publish mutation. */
export interface PublishTypes {
  readonly DimensionInput: ClassType<{ key: string; code: string }>;
  readonly Input: ClassType<PublishInputShape>;
  readonly Payload: ClassType<PublishPayloadShape>;
  readonly AmendInput: ClassType<AmendInputShape>;
  readonly AmendPayload: ClassType<PublishPayloadShape>;
  readonly WithdrawInput: ClassType<WithdrawInputShape>;
  readonly WithdrawPayload: ClassType<PublishPayloadShape>;
}

const KEY = '本次报送的编号，1 至 255 字；重发同一批时用原编号，得到同一回执';
const ON_BEHALF = '责任单位代码；不写即本单位，主管单位代录时写明';
const SUBMIT = '多人审签的单位：为 true 时报送后即提交审签，否则存为草稿';

export function createPublishTypes({ typePrefix, label }: Department, types: DepartmentTypes): PublishTypes {
  @InputType(`${typePrefix}DimensionInput`, { description: '分组(维度)坐标' })
  class DimensionInput {
    @Field(() => String, { description: '维度代码，如 ownership（所有制）' })
    key!: string;

    @Field(() => String, { description: '维度取值的代码，如 state-owned（国有企业）' })
    code!: string;
  }

  @InputType(`${typePrefix}ObservationInput`, { description: `报送给${label}子图的一行` })
  class ObservationInput implements ObservationInputShape {
    @Field(() => ID, { description: '评价对象代码' })
    subject!: string;

    @Field(() => ID, { description: '数据项代码' })
    measure!: string;

    @Field(() => String, { description: '报告期代码，如 2025、2025-Q3、2025-09' })
    period!: string;

    @Field(() => [DimensionInput], { nullable: true, description: '分组坐标，数据项按几个维度分组就写几个' })
    dimensions?: DimensionInput[] | null;

    @Field(() => MeasureValueScalar, {
      description: '值：数字，可写全角数字、千分位、1.2万、63%；是否类为 true 或 false（是、否）；暂无数据时不报此行',
    })
    value!: string;

    @Field(() => Int, { nullable: true, description: '以为现在是第几版，0 表示尚无；不符则不收此行' })
    expectedRevision?: number | null;

    @Field(() => String, { nullable: true, description: '情况说明，至多 1000 字；核实性审核要求的说明也写在此处' })
    explanation?: string | null;

    @Field(() => FigureStageEnum, { nullable: true, description: '初步数还是最终数，不写则按公布日历推定' })
    stage?: FigureStageEnum | null;
  }

  @InputType(`Publish${typePrefix}ObservationsInput`, { description: `向${label}子图报送一批指标值` })
  class Input implements PublishInputShape {
    @Field(() => String, { description: KEY })
    idempotencyKey!: string;

    @Field(() => ID, { nullable: true, description: ON_BEHALF })
    onBehalfOf?: string | null;

    @Field(() => PublicationMode, {
      nullable: true,
      defaultValue: PublicationMode.ATOMIC,
      description: '有错时整批不收还是只收无误的行',
    })
    mode?: PublicationMode | null;

    @Field(() => Boolean, { nullable: true, defaultValue: false, description: '为 true 时只审核不保存' })
    dryRun?: boolean | null;

    @Field(() => Boolean, { nullable: true, defaultValue: false, description: '是否演示数据' })
    isDemo?: boolean | null;

    @Field(() => DateScalar, { nullable: true, description: '报出日期，不写即今天；只有演示数据可以早于今天' })
    reportedOn?: string | null;

    @Field(() => Boolean, { nullable: true, defaultValue: false, description: SUBMIT })
    submit?: boolean | null;

    @Field(() => [ObservationInput], { description: '各行，至多 1000 行' })
    observations!: ObservationInput[];
  }

  @InputType(`Amend${typePrefix}PublicationInput`, {
    description: `申请更正${label}子图中已核收或已锁定的指标值，由牵头单位决定`,
  })
  class AmendInput implements AmendInputShape {
    @Field(() => String, { description: KEY })
    idempotencyKey!: string;

    @Field(() => ID, { nullable: true, description: ON_BEHALF })
    onBehalfOf?: string | null;

    @Field(() => String, { description: '更正的理由和依据，4 至 1000 字' })
    justification!: string;

    @Field(() => Boolean, { nullable: true, defaultValue: false, description: SUBMIT })
    submit?: boolean | null;

    @Field(() => Boolean, { nullable: true, defaultValue: false, description: '为 true 时只审核不保存' })
    dryRun?: boolean | null;

    @Field(() => [ObservationInput], { description: '更正后的各行，至多 1000 行' })
    observations!: ObservationInput[];
  }

  @InputType(`Withdraw${typePrefix}PublicationInput`, {
    description: `申请撤回${label}子图中已核收或已锁定的指标值，由牵头单位决定`,
  })
  class WithdrawInput implements WithdrawInputShape {
    @Field(() => String, { description: KEY })
    idempotencyKey!: string;

    @Field(() => ID, { nullable: true, description: ON_BEHALF })
    onBehalfOf?: string | null;

    @Field(() => ID, { description: '撤回哪个报送批次的值，只涉及其中仍有效的值' })
    publication!: string;

    @Field(() => [ID], { nullable: true, description: '只撤回其中这些指标值，不写即全部' })
    observations?: string[] | null;

    @Field(() => String, { description: '撤回的理由和依据，4 至 1000 字' })
    justification!: string;

    @Field(() => Boolean, { nullable: true, defaultValue: false, description: SUBMIT })
    submit?: boolean | null;
  }

  const Comparison = createComparisonType(typePrefix, label);
  const payload = (name: string): ClassType<PublishPayloadShape> => createPayload(name, types, Comparison);
  return {
    DimensionInput,
    Input,
    Payload: payload(`Publish${typePrefix}ObservationsPayload`),
    AmendInput,
    AmendPayload: payload(`Amend${typePrefix}PublicationPayload`),
    WithdrawInput,
    WithdrawPayload: payload(`Withdraw${typePrefix}PublicationPayload`),
  };
}

function createPayload(
  name: string,
  types: DepartmentTypes,
  Comparison: ClassType<ComparisonShape>,
): ClassType<PublishPayloadShape> {
  @ObjectType(name, { description: '报送、更正或撤回的结果：收下的批次和回执、与现有值的比较，以及审核意见' })
  class Payload implements PublishPayloadShape {
    @Field(() => types.Publication, { nullable: true, description: '收下的报送批次；没有收下任何行或只审核时为空' })
    publication!: PublicationShape | null;

    @Field(() => types.Receipt, { nullable: true, description: '报送回执' })
    receipt!: ReceiptShape | null;

    @Field(() => Comparison, { nullable: true, description: '提交的值与现有值的比较' })
    comparison!: ComparisonShape | null;

    @Field(() => Boolean, { nullable: true, description: '已收下；只审核时，指照此提交可以收下' })
    isAcceptable!: boolean;

    @Field(() => [UserError], { description: '审核意见，逐行列出；没有意见时为空列表' })
    errors!: UserError[];
  }
  return Payload;
}

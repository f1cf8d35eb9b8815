import { Field, ID, InputType, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import { DateScalar, MeasureValueScalar } from '../../graphql/scalars.ts';
import { UserError } from '../../graphql/user-error.type.ts';
import type { Department } from '../department.ts';
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
}

export interface PublishInputShape {
  idempotencyKey: string;
  onBehalfOf?: string | null;
  mode?: PublicationMode | null;
  dryRun?: boolean | null;
  isDemo?: boolean | null;
  reportedOn?: string | null;
  observations: ObservationInputShape[];
}

export interface PublishPayloadShape {
  publication: PublicationShape | null;
  receipt: ReceiptShape | null;
  errors: UserError[];
}

/** Input and payload of a department's publish mutation. */
export interface PublishTypes {
  readonly Input: ClassType<PublishInputShape>;
  readonly Payload: ClassType<PublishPayloadShape>;
}

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
      description: '值：数字不带单位，比率用小数，是否类为 true 或 false；暂无数据时不报此行',
    })
    value!: string;

    @Field(() => Int, { nullable: true, description: '以为现在是第几版，0 表示尚无；不符则不收此行' })
    expectedRevision?: number | null;

    @Field(() => String, { nullable: true, description: '情况说明，至多 1000 字' })
    explanation?: string | null;
  }

  @InputType(`Publish${typePrefix}ObservationsInput`, { description: `向${label}子图报送一批指标值` })
  class Input implements PublishInputShape {
    @Field(() => String, { description: '本次报送的编号，1 至 255 字；重发同一批时用原编号，得到同一回执' })
    idempotencyKey!: string;

    @Field(() => ID, { nullable: true, description: '责任单位代码；不写即本单位，主管单位代录时写明' })
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

    @Field(() => [ObservationInput], { description: '各行，至多 1000 行' })
    observations!: ObservationInput[];
  }

  @ObjectType(`Publish${typePrefix}ObservationsPayload`, { description: '报送的结果：收下的批次和回执，以及审核意见' })
  class Payload implements PublishPayloadShape {
    @Field(() => types.Publication, { nullable: true, description: '收下的报送批次；没有收下任何行或只审核时为空' })
    publication!: PublicationShape | null;

    @Field(() => types.Receipt, { nullable: true, description: '报送回执' })
    receipt!: ReceiptShape | null;

    @Field(() => [UserError], { description: '审核意见，逐行列出；没有意见时为空列表' })
    errors!: UserError[];
  }

  return { Input, Payload };
}

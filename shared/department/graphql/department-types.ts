import { Directive, Field, ID, InputType, Int, ObjectType, type ClassType } from 'type-graphql';
import { createConnectionType, type Connection } from '../../graphql/connection.ts';
import { MemberUnitRef } from '../../graphql/entity-refs.type.ts';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import { DateScalar, DateTimeScalar, MeasureValueScalar, PeriodCodeScalar } from '../../graphql/scalars.ts';
import type { Department } from '../department.ts';
import { PublicationKindEnum, SigningCapacity } from './publication-enums.ts';
import { createObservationInterface, type ObservationFields } from '../observation/observation.type.ts';

/** Shapes behind the classes, for resolvers. */
export interface ReceiptShape {
  sequence?: number;
  hash?: string;
  previousHash?: string;
  signature?: string;
  signedBy?: string;
  issuedAt?: Date | string;
  /** For the field that is looked up. */
  publicationId?: string;
}

export interface PublicationShape {
  id: string;
  kind?: PublicationKindEnum;
  justification?: string | null;
  unchangedCount?: number;
  state?: ObservationState;
  memberUnit?: MemberUnitRef;
  mode?: string;
  rowCount?: number;
  reportedOn?: string;
  isDemo?: boolean;
  submittedBy?: string;
  createdAt?: Date | string;
  feedPosition?: string | null;
}

export interface ObservationShape extends ObservationFields {
  /** For the fields that are looked up. */
  publicationId: string;
}

/** The GraphQL classes of one department, named with its prefix. */
export interface DepartmentTypes {
  readonly Observation: ClassType<ObservationShape>;
  readonly Publication: ClassType<PublicationShape>;
  readonly PublicationEvent: ClassType<object>;
  readonly Receipt: ClassType<ReceiptShape>;
  readonly Revision: ClassType<object>;
  readonly ObservationConnection: ClassType<Connection<ObservationShape>>;
  readonly Report: ClassType<{ subject: string; period: string | null }>;
  readonly Subject: ClassType<{ code: string }>;
  readonly Change: ClassType<object>;
  readonly ChangePage: ClassType<object>;
  readonly ObservationFilter: ClassType<ObservationFilterShape>;
}

export interface ObservationFilterShape {
  subject?: string;
  period?: string;
  exactPeriod?: boolean;
  measures?: string[];
  memberUnit?: string;
  isDerived?: boolean;
}

/** Makes the classes of a department. Each department owns its types; only names and descriptions differ. */
export function createDepartmentTypes({ typePrefix, label }: Department): DepartmentTypes {
  @Directive('@key(fields: "code")')
  @ObjectType('Subject', { description: '评价对象：省、区、街道乡镇、成员单位或企业' })
  class Subject {
    @Field(() => ID, { description: '评价对象代码，区划为六位行政区划代码' })
    code!: string;
  }

  const Observation = createObservationInterface(Subject);

  @ObjectType(`${typePrefix}Receipt`, { description: `${label}子图的报送回执：同一单位的回执前后相连，并有签名` })
  class Receipt {
    @Field(() => Int, { nullable: true, description: '该单位的第几份回执，从 1 起' })
    sequence?: number;

    @Field(() => String, { nullable: true, description: '回执内容的摘要值（SHA-256，十六进制）' })
    hash?: string;

    @Field(() => String, { nullable: true, description: '上一份回执的摘要值，首份为 64 个 0' })
    previousHash?: string;

    @Field(() => String, { nullable: true, description: '对摘要值的签名（Ed25519，base64url）' })
    signature?: string;

    @Field(() => String, { nullable: true, description: '签名所用密钥的编号' })
    signedBy?: string;

    @Field(() => DateTimeScalar, { nullable: true, description: '出具时刻' })
    issuedAt?: Date | string;

    @Field(() => String, {
      nullable: true,
      description: '被摘要的内容：键名排序、无空白的 JSON；用 hub verify receipts 可离线核验',
    })
    content?: string;
  }

  @ObjectType(`${typePrefix}PublicationEvent`, { description: `${label}子图报送批次的一步：何人何时使其进入何种状态` })
  class PublicationEvent {
    @Field(() => ObservationState, { nullable: true, description: '进入的状态' })
    state?: ObservationState;

    @Field(() => String, { nullable: true, description: '经办者' })
    actor?: string;

    @Field(() => MemberUnitRef, { nullable: true, description: '经办者所属的成员单位' })
    actorUnit?: MemberUnitRef | null;

    @Field(() => SigningCapacity, { nullable: true, description: '以何身份经办' })
    capacity?: SigningCapacity | null;

    @Field(() => String, { nullable: true, description: '退回理由的代码' })
    reasonCode?: string | null;

    @Field(() => String, { nullable: true, description: '理由或说明' })
    reason?: string | null;

    @Field(() => DateScalar, { nullable: true, description: '补正期限' })
    deadline?: string | null;

    @Field(() => DateTimeScalar, { nullable: true, description: '时刻' })
    at?: Date;
  }

  @Directive('@key(fields: "id")')
  @ObjectType(`${typePrefix}Publication`, { description: `${label}子图的报送批次：一个成员单位的一次报送` })
  class Publication {
    @Field(() => ID, { description: '报送批次的标识' })
    id!: string;

    @Field(() => PublicationKindEnum, { nullable: true, description: '种类：报送、更正申请或撤回申请' })
    kind?: PublicationKindEnum;

    @Field(() => String, { nullable: true, description: '更正或撤回的理由' })
    justification?: string | null;

    @Field(() => ObservationState, { nullable: true, description: '所处状态' })
    state?: ObservationState;

    @Field(() => MemberUnitRef, { nullable: true, description: '责任单位：数据属于哪个成员单位' })
    memberUnit?: MemberUnitRef;

    @Field(() => String, { nullable: true, description: '整批或部分：ATOMIC 一行有错整批不收，PARTIAL 只收无误的行' })
    mode?: string;

    @Field(() => Int, { nullable: true, description: '收下的填报行数，不含计算得出的值和未变的行' })
    rowCount?: number;

    @Field(() => Int, { nullable: true, description: '与现有值相同、未成新版的行数' })
    unchangedCount?: number;

    @Field(() => DateScalar, { nullable: true, description: '报出日期' })
    reportedOn?: string;

    @Field(() => Boolean, { nullable: true, description: '是否演示数据' })
    isDemo?: boolean;

    @Field(() => String, { nullable: true, description: '提交者' })
    submittedBy?: string;

    @Field(() => DateTimeScalar, { nullable: true, description: '提交时刻' })
    createdAt?: Date | string;

    @Field(() => String, { nullable: true, description: '该批最后一项在变更流中的位置' })
    feedPosition?: string | null;
  }

  @Directive('@key(fields: "id")')
  @Directive('@key(fields: "reference")')
  @ObjectType(`${typePrefix}Observation`, {
    implements: Observation,
    description: `${label}子图的指标值，由其承载的成员单位报送`,
  })
  class DepartmentObservation extends Observation {
    publicationId!: string;
  }

  @ObjectType(`${typePrefix}Revision`, { description: `${label}子图一格的一版：值、来由和经过` })
  class Revision {
    @Field(() => Int, { nullable: true, description: '第几版，从 1 起' })
    revision?: number;

    @Field(() => MeasureValueScalar, { nullable: true, description: '值，计量单位见数据项' })
    value?: string;

    @Field(() => ObservationState, { nullable: true, description: '这一版现在的状态' })
    state?: ObservationState;

    @Field(() => String, { nullable: true, description: '统计数据的阶段：PRELIMINARY 初步数，FINAL 最终数' })
    stage?: string | null;

    @Field(() => String, { nullable: true, description: '情况说明' })
    explanation?: string | null;

    @Field(() => Boolean, { nullable: true, description: '是否计算得出' })
    isDerived?: boolean;

    @Field(() => MemberUnitRef, { nullable: true, description: '责任单位' })
    memberUnit?: MemberUnitRef;

    @Field(() => ID, { nullable: true, description: '所属报送批次的标识' })
    publicationId?: string;

    @Field(() => PublicationKindEnum, { nullable: true, description: '所属批次的种类' })
    kind?: PublicationKindEnum;

    @Field(() => String, { nullable: true, description: '更正的理由' })
    justification?: string | null;

    @Field(() => DateTimeScalar, { nullable: true, description: '记入时刻' })
    recordedAt?: Date;

    @Field(() => [PublicationEvent], { nullable: true, description: '经过的各步，按先后，含撤回' })
    events?: readonly PublicationEvent[];
  }

  const ObservationConnection = createConnectionType(
    `${typePrefix}Observation`,
    `${label}子图的指标值`,
    DepartmentObservation,
    {
      nullable: true,
    },
  );

  @ObjectType(`${typePrefix}Report`, { description: `${label}子图对一个评价对象的自有视图` })
  class Report {
    subject!: string;
    period!: string | null;
  }

  @ObjectType(`${typePrefix}Change`, { description: `${label}子图变更流的一条：一个指标值进入了一种状态` })
  class Change {
    @Field(() => ID, { description: '变更的标识，即子图名加位置' })
    id!: string;

    @Field(() => String, { nullable: true, description: '在变更流中的位置，连续无空缺' })
    position?: string;

    @Field(() => ObservationState, { nullable: true, description: '进入的状态' })
    state?: ObservationState;

    @Field(() => DateTimeScalar, { nullable: true, description: '记入时刻' })
    recordedAt?: Date;

    @Field(() => DepartmentObservation, { nullable: true, description: '所涉指标值' })
    observation?: DepartmentObservation;
  }

  @ObjectType(`${typePrefix}ChangePage`, { description: `${label}子图变更流的一页` })
  class ChangePage {
    @Field(() => String, { nullable: true, description: '变更流现在的末位' })
    head?: string;

    @Field(() => [Change], { nullable: true, description: '本页各条，按位置排列' })
    changes?: readonly Change[];
  }

  @InputType(`${typePrefix}ObservationFilterInput`, { description: `筛选${label}子图的指标值，未写的条件不限` })
  class ObservationFilter implements ObservationFilterShape {
    @Field(() => ID, { nullable: true, description: '评价对象代码' })
    subject?: string;

    @Field(() => PeriodCodeScalar, { nullable: true, description: '报告期，含其中的较短报告期（2025 含各季、各月）' })
    period?: string;

    @Field(() => Boolean, { nullable: true, description: '为 true 时只取与 period 完全相同的报告期' })
    exactPeriod?: boolean;

    @Field(() => [ID], { nullable: true, description: '数据项代码' })
    measures?: string[];

    @Field(() => ID, { nullable: true, description: '责任单位代码' })
    memberUnit?: string;

    @Field(() => Boolean, { nullable: true, description: '为 true 时只取计算得出的值，为 false 时只取填报的值' })
    isDerived?: boolean;
  }

  return {
    Observation: DepartmentObservation,
    Publication,
    PublicationEvent,
    Receipt,
    Revision,
    ObservationConnection,
    Report,
    Subject,
    Change,
    ChangePage,
    ObservationFilter,
  };
}

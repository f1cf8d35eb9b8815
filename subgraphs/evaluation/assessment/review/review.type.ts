import { type ClassType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { createConnectionType } from '../../../../shared/graphql/connection.ts';
import { DateTimeScalar, DecimalScalar } from '../../../../shared/graphql/scalars.ts';
import { UserError } from '../../../../shared/graphql/user-error.type.ts';
import { AssessmentItem } from '../../framework/assessment-item.type.ts';
import { AssessmentSource } from '../../framework/framework-enums.ts';
import { RubricLevel } from '../../framework/rubric-level.type.ts';
import { Subject } from '../../subject/subject.type.ts';
import { AssessmentBasis, AssessmentOccasion } from '../assessment-enums.ts';

export enum AssessmentReviewState {
  OPEN = 'OPEN',
  THIRD_NEEDED = 'THIRD_NEEDED',
  CONCLUDED = 'CONCLUDED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(AssessmentReviewState, {
  name: 'AssessmentReviewState',
  description: '双人背对背评定的状态',
  valuesConfig: {
    OPEN: { description: '待评：两名评定人尚未评完' },
    THIRD_NEEDED: { description: '分歧：两人等次相差过大，待第三人评定' },
    CONCLUDED: { description: '已评完：评定已计入' },
    CANCELLED: { description: '已撤销：评定不计入' },
  },
});

@ObjectType({ simpleResolvers: true, description: '评定席位：双人背对背评定中的一名评定人' })
export class AssessmentReviewSeat {
  @Field(() => Int, { description: '席位序号，1、2 为两名评定人，3 为分歧后指定的第三人' })
  number!: number;

  @Field(() => String, { nullable: true, description: '评定人的账号标识；限办公室和本人查看' })
  reviewer!: string | null;

  @Field(() => String, { nullable: true, description: '评定单位；评定公开之前限办公室和本人查看' })
  body!: string | null;

  @Field(() => Boolean, { description: '是否本人的席位' })
  isOwn!: boolean;

  @Field(() => Boolean, { description: '是否已评定' })
  isMarked!: boolean;

  @Field(() => RubricLevel, { nullable: true, description: '等次；两人评完之前不显示他人的评定' })
  level!: RubricLevel | null;

  @Field(() => DecimalScalar, { nullable: true, description: '分数；两人评完之前不显示他人的评定' })
  mark!: string | null;

  @Field(() => String, { nullable: true, description: '评定理由；两人评完之前不显示他人的评定' })
  reason!: string | null;

  @Field(() => AssessmentBasis, { nullable: true, description: '查看方式：台账或实地' })
  basis!: AssessmentBasis | null;

  @Field(() => AssessmentOccasion, { nullable: true, description: '时机：阶段或日常' })
  occasion!: AssessmentOccasion | null;
}

@ObjectType({ simpleResolvers: true, description: '双人背对背评定：两名评定人各自评定同一评价要点，评完之前互不可见' })
export class AssessmentReview {
  @Field(() => ID, { description: '评定的标识' })
  id!: string;

  @Field(() => AssessmentItem, { nullable: true, description: '所评的评价要点' })
  item!: AssessmentItem | null;

  @Field(() => Subject, { nullable: true, description: '所评的评价对象' })
  subject!: Subject | null;

  @Field(() => Int, { description: '评价年度' })
  year!: number;

  @Field(() => AssessmentSource, { description: '来源' })
  source!: AssessmentSource;

  @Field(() => AssessmentReviewState, { description: '状态' })
  state!: AssessmentReviewState;

  @Field(() => [AssessmentReviewSeat], { description: '评定席位，按序号' })
  seats!: readonly AssessmentReviewSeat[];

  @Field(() => Int, { nullable: true, description: '两人相差的等次数；两人评完之前为空' })
  levelsApart!: number | null;

  @Field(() => DateTimeScalar, { description: '组织评定的时刻' })
  openedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: '评完或撤销的时刻；未结束时为空' })
  endedAt!: Date | null;

  @Field(() => String, { nullable: true, description: '撤销的理由；未撤销时为空' })
  reason!: string | null;

  @Field(() => Boolean, { description: '是否演示数据' })
  isDemo!: boolean;
}

export const AssessmentReviewConnection = createConnectionType('AssessmentReview', '双人背对背评定', AssessmentReview);

@ObjectType({ simpleResolvers: true, description: '评定的一致性：两名评定人的评定相近到什么程度' })
export class AssessmentAgreement {
  @Field(() => AssessmentItem, { nullable: true, description: '评价要点；合计时为空' })
  item!: AssessmentItem | null;

  @Field(() => Int, { description: '两人均已评定的评定数' })
  reviewCount!: number;

  @Field(() => DecimalScalar, { nullable: true, description: '两人等次相同的比例，小数；没有评定时为空' })
  equalLevelShare!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: '两人分数的平均相差，分；没有评定时为空' })
  meanGap!: string | null;

  @Field(() => Int, { description: '等次相差过大、需第三人评定的评定数' })
  splitCount!: number;
}

@ObjectType({ simpleResolvers: true, description: '一个年度评定的一致性：合计和逐个评价要点' })
export class AssessmentAgreementReport {
  @Field(() => AssessmentAgreement, { description: '合计' })
  whole!: AssessmentAgreement;

  @Field(() => [AssessmentAgreement], { description: '逐个评价要点，按代码' })
  items!: readonly AssessmentAgreement[];
}

@InputType({ description: '指定一名评定人' })
export class ReviewerInput {
  @Field(() => String, { description: '评定人的账号标识，即其登录身份的 subject' })
  reviewer!: string;

  @Field(() => String, { description: '评定单位：成员单位代码，或成员单位以外的机构名称；不得是指标的牵头单位' })
  body!: string;
}

@InputType({ description: '组织一项双人背对背评定' })
export class CreateAssessmentReviewInput {
  @Field(() => String, { description: '评价要点代码' })
  item!: string;

  @Field(() => String, { description: '评价对象代码' })
  subject!: string;

  @Field(() => Int, { description: '评价年度' })
  year!: number;

  @Field(() => AssessmentSource, { description: '来源，须为该评价要点允许的来源' })
  source!: AssessmentSource;

  @Field(() => [ReviewerInput], { description: '两名评定人，不得为同一人' })
  reviewers!: readonly ReviewerInput[];
}

@InputType({ description: '评定人给出自己的评定，给出后不得修改' })
export class SubmitReviewMarkInput {
  @Field(() => ID, { description: '评定的标识' })
  review!: string;

  @Field(() => String, { nullable: true, description: '等次代码，见评价要点的 levels；不填时按分数确定' })
  level?: string | null;

  @Field(() => DecimalScalar, { description: '分数，0 至 100，小数不超过两位，应在所选等次范围内' })
  mark!: string;

  @Field(() => String, { description: '评定理由，至多 2000 字' })
  reason!: string;

  @Field(() => AssessmentBasis, { nullable: true, description: '查看方式：台账或实地' })
  basis?: AssessmentBasis | null;

  @Field(() => AssessmentOccasion, { nullable: true, description: '时机：阶段或日常' })
  occasion?: AssessmentOccasion | null;
}

@InputType({ description: '分歧后指定第三名评定人' })
export class ExtendAssessmentReviewInput {
  @Field(() => ID, { description: '评定的标识' })
  review!: string;

  @Field(() => ReviewerInput, { description: '第三名评定人，不得为前两名' })
  third!: ReviewerInput;
}

@InputType({ description: '撤销一项未结束的评定，已给出的评定不计入' })
export class WithdrawAssessmentReviewInput {
  @Field(() => ID, { description: '评定的标识' })
  review!: string;

  @Field(() => String, { description: '撤销的理由，至多 2000 字' })
  reason!: string;
}

/** What every mutation of a review answers. */
export interface ReviewPayload {
  review: AssessmentReview | null;
  errors: readonly UserError[];
}

function createReviewPayload(name: string, act: string): ClassType<ReviewPayload> {
  @ObjectType(name, { simpleResolvers: true, description: `${act}的结果` })
  class Payload implements ReviewPayload {
    @Field(() => AssessmentReview, { nullable: true, description: '办理后的评定；未予办理时为空' })
    review!: AssessmentReview | null;

    @Field(() => [UserError], { description: '未予办理的原因；已办理时为空列表' })
    errors!: readonly UserError[];
  }
  return Payload;
}

export const CreateAssessmentReviewPayload = createReviewPayload('CreateAssessmentReviewPayload', '组织双人背对背评定');
export const SubmitReviewMarkPayload = createReviewPayload('SubmitReviewMarkPayload', '给出评定');
export const ExtendAssessmentReviewPayload = createReviewPayload('ExtendAssessmentReviewPayload', '指定第三名评定人');
export const WithdrawAssessmentReviewPayload = createReviewPayload('WithdrawAssessmentReviewPayload', '撤销评定');

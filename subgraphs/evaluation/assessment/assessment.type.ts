import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar, DecimalScalar } from '../../../shared/graphql/scalars.ts';
import { UserError } from '../../../shared/graphql/user-error.type.ts';
import { AssessmentItem } from '../framework/assessment-item.type.ts';
import { AssessmentSource } from '../framework/framework-enums.ts';
import { RubricLevel } from '../framework/rubric-level.type.ts';
import { Subject } from '../subject/subject.type.ts';
import { AssessmentBasis, AssessmentOccasion } from './assessment-enums.ts';

@ObjectType({ simpleResolvers: true, description: '评价意见：一个评定单位对一个评价要点的评定' })
export class Assessment {
  @Field(() => ID, { description: '评价意见的标识' })
  id!: string;

  @Field(() => AssessmentItem, { nullable: true, description: '所评的评价要点' })
  item!: AssessmentItem | null;

  @Field(() => Subject, { nullable: true, description: '所评的评价对象' })
  subject!: Subject | null;

  @Field(() => Int, { description: '评价年度' })
  year!: number;

  @Field(() => AssessmentSource, { description: '来源' })
  source!: AssessmentSource;

  @Field(() => String, { description: '评定单位：成员单位代码，或成员单位以外的机构名称' })
  body!: string;

  @Field(() => DecimalScalar, { description: '分数，0 至 100' })
  mark!: string;

  @Field(() => RubricLevel, { nullable: true, description: '评定的等次；计分模型未规定等次时为空' })
  level!: RubricLevel | null;

  @Field(() => String, { description: '评定理由' })
  reason!: string;

  @Field(() => AssessmentBasis, { nullable: true, description: '查看方式：台账或实地；未注明时为空' })
  basis!: AssessmentBasis | null;

  @Field(() => AssessmentOccasion, { nullable: true, description: '时机：阶段或日常；未注明时为空' })
  occasion!: AssessmentOccasion | null;

  @Field(() => Boolean, { description: '是否出自双人背对背评定' })
  isReviewed!: boolean;

  @Field(() => DateTimeScalar, { description: '录入的时刻' })
  recordedAt!: string;

  @Field(() => Boolean, { description: '是否演示数据' })
  isDemo!: boolean;
}

@InputType({ description: '录入一条评价意见；同一评定单位再次录入即取代前一条，前一条仍可追溯' })
export class CreateAssessmentInput {
  @Field(() => String, { description: '评价要点代码' })
  item!: string;

  @Field(() => String, { description: '评价对象代码' })
  subject!: string;

  @Field(() => Int, { description: '评价年度' })
  year!: number;

  @Field(() => AssessmentSource, { description: '来源，须为该评价要点允许的来源' })
  source!: AssessmentSource;

  @Field(() => String, { description: '评定单位：成员单位代码，或成员单位以外的机构名称；不得是指标的牵头单位' })
  body!: string;

  @Field(() => DecimalScalar, { description: '分数，0 至 100，小数不超过两位' })
  mark!: string;

  @Field(() => String, { nullable: true, description: '等次代码，见评价要点的 levels；不填时按分数确定' })
  level?: string | null;

  @Field(() => String, { description: '评定理由，至多 2000 字' })
  reason!: string;

  @Field(() => AssessmentBasis, { nullable: true, description: '查看方式：台账或实地' })
  basis?: AssessmentBasis | null;

  @Field(() => AssessmentOccasion, { nullable: true, description: '时机：阶段或日常' })
  occasion?: AssessmentOccasion | null;
}

@ObjectType({ simpleResolvers: true, description: '录入评价意见的结果' })
export class CreateAssessmentPayload {
  @Field(() => Assessment, { nullable: true, description: '录入的评价意见；未予录入时为空' })
  assessment!: Assessment | null;

  @Field(() => [UserError], { description: '未予录入的原因；已录入时为空列表' })
  errors!: readonly UserError[];
}

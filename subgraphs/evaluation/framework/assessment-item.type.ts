import { Field, ID, ObjectType } from 'type-graphql';
import { MemberUnitRef } from '../../../shared/graphql/entity-refs.type.ts';
import { AssessmentSource } from './framework-enums.ts';
import { RubricLevel } from './rubric-level.type.ts';

@ObjectType({ simpleResolvers: true, description: '评价要点：只能由人评定的内容，0—100 分，不由指标的牵头单位评定' })
export class AssessmentItem {
  @Field(() => ID, { description: '评价要点代码' })
  code!: string;

  @Field(() => String, { description: '评价要点名称' })
  name!: string;

  @Field(() => String, { description: '评价要点英文名称' })
  nameEn!: string;

  @Field(() => [String], { description: '评定的方面，取自指标的定义' })
  aspects!: readonly string[];

  @Field(() => [AssessmentSource], { description: '可以评定的来源' })
  judgedBy!: readonly AssessmentSource[];

  @Field(() => [RubricLevel], { description: '评分等次，自高到低；计分模型未规定时为空列表' })
  levels!: readonly RubricLevel[];

  @Field(() => MemberUnitRef, { nullable: true, description: '指明的评定单位；未指明时为空' })
  namedBody!: MemberUnitRef | null;

  @Field(() => MemberUnitRef, { nullable: true, description: '不得评定的单位，即指标的牵头单位' })
  notBy!: MemberUnitRef | null;
}

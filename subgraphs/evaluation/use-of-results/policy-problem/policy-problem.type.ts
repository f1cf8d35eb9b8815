import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { createConnectionType } from '../../../../shared/graphql/connection.ts';
import { MemberUnitRef } from '../../../../shared/graphql/entity-refs.type.ts';
import { DateTimeScalar } from '../../../../shared/graphql/scalars.ts';
import { UserError } from '../../../../shared/graphql/user-error.type.ts';

@ObjectType({ simpleResolvers: true, description: '对一项问题的答复' })
export class PolicyProblemAnswer {
  @Field(() => String, { description: '答复内容' })
  text!: string;

  @Field(() => String, { description: '答复单位' })
  body!: string;

  @Field(() => DateTimeScalar, { description: '登记答复的时刻' })
  answeredAt!: Date;
}

@ObjectType({
  simpleResolvers: true,
  description: '重点难点问题：落实关键举措中的问题、解决办法，及政策制定部门的答复',
})
export class PolicyProblem {
  @Field(() => ID, { description: '登记的标识' })
  id!: string;

  @Field(() => String, { description: '指标体系代码' })
  framework!: string;

  @Field(() => Int, { description: '评价年度' })
  year!: number;

  @Field(() => String, { nullable: true, description: '所涉三级指标的 key；不针对某项指标时为空' })
  indicatorKey!: string | null;

  @Field(() => String, { description: '问题' })
  problem!: string;

  @Field(() => String, { description: '解决办法' })
  proposal!: string;

  @Field(() => String, { nullable: true, description: '政策制定部门；未写明时为空' })
  addressee!: string | null;

  @Field(() => MemberUnitRef, { nullable: true, description: '登记的成员单位；没有时为空' })
  raisedUnit!: MemberUnitRef | null;

  @Field(() => DateTimeScalar, { description: '登记的时刻' })
  raisedAt!: Date;

  @Field(() => PolicyProblemAnswer, { nullable: true, description: '答复；尚未答复时为空' })
  answer!: PolicyProblemAnswer | null;
}

export const PolicyProblemConnection = createConnectionType('PolicyProblem', '重点难点问题', PolicyProblem);

@InputType({ description: '登记一项重点难点问题和解决办法' })
export class CreatePolicyProblemInput {
  @Field(() => ID, { description: '指标体系代码' })
  framework!: string;

  @Field(() => Int, { description: '评价年度' })
  year!: number;

  @Field(() => String, { nullable: true, description: '所涉三级指标的 key' })
  indicatorKey?: string | null;

  @Field(() => String, { description: '问题，至多 4000 字' })
  problem!: string;

  @Field(() => String, { description: '解决办法，至多 4000 字' })
  proposal!: string;

  @Field(() => String, { nullable: true, description: '政策制定部门' })
  addressee?: string | null;
}

@InputType({ description: '登记对一项问题的答复' })
export class AnswerPolicyProblemInput {
  @Field(() => ID, { description: '登记的标识' })
  problem!: string;

  @Field(() => String, { description: '答复内容，至多 4000 字' })
  answer!: string;

  @Field(() => String, { description: '答复单位' })
  body!: string;
}

@ObjectType({ simpleResolvers: true, description: '登记问题的结果' })
export class CreatePolicyProblemPayload {
  @Field(() => PolicyProblem, { nullable: true, description: '登记的问题；未予登记时为空' })
  problem!: PolicyProblem | null;

  @Field(() => [UserError], { description: '未予登记的原因；已登记时为空列表' })
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: '登记答复的结果' })
export class AnswerPolicyProblemPayload {
  @Field(() => PolicyProblem, { nullable: true, description: '已答复的问题；未予登记时为空' })
  problem!: PolicyProblem | null;

  @Field(() => [UserError], { description: '未予登记的原因；已登记时为空列表' })
  errors!: readonly UserError[];
}

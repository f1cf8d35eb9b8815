import { Field, InputType, registerEnumType } from 'type-graphql';
import { createConnectionType } from '../../../shared/graphql/connection.ts';
import { DecimalScalar } from '../../../shared/graphql/scalars.ts';
import { Evaluation } from '../result/evaluation.type.ts';
import { Grade } from '../result/result-enums.ts';

export enum EvaluationOrder {
  OFFICIAL = 'OFFICIAL',
  SCORE = 'SCORE',
  SCORE_ASCENDING = 'SCORE_ASCENDING',
  COMPLETENESS = 'COMPLETENESS',
}
registerEnumType(EvaluationOrder, {
  name: 'EvaluationOrder',
  description: '评价结果列表的排列；名录顺序以外的仅供协调小组办公室内部参考',
  valuesConfig: {
    OFFICIAL: { description: '名录顺序' },
    SCORE: { description: '得分从高到低，没有得分的在后；内部参考，只供协调小组办公室' },
    SCORE_ASCENDING: { description: '得分从低到高，没有得分的在前；内部参考，只供协调小组办公室' },
    COMPLETENESS: { description: '数据齐全程度从低到高；内部参考，只供协调小组办公室' },
  },
});

@InputType({ description: '数值的范围，两端都包含在内' })
export class DecimalRangeInput {
  @Field(() => DecimalScalar, { nullable: true, description: '不低于；未指明时不限' })
  from?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: '不高于；未指明时不限' })
  to?: string | null;
}

@InputType({ description: '一个一级指标的得分范围' })
export class PillarScoreRangeInput {
  @Field(() => String, { description: '一级指标的编号' })
  pillar!: string;

  @Field(() => DecimalScalar, { nullable: true, description: '不低于；未指明时不限' })
  from?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: '不高于；未指明时不限' })
  to?: string | null;
}

@InputType({ description: '评价结果列表的筛选条件，各条件同时满足' })
export class EvaluationFilterInput {
  @Field(() => [String], { nullable: true, description: '评价对象的代码，任一符合即可' })
  subjects?: readonly string[] | null;

  @Field(() => String, { nullable: true, description: '所属评价对象的代码' })
  parent?: string | null;

  @Field(() => Boolean, { nullable: true, description: '得分是否齐全，即缺少的部分不再影响得分' })
  isComplete?: boolean | null;

  @Field(() => DecimalRangeInput, { nullable: true, description: '已核收的值占应填报的比例，小数' })
  completeness?: DecimalRangeInput | null;

  @Field(() => [String], { nullable: true, description: '尚缺数据的成员单位的代码，任一尚缺即可' })
  missingFrom?: readonly string[] | null;

  @Field(() => DecimalRangeInput, { nullable: true, description: '总得分的范围；只供协调小组办公室' })
  score?: DecimalRangeInput | null;

  @Field(() => [PillarScoreRangeInput], {
    nullable: true,
    description: '一级指标的得分范围，各项同时满足；只供协调小组办公室',
  })
  pillarScores?: readonly PillarScoreRangeInput[] | null;

  @Field(() => [Grade], { nullable: true, description: '建议类别，任一符合即可；只供协调小组办公室' })
  suggestedGrades?: readonly Grade[] | null;
}

export const EvaluationConnection = createConnectionType('Evaluation', '评价结果', Evaluation);

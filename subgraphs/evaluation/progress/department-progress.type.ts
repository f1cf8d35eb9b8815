import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../shared/graphql/scalars.ts';

@ObjectType({ simpleResolvers: true, description: '评价读取一个部门变更流的进度' })
export class EvaluationProgress {
  @Field(() => String, { description: '部门子图的名称' })
  department!: string;

  @Field(() => String, { description: '已读到的位置' })
  position!: string;

  @Field(() => String, { description: '最近一次读取时变更流的末尾位置' })
  head!: string;

  @Field(() => DateTimeScalar, { description: '最近一次读到变更的时刻' })
  updatedAt!: Date;
}

import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description: '同组中可能的位次范围，由各得分区间推出；内部参考，只供协调小组办公室，不通报、不公开',
})
export class RankRange {
  @Field(() => Int, { description: '缺少的部分补齐后最好的可能位次' })
  best!: number;

  @Field(() => Int, { description: '缺少的部分补齐后最差的可能位次' })
  worst!: number;

  @Field(() => Int, { description: '同组中已有评价结果的对象个数，含自身' })
  peers!: number;

  @Field(() => String, { description: '比较的范围：指标体系、评价年度和分组' })
  peerGroup!: string;
}

import { Field, ObjectType } from 'type-graphql';
import { Period } from '../../../shared/graphql/period.type.ts';
import { DateScalar } from '../../../shared/graphql/scalars.ts';
import { Measure } from '../framework/measure.type.ts';
import { ReleaseStage } from './release-stage.type.ts';

@ObjectType({
  simpleResolvers: true,
  description: '一个数据项在一个报告期、一个阶段的公布日；公布前只有责任单位和协调小组办公室可以查看，授权不起作用',
})
export class ReleaseDate {
  @Field(() => Measure, { nullable: true, description: '数据项' })
  measure!: Measure | null;

  @Field(() => Period, { nullable: true, description: '报告期' })
  period!: Period | null;

  @Field(() => ReleaseStage, { description: '阶段' })
  stage!: ReleaseStage;

  @Field(() => DateScalar, { description: '公布日，自该日零时（北京时间）起可按授权查看' })
  releaseDate!: string;

  @Field(() => Boolean, { description: '是否已公布' })
  isReleased!: boolean;
}

import { Directive, Field, ObjectType } from 'type-graphql';
import type { DimensionValue } from '../primitives/dimensions.ts';

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: '分组(维度)坐标：一个维度及其取值' })
export class Dimension implements DimensionValue {
  @Field(() => String, { description: '维度代码，如 ownership（所有制）' })
  key!: string;

  @Field(() => String, { description: '维度取值的代码，如 state-owned（国有企业）' })
  code!: string;
}

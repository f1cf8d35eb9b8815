import { Field, ObjectType } from 'type-graphql';
import { DecimalScalar } from '../../../shared/graphql/scalars.ts';

@ObjectType({ simpleResolvers: true, description: '评分等次：评定人按说明选择等次，并在等次范围内给分' })
export class RubricLevel {
  @Field(() => String, { description: '等次代码' })
  code!: string;

  @Field(() => String, { description: '等次名称，如优、良、中、差' })
  name!: string;

  @Field(() => String, { description: '说明：达到该等次应当具备的情形' })
  descriptor!: string;

  @Field(() => DecimalScalar, { description: '该等次的最低分' })
  from!: string;

  @Field(() => DecimalScalar, { description: '该等次的最高分' })
  to!: string;

  @Field(() => DecimalScalar, { description: '该等次的代表分' })
  score!: string;
}

import { buildSchema, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { graphql, GraphQLSchema, printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';

abstract class Named {
  @Field(() => String, { nullable: true, description: '名称' })
  name!: string | null;
}

@ObjectType({ description: '样本' })
class Sample extends Named {
  @Field(() => ID, { description: '代码' })
  code!: string;

  kind = 'sample';
}

@Resolver()
class SampleResolver {
  @Query(() => Sample, { description: '取一个样本' })
  sample(): Sample {
    return Object.assign(new Sample(), { code: '1', name: '甲' });
  }
}

describe('type-graphql classes under vitest', () => {
  it('become a schema of the one copy of graphql', async () => {
    const schema = await buildSchema({ resolvers: [SampleResolver], validate: false });
    expect(schema).toBeInstanceOf(GraphQLSchema);
    expect(printSchema(schema)).toContain('"""代码"""');
    const answer = await graphql({ schema, source: '{ sample { code } }' });
    expect(JSON.parse(JSON.stringify(answer))).toEqual({ data: { sample: { code: '1' } } });
  });

  it('carry no design metadata, as in the compiled program', () => {
    expect(Reflect.getMetadata('design:type', Sample.prototype, 'code')).toBeUndefined();
  });

  it('declare fields without creating them, as useDefineForClassFields false does', () => {
    expect(Object.keys(new Sample())).toEqual(['kind']);
  });
});

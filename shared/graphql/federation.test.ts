import 'reflect-metadata';
import { type GraphQLResolveInfo, isInterfaceType } from 'graphql';
import { Field, ID, InterfaceType, ObjectType, Query, Resolver } from 'type-graphql';
import { expect, it } from 'vitest';
import { createLogger } from '../observability/logger.ts';
import { newTrace } from '../observability/trace.ts';
import { createSubgraphContext } from './context.ts';
import { buildSubgraph } from './federation.ts';

@InterfaceType('Shape', {
  description: '形状',
  autoRegisterImplementations: false,
  resolveType: (value: { corners: number }) => (value.corners === 0 ? 'Circle' : undefined),
})
abstract class Shape {
  @Field(() => ID, { description: '标识' })
  id!: string;
}

@ObjectType('Circle', { implements: Shape, description: '圆' })
class Circle extends Shape {}

@Resolver()
class ShapeResolver {
  @Query(() => Shape, { nullable: true, description: '一个形状' })
  shape(): Shape | null {
    return null;
  }
}

async function typeOf(value: object): Promise<unknown> {
  const schema = await buildSubgraph({ resolvers: [ShapeResolver], orphanedTypes: [Circle] });
  const type = schema.getType('Shape');
  if (!isInterfaceType(type)) throw new Error('no interface');
  const viewer = { subject: 's', memberUnit: null, roles: [], purpose: '测试' };
  const context = createSubgraphContext(viewer, newTrace(), createLogger('test', 'silent'));
  const info = {} as GraphQLResolveInfo;
  // In an object, so that a promise would be seen as one.
  return { type: type.resolveType?.(value, context, info, type) };
}

it('tells the type that a value of an interface names at once, without a promise', async () => {
  expect(await typeOf({ __typename: 'Circle' })).toEqual({ type: 'Circle' });
});

it('asks the interface for the type of a value that names none', async () => {
  const { type }: { type?: unknown } = Object(await typeOf({ corners: 0 }));
  expect(await type).toBe('Circle');
});

import { type ClassType, Directive, Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import { FOLLOWED_DEPARTMENTS } from './department-register.ts';

/**
 * The interface of departments' observations, here with the reference only: whatever is asked of a source, its id
 * included, comes from the owner, so that a source is there exactly when its department answers.
 */
@InterfaceType('Observation', {
  description: '指标值：一个数据项在一个评价对象、一个报告期、一组分组下的值，由责任单位报送',
  autoRegisterImplementations: false,
  resolveType: (value: ObservationRef) => value.__typename,
})
export abstract class ObservationRef {
  @Directive('@inaccessible')
  @Field(() => ID, { nullable: true, description: '供其他子图引用的标识，与 id 相同' })
  reference!: string;

  __typename!: string;
}

/** Stubs of the departments' observation types, for the interface to point at. */
export const OBSERVATION_STUBS: ClassType<ObservationRef>[] = FOLLOWED_DEPARTMENTS.map(({ typePrefix, label }) =>
  createStub(`${typePrefix}Observation`, label),
);

const TYPE_NAMES = new Map(
  FOLLOWED_DEPARTMENTS.map(({ service, typePrefix }) => [service, `${typePrefix}Observation`]),
);

/** The source of an accepted value in its department; null for values derived here. */
export function sourceOf(department: string, id: string): ObservationRef | null {
  const typeName = TYPE_NAMES.get(department);
  return typeName === undefined ? null : { __typename: typeName, reference: id };
}

function createStub(typeName: string, label: string): ClassType<ObservationRef> {
  @Directive('@key(fields: "reference", resolvable: false)')
  @ObjectType(typeName, {
    implements: ObservationRef,
    simpleResolvers: true,
    description: `${label}子图的指标值，由其承载的成员单位报送`,
  })
  class Stub extends ObservationRef {}
  return Stub;
}

import { type ClassType, Field, ID, InputType } from 'type-graphql';
import { type Connection, createConnectionType } from '../../graphql/connection.ts';
import type { Department } from '../department.ts';
import type { DepartmentTypes, PublicationShape } from './department-types.ts';

export interface PublicationFilterShape {
  memberUnit?: string;
  states?: string[];
  isRequest?: boolean;
}

/** Lists of publications. */
export interface PublicationTypes {
  readonly Connection: ClassType<Connection<PublicationShape>>;
  readonly Filter: ClassType<PublicationFilterShape>;
}

export function createPublicationTypes({ typePrefix, label }: Department, types: DepartmentTypes): PublicationTypes {
  @InputType(`${typePrefix}PublicationFilterInput`, { description: `筛选${label}子图的报送批次，未写的条件不限` })
  class Filter implements PublicationFilterShape {
    @Field(() => ID, { nullable: true, description: '责任单位代码' })
    memberUnit?: string;

    @Field(() => [String], {
      nullable: true,
      description: '状态：DRAFT、SUBMITTED、APPROVED、ACCEPTED、RETURNED、WITHDRAWN、LOCKED',
    })
    states?: string[];

    @Field(() => Boolean, { nullable: true, description: '为 true 时只取更正和撤回申请，为 false 时只取报送' })
    isRequest?: boolean;
  }
  const ConnectionType = createConnectionType(`${typePrefix}Publication`, `${label}子图的报送批次`, types.Publication, {
    nullable: true,
  });
  return { Connection: ConnectionType, Filter };
}

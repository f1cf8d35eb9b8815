import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { createConnectionType } from '../../../shared/graphql/connection.ts';
import { DateScalar } from '../../../shared/graphql/scalars.ts';
import { enumOf } from '../framework/enum-of.ts';
import { SubjectKind } from '../framework/framework-enums.ts';
import type { Subject as SubjectOfRegister } from './subject.ts';

@Directive('@key(fields: "code")')
@ObjectType({ simpleResolvers: true, description: '评价对象：省、区、街道乡镇、成员单位或企业' })
export class Subject {
  @Field(() => ID, { description: '评价对象代码，区划为六位行政区划代码' })
  code!: string;

  @Field(() => String, { nullable: true, description: '评价对象名称' })
  name!: string;

  @Field(() => SubjectKind, { nullable: true, description: '评价对象的种类' })
  kind!: SubjectKind;

  @Field(() => DateScalar, { nullable: true, description: '设立日期；不详时为空' })
  validFrom!: string | null;

  @Field(() => DateScalar, { nullable: true, description: '撤销日期；仍然存在时为空' })
  validTo!: string | null;

  @Field(() => Boolean, { nullable: true, description: '是否演示对象' })
  isDemo!: boolean;

  /** Shown as a subject by the resolver. */
  parentCode!: string | null;
}

export const SubjectConnection = createConnectionType('Subject', '评价对象', Subject);

export function toSubject(subject: SubjectOfRegister): Subject {
  return {
    code: subject.code,
    name: subject.name,
    kind: enumOf(SubjectKind, subject.kind),
    validFrom: subject.validFrom,
    validTo: subject.validTo,
    isDemo: subject.isDemo,
    parentCode: subject.parent,
  };
}

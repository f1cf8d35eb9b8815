import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { ResponsibilityDuty } from './responsibility.ts';

export enum ResponsibilityRole {
  LEAD = 'LEAD',
  OWNER = 'OWNER',
  SUPPORT = 'SUPPORT',
}

registerEnumType(ResponsibilityRole, {
  name: 'ResponsibilityRole',
  description: '成员单位对三级指标承担的责任',
  valuesConfig: {
    LEAD: { description: '牵头单位：牵头落实该指标' },
    OWNER: { description: '责任单位：填报该指标的数据项或其中一部分分组' },
    SUPPORT: { description: '配合单位：配合牵头单位落实该指标' },
  },
});

/** The entity of `evaluation`. Its names in the split are repeated here so that duties read whole without it. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Indicator', { description: '三级指标：指标体系中被评价的最小单元' })
export class IndicatorRef {
  @Field(() => ID, { description: '三级指标的全局标识，由指标体系代码和指标序号组成' })
  id!: string;

  @Directive('@shareable')
  @Field(() => String, { description: '指标键，在各版指标体系中不变' })
  key!: string;

  @Directive('@shareable')
  @Field(() => String, { description: '指标序号，在本版指标体系中唯一' })
  code!: string;
}

/** Stub of the entity that `evaluation` answers; here only the key. */
@Directive('@key(fields: "code", resolvable: false)')
@ObjectType('Framework', { description: '指标体系：一个版本，启用后不再改动' })
export class FrameworkRef {
  @Field(() => ID, { description: '指标体系版本的代码，如 fengtai-2023' })
  code!: string;
}

@ObjectType({ description: '责任分工中的一项：某成员单位对某三级指标承担的责任' })
export class Responsibility {
  @Field(() => IndicatorRef, { nullable: true, description: '所负责的三级指标' })
  indicator!: IndicatorRef;

  @Field(() => ResponsibilityRole, { description: '承担的责任：牵头、责任或配合' })
  role!: ResponsibilityRole;

  @Field(() => FrameworkRef, { nullable: true, description: '责任分工所属的指标体系' })
  framework!: FrameworkRef;
}

export function toResponsibility({ indicator, role, framework }: ResponsibilityDuty): Responsibility {
  return { indicator, role: ResponsibilityRole[role], framework: { code: framework } };
}

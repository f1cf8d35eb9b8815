import { Arg, Ctx, Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type {
  MemberUnit as UnitRow,
  Subgraph as SubgraphRow,
} from '../../../shared/catalogue/responsibility/member-unit.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { DateScalar } from '../../../shared/graphql/scalars.ts';
import { Availability } from '../availability/availability.type.ts';
import { Responsibility } from './responsibility.type.ts';

export enum MemberUnitKind {
  FIRST_CLASS = 'FIRST_CLASS',
  HOSTED = 'HOSTED',
}

registerEnumType(MemberUnitKind, {
  name: 'MemberUnitKind',
  description: '成员单位接入平台的方式',
  valuesConfig: {
    FIRST_CLASS: { description: '自有子图：以本单位自己的子图填报' },
    HOSTED: { description: '托管：本单位尚无系统，在工会子图中以本单位名义填报' },
  },
});

/** What a unit and a subgraph look up around them. */
export interface Surroundings {
  unit(code: string): MemberUnit | null;
  subgraph(code: string): Subgraph | null;
  availability(subgraph: string, context: SubgraphContext): Promise<Availability | null>;
  responsibilities(unit: string, framework: string | null): Responsibility[];
}

/** Every field but the key is nullable: other subgraphs refer to units, and a hub that is away must not null them. */
@Directive('@key(fields: "code")')
@ObjectType({ description: '成员单位：推进产业工人队伍建设改革协调小组的成员单位' })
export class MemberUnit {
  @Field(() => ID, { description: '成员单位代码' })
  readonly code: string;

  @Field(() => String, { nullable: true, description: '单位名称' })
  readonly name: string;

  @Field(() => String, { nullable: true, description: '单位英文名称' })
  readonly nameEn: string;

  @Field(() => MemberUnitKind, { nullable: true, description: '接入平台的方式' })
  readonly kind: MemberUnitKind;

  @Field(() => String, { nullable: true, description: '与产业工人队伍建设改革有关的职能' })
  readonly functions: string;

  @Field(() => DateScalar, { nullable: true, description: '作为成员单位的起始日期；协调小组成立时即为成员的为空' })
  readonly validFrom: string | null;

  @Field(() => DateScalar, { nullable: true, description: '不再作为成员单位的日期；现任成员单位为空' })
  readonly validTo: string | null;

  private readonly subgraphCode: string;
  private readonly around: Surroundings;

  constructor(row: UnitRow, around: Surroundings) {
    this.code = row.id;
    this.name = row.nameZh;
    this.nameEn = row.nameEn;
    this.kind = row.kind === 'hosted' ? MemberUnitKind.HOSTED : MemberUnitKind.FIRST_CLASS;
    this.functions = row.functions;
    this.validFrom = row.validFrom;
    this.validTo = row.validTo;
    this.subgraphCode = row.subgraph;
    this.around = around;
  }

  @Field(() => Subgraph, { nullable: true, description: '现在承载该单位数据的子图' })
  carriedBy(): Subgraph | null {
    return this.around.subgraph(this.subgraphCode);
  }

  @Field(() => Availability, { nullable: true, description: '承载该单位的子图此刻是否可用；未纳入探测时为空' })
  availability(@Ctx() context: SubgraphContext): Promise<Availability | null> {
    return this.around.availability(this.subgraphCode, context);
  }

  @Field(() => [Responsibility], { nullable: true, description: '该单位的责任分工，按指标顺序排列' })
  responsibilities(
    @Arg('framework', () => String, { nullable: true, description: '指标体系代码；不填时为现行的区级指标体系' })
    framework: string | null,
  ): Responsibility[] {
    return this.around.responsibilities(this.code, framework ?? null);
  }
}

@ObjectType({ description: '子图：承载一个或多个成员单位数据的服务' })
export class Subgraph {
  @Field(() => ID, { description: '子图代码' })
  readonly code: string;

  @Field(() => String, { description: '子图名称' })
  readonly name: string;

  private readonly row: SubgraphRow;
  private readonly around: Surroundings;

  constructor(row: SubgraphRow, around: Surroundings) {
    this.code = row.id;
    this.name = row.nameZh;
    this.row = row;
    this.around = around;
  }

  @Field(() => MemberUnit, { nullable: true, description: '负责该子图的成员单位' })
  unit(): MemberUnit | null {
    return this.around.unit(this.row.unit);
  }

  @Field(() => [MemberUnit], { description: '在该子图中托管的成员单位，按名单顺序排列' })
  hosts(): MemberUnit[] {
    return this.row.hosts.flatMap((code) => this.around.unit(code) ?? []);
  }

  @Field(() => Availability, { nullable: true, description: '该子图此刻是否可用；未纳入探测时为空' })
  availability(@Ctx() context: SubgraphContext): Promise<Availability | null> {
    return this.around.availability(this.code, context);
  }
}

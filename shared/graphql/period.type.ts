import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Period as PeriodValue, PeriodType as PeriodTypeName } from '../primitives/period.ts';

export enum PeriodType {
  YEAR = 'YEAR',
  HALF_YEAR = 'HALF_YEAR',
  QUARTER = 'QUARTER',
  MONTH = 'MONTH',
  CUMULATIVE = 'CUMULATIVE',
}

registerEnumType(PeriodType, {
  name: 'PeriodType',
  description: '报告期的类型',
  valuesConfig: {
    YEAR: { description: '年' },
    HALF_YEAR: { description: '半年' },
    QUARTER: { description: '季' },
    MONTH: { description: '月' },
    CUMULATIVE: { description: '累计期，自年内某月至某月，如 1—9月' },
  },
});

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: '报告期' })
export class Period {
  @Field(() => String, { description: '报告期代码，如 2025、2025-Q3、2025-09、2025-01--2025-09' })
  code!: string;

  @Field(() => PeriodType, { description: '报告期的类型' })
  type!: PeriodType;

  @Field(() => String, { description: '首日，YYYY-MM-DD，北京时间' })
  start!: string;

  @Field(() => String, { description: '末日，YYYY-MM-DD，北京时间' })
  end!: string;
}

export function toPeriod(period: PeriodValue): Period {
  const type: PeriodTypeName = period.type;
  return { code: period.code, type: PeriodType[type], start: period.start, end: period.end };
}

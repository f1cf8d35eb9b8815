import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Issue } from '../primitives/issue.ts';

export enum IssueSeverity {
  ERROR = 'ERROR',
  WARNING = 'WARNING',
  HINT = 'HINT',
}

registerEnumType(IssueSeverity, {
  name: 'IssueSeverity',
  description: '审核结果的强度',
  valuesConfig: {
    ERROR: { description: '强制性：不改正不予接收' },
    WARNING: { description: '核实性：说明情况后可以接收，说明随值保存' },
    HINT: { description: '提示性：仅作提示' },
  },
});

/** A finding about the caller's input, in payloads of mutations. */
@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: '对提交内容的一条审核意见：错在哪里、依据哪条规则、如何改正' })
export class UserError {
  @Field(() => String, { description: '固定代码，供程序判断' })
  code!: string;

  @Field(() => IssueSeverity, { description: '审核强度：强制性、核实性或提示性' })
  severity!: IssueSeverity;

  @Field(() => [String], { description: '所指位置在输入中的路径，行号从 0 起' })
  path!: readonly string[];

  @Field(() => Int, { nullable: true, description: '所指的行，从 1 起；针对整批时为空' })
  row!: number | null;

  @Field(() => String, { description: '中文说明' })
  message!: string;

  @Field(() => String, { description: '英文说明' })
  messageEn!: string;

  @Field(() => String, { description: '所依据规则的编号' })
  rule!: string;

  @Field(() => String, { description: '处理办法' })
  remedy!: string;

  @Field(() => String, { nullable: true, description: '该处现行的值；没有时为空' })
  currentValue!: string | null;

  @Field(() => String, { nullable: true, description: '据以比较的值，如上期值、分组合计；没有时为空' })
  comparedValue!: string | null;
}

export function toUserError(issue: Issue): UserError {
  return {
    ...issue,
    severity: IssueSeverity[issue.severity],
    currentValue: issue.currentValue ?? null,
    comparedValue: issue.comparedValue ?? null,
  };
}

import { type ClassType, Field, ID, Int, ObjectType } from 'type-graphql';
import { Dimension } from '../../graphql/dimension.type.ts';
import { parseDimensions } from '../../primitives/dimensions.ts';
import type { Comparison, ValueChange } from '../publication/comparison.ts';

/** Shape behind the class, for resolvers. */
export interface ComparisonShape {
  new: number;
  changed: number;
  unchanged: number;
  changes: readonly object[];
}

/** Makes the comparison classes of a department. */
export function createComparisonType(typePrefix: string, label: string): ClassType<ComparisonShape> {
  @ObjectType(`${typePrefix}ValueChange`, { description: `提交给${label}子图的一行与现有值的比较` })
  class ValueChangeType {
    @Field(() => Int, { nullable: true, description: '第几行，从 1 起；文件为文件中的行号' })
    row?: number;

    @Field(() => String, { nullable: true, description: 'NEW 新增，CHANGED 有变化' })
    kind?: string;

    @Field(() => ID, { nullable: true, description: '评价对象代码' })
    subject?: string;

    @Field(() => ID, { nullable: true, description: '数据项代码' })
    measure?: string;

    @Field(() => String, { nullable: true, description: '报告期代码' })
    period?: string;

    @Field(() => [Dimension], { nullable: true, description: '分组(维度)坐标' })
    dimensions?: readonly Dimension[];

    @Field(() => String, { nullable: true, description: '现有值，尚无时为空' })
    currentValue?: string | null;

    @Field(() => Int, { nullable: true, description: '现有值是第几版，尚无时为空' })
    currentRevision?: number | null;

    @Field(() => String, { nullable: true, description: '提交的值' })
    value?: string;

    @Field(() => String, { nullable: true, description: '提交的值减现有值，计量单位见数据项；不是数字时为空' })
    difference?: string | null;
  }

  @ObjectType(`${typePrefix}Comparison`, {
    description: `提交给${label}子图的值与现有值的比较：新增、变化、未变各多少`,
  })
  class ComparisonType implements ComparisonShape {
    @Field(() => Int, { nullable: true, description: '新增的行数' })
    new!: number;

    @Field(() => Int, { nullable: true, description: '与现有值不同的行数' })
    changed!: number;

    @Field(() => Int, { nullable: true, description: '与现有值相同的行数，不成新版' })
    unchanged!: number;

    @Field(() => [ValueChangeType], { nullable: true, description: '新增和有变化的行，至多 1000 行' })
    changes!: readonly ValueChangeType[];
  }
  return ComparisonType;
}

export function toComparisonShape(comparison: Comparison): ComparisonShape {
  return { ...comparison, changes: comparison.changes.map(toChangeShape) };
}

function toChangeShape({ dimensions, ...change }: ValueChange): object {
  return { ...change, dimensions: parseDimensions(dimensions) };
}

import { Directive, Field, ObjectType } from 'type-graphql';

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: '分页信息（Relay 规范）' })
export class PageInfo {
  @Field(() => Boolean, { description: '其后是否还有' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: '其前是否还有' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: '本页第一项的游标' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: '本页最后一项的游标，用作下一页的 after' })
  endCursor!: string | null;
}

import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { UserError } from '../../../shared/graphql/user-error.type.ts';
import { FrameworkVersion } from './framework-version.type.ts';

@InputType({ description: '以工作簿导入一版指标体系，成为草案' })
export class ImportFrameworkInput {
  @Field(() => String, { description: '.xlsx 工作簿的 base64 文本，按模板填写' })
  workbook!: string;

  @Field(() => Boolean, { nullable: true, description: '为真时只检查，不保存' })
  dryRun!: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: '工作簿的一处问题：哪张表、哪个单元格、依据哪条规则、如何改正' })
export class WorkbookFault {
  @Field(() => String, { description: '固定代码，供程序判断' })
  code!: string;

  @Field(() => String, { description: '工作表名称；针对整个文件时为空文本' })
  sheet!: string;

  @Field(() => String, { description: '单元格地址，如“D5”；针对整个文件时为空文本' })
  cell!: string;

  @Field(() => String, { description: '中文说明' })
  message!: string;

  @Field(() => String, { description: '英文说明' })
  messageEn!: string;

  @Field(() => String, { description: '所依据规则的编号' })
  rule!: string;

  @Field(() => String, { description: '处理办法' })
  remedy!: string;
}

@ObjectType({ simpleResolvers: true, description: '导入指标体系的结果；有任何问题即全部不予保存' })
export class ImportFrameworkPayload {
  @Field(() => FrameworkVersion, { nullable: true, description: '保存的草案；未予保存或只作检查时为空' })
  version!: FrameworkVersion | null;

  @Field(() => String, { nullable: true, description: '工作簿所写的版本代码；未能读出时为空' })
  code!: string | null;

  @Field(() => String, { nullable: true, description: '工作簿内容的 SHA-256；未能读出时为空' })
  hash!: string | null;

  @Field(() => Boolean, { description: '内容是否与已保存的完全相同；相同即不再保存' })
  isUnchanged!: boolean;

  @Field(() => [String], { description: '各部门目录中还没有的数据项代码，部门暂不能报送' })
  newMeasures!: readonly string[];

  @Field(() => [WorkbookFault], { description: '工作簿的各处问题，按表和行的顺序' })
  faults!: readonly WorkbookFault[];

  @Field(() => [UserError], { description: '未予保存的原因，含工作簿的各处问题；已保存时为空列表' })
  errors!: readonly UserError[];
}

@InputType({ description: '启用一版指标体系草案' })
export class PublishFrameworkInput {
  @Field(() => String, { description: '指标体系版本的代码' })
  code!: string;

  @Field(() => String, { description: '所依据的决定或文件，如会议纪要的名称' })
  documentTitle!: string;

  @Field(() => String, { nullable: true, description: '文号或纪要编号；没有时不填' })
  documentNumber!: string | null;

  @Field(() => String, { description: '理由' })
  reason!: string;
}

@ObjectType({ simpleResolvers: true, description: '启用指标体系的结果' })
export class PublishFrameworkPayload {
  @Field(() => FrameworkVersion, { nullable: true, description: '启用的版本；未予启用时为空' })
  version!: FrameworkVersion | null;

  @Field(() => [UserError], { description: '未予启用的原因；已启用时为空列表' })
  errors!: readonly UserError[];
}

@InputType({ description: '决定把一版指标体系沿用于其后的年度' })
export class CarryOverFrameworkInput {
  @Field(() => String, { description: '指标体系版本的代码' })
  code!: string;

  @Field(() => Int, { description: '沿用于哪一评价年度' })
  year!: number;

  @Field(() => String, { description: '所依据的决定或文件，如会议纪要的名称' })
  documentTitle!: string;

  @Field(() => String, { nullable: true, description: '文号或纪要编号；没有时不填' })
  documentNumber!: string | null;

  @Field(() => String, { description: '理由' })
  reason!: string;
}

@ObjectType({ simpleResolvers: true, description: '决定沿用的结果' })
export class CarryOverFrameworkPayload {
  @Field(() => FrameworkVersion, { nullable: true, description: '沿用的版本；未予沿用时为空' })
  version!: FrameworkVersion | null;

  @Field(() => [UserError], { description: '未予沿用的原因；已沿用时为空列表' })
  errors!: readonly UserError[];
}

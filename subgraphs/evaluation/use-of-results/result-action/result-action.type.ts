import { type ClassType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { createConnectionType } from '../../../../shared/graphql/connection.ts';
import { DateScalar, DateTimeScalar } from '../../../../shared/graphql/scalars.ts';
import { UserError } from '../../../../shared/graphql/user-error.type.ts';
import { DataStatus } from '../../framework/framework-enums.ts';
import { Grade } from '../../result/result-enums.ts';
import { RatedParticipant } from '../grade-history/grade-record.type.ts';
import {
  RectificationState,
  ResultActionAct,
  ResultActionKind,
  ResultActionState,
  ResultActionType,
} from '../use-of-results-enums.ts';

@ObjectType({ simpleResolvers: true, description: '结果运用措施所依据的一个年度的审定类别' })
export class ResultActionBasis {
  @Field(() => Int, { description: '评价年度' })
  year!: number;

  @Field(() => Grade, { description: '审定类别' })
  grade!: Grade;

  @Field(() => String, { description: '年度评价代码' })
  round!: string;
}

@ObjectType({ simpleResolvers: true, description: '整改的一份佐证材料' })
export class RectificationEvidence {
  @Field(() => String, { description: '材料名称' })
  name!: string;

  @Field(() => String, { description: '文件的 SHA-256，64 位十六进制' })
  sha256!: string;

  @Field(() => String, { nullable: true, description: '说明；没有时为空' })
  text!: string | null;
}

@ObjectType({ simpleResolvers: true, description: '一次整改报告' })
export class RectificationReport {
  @Field(() => Int, { description: '第几次报告' })
  revision!: number;

  @Field(() => String, { description: '整改情况' })
  report!: string;

  @Field(() => [RectificationEvidence], { description: '佐证材料' })
  evidence!: readonly RectificationEvidence[];

  @Field(() => DateTimeScalar, { description: '报告的时刻' })
  reportedAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: '限期整改：报告、验收、销号' })
export class Rectification {
  @Field(() => DateScalar, { description: '整改期限' })
  deadline!: string;

  @Field(() => RectificationState, { description: '状态' })
  state!: RectificationState;

  @Field(() => Boolean, { description: '是否逾期：期限已过而单位尚欠整改报告' })
  isOverdue!: boolean;

  @Field(() => DateScalar, { nullable: true, description: '销号的日期；未销号时为空' })
  closedOn!: string | null;

  @Field(() => [RectificationReport], { description: '整改报告，按先后' })
  reports!: readonly RectificationReport[];
}

@ObjectType({ simpleResolvers: true, description: '对一项措施的一次办理记录' })
export class ResultActionEvent {
  @Field(() => ResultActionAct, { description: '办理' })
  act!: ResultActionAct;

  @Field(() => String, { description: '办理人的账号标识' })
  actor!: string;

  @Field(() => String, { nullable: true, description: '办理人所在的成员单位；没有时为空' })
  actorUnit!: string | null;

  @Field(() => String, { nullable: true, description: '理由；没有时为空' })
  reason!: string | null;

  @Field(() => DateTimeScalar, { description: '办理的时刻' })
  happenedAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: '结果运用措施：按规则由审定类别生成的建议，经人确认后办理' })
export class ResultAction {
  @Field(() => ID, { description: '措施的标识' })
  id!: string;

  @Field(() => RatedParticipant, { description: '参评单位' })
  participant!: RatedParticipant;

  @Field(() => String, { description: '指标体系代码' })
  framework!: string;

  @Field(() => Int, { description: '评价年度' })
  year!: number;

  @Field(() => ResultActionType, { description: '措施' })
  measure!: ResultActionType;

  @Field(() => ResultActionKind, { description: '性质：激励、指导或督促' })
  kind!: ResultActionKind;

  @Field(() => String, { description: '措施名称' })
  name!: string;

  @Field(() => String, { description: '措施内容' })
  text!: string;

  @Field(() => String, { description: '规则的代码' })
  rule!: string;

  @Field(() => DataStatus, { description: '规则的性质：正式或推导' })
  ruleStatus!: DataStatus;

  @Field(() => String, { description: '依据的文件和条款' })
  source!: string;

  @Field(() => String, { description: '依据的标注：本级文件，或参照全国办法' })
  label!: string;

  @Field(() => String, { description: '规则的理由' })
  ruleReason!: string;

  @Field(() => [ResultActionBasis], { description: '所依据的审定类别，最近的年度在前' })
  basis!: readonly ResultActionBasis[];

  @Field(() => ResultActionState, { description: '状态' })
  state!: ResultActionState;

  @Field(() => DateTimeScalar, { description: '生成的时刻' })
  raisedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: '确认、不采纳或撤销的时刻；尚未办理时为空' })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: '确认或不采纳的理由；限办公室和本单位查看' })
  reason!: string | null;

  @Field(() => Int, { nullable: true, description: '建议的整改工作日数；不是限期整改时为空' })
  proposedWorkingDays!: number | null;

  @Field(() => Rectification, { nullable: true, description: '整改情况；不是已确认的限期整改时为空' })
  rectification!: Rectification | null;

  @Field(() => Boolean, { description: '是否演示数据' })
  isDemo!: boolean;
}

export const ResultActionConnection = createConnectionType('ResultAction', '结果运用措施', ResultAction);

@InputType({ description: '按规则生成一个年度的结果运用建议；再次生成时，类别未变的不重复' })
export class CreateResultActionsInput {
  @Field(() => ID, { description: '指标体系代码' })
  framework!: string;

  @Field(() => Int, { description: '评价年度，须已通报' })
  year!: number;
}

@InputType({ description: '确认一项建议；限期整改可写明期限，不写则按规则建议的工作日数' })
export class ConfirmResultActionInput {
  @Field(() => ID, { description: '措施的标识' })
  action!: string;

  @Field(() => DateScalar, { nullable: true, description: '整改期限，晚于今日；与工作日数二者择一' })
  deadline?: string | null;

  @Field(() => Int, { nullable: true, description: '整改的工作日数，自确认次日起算，1 至 250' })
  workingDays?: number | null;

  @Field(() => String, { nullable: true, description: '理由，至多 4000 字' })
  reason?: string | null;
}

@InputType({ description: '不采纳一项建议，或撤销已确认而未销号的措施' })
export class DismissResultActionInput {
  @Field(() => ID, { description: '措施的标识' })
  action!: string;

  @Field(() => String, { description: '理由，至多 4000 字' })
  reason!: string;
}

@InputType({ description: '一份佐证材料；文件由单位保存，以校验值指明' })
export class RectificationEvidenceInput {
  @Field(() => String, { description: '材料名称，至多 200 字' })
  name!: string;

  @Field(() => String, { description: '文件的 SHA-256，64 位小写十六进制' })
  sha256!: string;

  @Field(() => String, { nullable: true, description: '说明，至多 2000 字' })
  text?: string | null;
}

@InputType({ description: '报告整改情况；退回后可再次报告' })
export class SubmitRectificationReportInput {
  @Field(() => ID, { description: '措施的标识' })
  action!: string;

  @Field(() => String, { description: '整改情况，至多 4000 字' })
  report!: string;

  @Field(() => [RectificationEvidenceInput], { description: '佐证材料，1 至 20 份' })
  evidence!: readonly RectificationEvidenceInput[];
}

@InputType({ description: '整改验收通过' })
export class AcceptRectificationInput {
  @Field(() => ID, { description: '措施的标识' })
  action!: string;

  @Field(() => String, { nullable: true, description: '说明，至多 4000 字' })
  reason?: string | null;
}

@InputType({ description: '退回整改报告' })
export class ReturnRectificationInput {
  @Field(() => ID, { description: '措施的标识' })
  action!: string;

  @Field(() => String, { description: '退回的理由，至多 4000 字' })
  reason!: string;
}

@InputType({ description: '整改销号；须先验收通过' })
export class CloseRectificationInput {
  @Field(() => ID, { description: '措施的标识' })
  action!: string;

  @Field(() => String, { nullable: true, description: '说明，至多 4000 字' })
  reason?: string | null;
}

@ObjectType({ simpleResolvers: true, description: '生成结果运用建议的结果' })
export class CreateResultActionsPayload {
  @Field(() => [ResultAction], { description: '新生成的建议，按名录顺序' })
  raised!: readonly ResultAction[];

  @Field(() => [ResultAction], { description: '因评价类别或规则变化而失效的建议' })
  lapsed!: readonly ResultAction[];

  @Field(() => [UserError], { description: '未予生成的原因；已生成时为空列表' })
  errors!: readonly UserError[];
}

/** What every mutation of one action answers. */
export interface ResultActionPayload {
  action: ResultAction | null;
  errors: readonly UserError[];
}

function createActionPayload(name: string, act: string): ClassType<ResultActionPayload> {
  @ObjectType(name, { simpleResolvers: true, description: `${act}的结果` })
  class Payload implements ResultActionPayload {
    @Field(() => ResultAction, { nullable: true, description: '办理后的措施；未予办理时为空' })
    action!: ResultAction | null;

    @Field(() => [UserError], { description: '未予办理的原因；已办理时为空列表' })
    errors!: readonly UserError[];
  }
  return Payload;
}

export const ConfirmResultActionPayload = createActionPayload('ConfirmResultActionPayload', '确认建议');
export const DismissResultActionPayload = createActionPayload('DismissResultActionPayload', '不采纳或撤销');
export const SubmitRectificationReportPayload = createActionPayload('SubmitRectificationReportPayload', '报告整改');
export const AcceptRectificationPayload = createActionPayload('AcceptRectificationPayload', '整改验收');
export const ReturnRectificationPayload = createActionPayload('ReturnRectificationPayload', '退回整改');
export const CloseRectificationPayload = createActionPayload('CloseRectificationPayload', '销号');

import { Field, InputType, Int } from 'type-graphql';
import { ParticipantInput } from './participant.type.ts';
import { AppealOutcome, HearingAnswer } from './round-enums.ts';

const ROUND = '年度评价的代码';
const WHO = '参评单位；成员单位只能办理本单位的，评价对象的由办公室办理';
const REVISION = '您最近看到的草稿版次；他人已另有修改时不予办理，未填时不核对';

@InputType({ description: '一项指标的完成情况说明' })
export class IndicatorNarrativeInput {
  @Field(() => String, { description: '指标键' })
  indicator!: string;

  @Field(() => String, { description: '完成情况，至多 2000 字' })
  text!: string;
}

@InputType({ description: '修改自评草稿；未填的各项保持不变' })
export class UpdateSelfEvaluationInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => ParticipantInput, { description: WHO })
  participant!: ParticipantInput;

  @Field(() => String, { nullable: true, description: '自评类别：优秀、良好、一般、差（较差即差），或英文代码' })
  selfGrade?: string | null;

  @Field(() => String, { nullable: true, description: '具体负责人的姓名和职务，限一人，不写电话和证件号码' })
  answerablePerson?: string | null;

  @Field(() => [IndicatorNarrativeInput], { nullable: true, description: '完成情况说明，取代同一指标的前一说明' })
  narratives?: readonly IndicatorNarrativeInput[] | null;

  @Field(() => Int, { nullable: true, description: REVISION })
  expectedRevision?: number | null;
}

@InputType({ description: '附上自评报告，取代先前所附的' })
export class AttachSelfEvaluationReportInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => ParticipantInput, { description: WHO })
  participant!: ParticipantInput;

  @Field(() => String, { description: '文件名' })
  name!: string;

  @Field(() => String, { description: '格式（媒体类型）：PDF、OFD 或 DOCX' })
  mediaType!: string;

  @Field(() => String, { description: '文件内容的 Base64，文件不超过 600 KB' })
  content!: string;

  @Field(() => String, { nullable: true, description: '文件的 SHA-256，用以核对传输；未填时不核对' })
  sha256?: string | null;

  @Field(() => Int, { nullable: true, description: REVISION })
  expectedRevision?: number | null;
}

@InputType({ description: '报出自评：自评报告和自评类别一并报出，报出后不再修改' })
export class SendSelfEvaluationInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => ParticipantInput, { description: WHO })
  participant!: ParticipantInput;

  @Field(() => Int, { nullable: true, description: REVISION })
  expectedRevision?: number | null;
}

@InputType({ description: '对本单位的评价结果反馈意见，限一次' })
export class RespondToHearingInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => ParticipantInput, { description: WHO })
  participant!: ParticipantInput;

  @Field(() => HearingAnswer, { description: '同意或有意见' })
  answer!: HearingAnswer;

  @Field(() => String, { nullable: true, description: '意见；有意见时必填' })
  comment?: string | null;
}

@InputType({ description: '有意见的参评单位申请复核，限一次' })
export class FileAppealInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => ParticipantInput, { description: WHO })
  participant!: ParticipantInput;

  @Field(() => String, { description: '申请复核的理由' })
  grounds!: string;

  @Field(() => [String], { nullable: true, description: '所涉指标的键；未列时针对整个结果' })
  indicators?: readonly string[] | null;
}

@InputType({ description: '答复复核申请' })
export class SettleAppealInput {
  @Field(() => String, { description: ROUND })
  round!: string;

  @Field(() => ParticipantInput, { description: '申请复核的参评单位' })
  participant!: ParticipantInput;

  @Field(() => AppealOutcome, { description: '复核的结果' })
  outcome!: AppealOutcome;

  @Field(() => String, { description: '答复的理由' })
  reason!: string;
}

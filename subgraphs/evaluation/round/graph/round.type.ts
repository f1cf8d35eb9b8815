import { Field, ID, Int, ObjectType } from 'type-graphql';
import { createConnectionType } from '../../../../shared/graphql/connection.ts';
import { DateScalar, DateTimeScalar } from '../../../../shared/graphql/scalars.ts';
import { Framework } from '../../framework/framework.type.ts';
import type { Round as RoundRecord } from '../round.ts';
import { RoundParticipant } from './participant.type.ts';
import { RoundState, RoundStepName, RoundStepProgress } from './round-enums.ts';
import type { RoundFacts } from './round-facts.ts';

@ObjectType({ simpleResolvers: true, description: '年度评价中的一个步骤' })
export class RoundStep {
  @Field(() => RoundStepName, { description: '步骤' })
  step!: RoundStepName;

  @Field(() => RoundStepProgress, { description: '办理到什么程度' })
  state!: RoundStepProgress;

  @Field(() => DateScalar, { nullable: true, description: '时限；没有时为空' })
  dueOn!: string | null;

  @Field(() => String, { nullable: true, description: '时限的依据；没有时限时为空' })
  dateBasis!: string | null;

  @Field(() => Boolean, { description: '是否逾期未完成' })
  isOverdue!: boolean;

  @Field(() => Boolean, { description: '是否经登记的决定采用全国办法' })
  isAdopted!: boolean;

  @Field(() => String, { description: '依据的种类：本级文件、推导、参照全国办法、参照全国办法（已采用）' })
  basis!: string;

  @Field(() => String, { description: '依据的文件和条款' })
  source!: string;

  @Field(() => String, { description: '说明' })
  reason!: string;
}

@ObjectType({ simpleResolvers: true, description: '年度评价中的一次办理，只增不改' })
export class RoundEvent {
  @Field(() => ID, { description: '标识' })
  id!: string;

  @Field(() => Int, { description: '在本次年度评价中的序号，从 1 起' })
  seq!: number;

  @Field(() => RoundStepName, { description: '所属的步骤' })
  step!: RoundStepName;

  @Field(() => String, { description: '办理事项的代码，如 GRADE_DECIDED' })
  action!: string;

  @Field(() => RoundParticipant, { nullable: true, description: '所涉的参评单位；涉及全体时为空' })
  participant!: RoundParticipant | null;

  @Field(() => String, { nullable: true, description: '办理人；只有办公室可见' })
  actor!: string | null;

  @Field(() => String, { nullable: true, description: '理由或提醒的内容；本单位和办公室可见' })
  reason!: string | null;

  @Field(() => DateTimeScalar, { description: '办理的时刻' })
  happenedAt!: Date;
}

export const RoundEventConnection = createConnectionType('RoundEvent', '年度评价的办理记录', RoundEvent);

@ObjectType({ simpleResolvers: true, description: '一件逾期未办的事' })
export class OverdueMatter {
  @Field(() => RoundStepName, { description: '所属的步骤' })
  step!: RoundStepName;

  @Field(() => RoundParticipant, { nullable: true, description: '应办理的参评单位；应由办公室办理时为空' })
  participant!: RoundParticipant | null;

  @Field(() => DateScalar, { description: '时限' })
  dueOn!: string;

  @Field(() => String, { description: '应办的事' })
  matter!: string;
}

@ObjectType({ simpleResolvers: true, description: '评价结果的通报：只列类别，不列得分和名次' })
export class RoundCirculation {
  @Field(() => String, { description: '通报文号' })
  noticeNumber!: string;

  @Field(() => String, { description: '通报标题' })
  noticeTitle!: string;

  @Field(() => String, { description: '通报正文，各类别之内按名录顺序' })
  noticeText!: string;

  @Field(() => [String], { description: '发送范围' })
  addressees!: readonly string[];

  @Field(() => DateTimeScalar, { description: '通报的时刻' })
  circulatedAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: '年度评价：按一个指标体系对一个年度的评价，每年一次' })
export class Round {
  @Field(() => ID, { description: '年度评价的代码，如 fengtai-2023@2025；重新开展的另加版次，如 fengtai-2023@2025#2' })
  code!: string;

  @Field(() => Framework, { nullable: true, description: '指标体系' })
  framework!: Framework | null;

  @Field(() => Int, { description: '评价年度，即被评价的年度' })
  year!: number;

  @Field(() => Int, { description: '版次，从 1 起' })
  edition!: number;

  @Field(() => String, { nullable: true, description: '所取代的上一版次的代码；首次为空' })
  supersedes!: string | null;

  @Field(() => String, { nullable: true, description: '重新开展的理由；首次为空' })
  justification!: string | null;

  @Field(() => RoundState, { description: '所处的阶段' })
  state!: RoundState;

  @Field(() => Int, { description: '最近一次办理的序号，可作为 expectedSeq，以免与他人同时办理' })
  seq!: number;

  @Field(() => DateTimeScalar, { description: '部署的时刻' })
  openedAt!: Date;

  @Field(() => DateScalar, { nullable: true, description: '反馈意见的期限；尚未征求意见时为空' })
  hearingDueOn!: string | null;

  @Field(() => DateScalar, { nullable: true, description: '申请复核的期限；尚未征求意见时为空' })
  appealDueOn!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '归档的时刻；尚未归档时为空' })
  archivedAt!: Date | null;

  @Field(() => Boolean, { description: '是否含演示对象' })
  isDemo!: boolean;

  /** The round as it is kept, and what belongs to it, read once where it is asked for. */
  record!: RoundRecord;
  facts!: () => Promise<RoundFacts>;
}

export const RoundConnection = createConnectionType('Round', '年度评价', Round);

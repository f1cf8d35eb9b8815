import { registerEnumType } from 'type-graphql';

export enum RoundState {
  PLANNED = 'PLANNED',
  SELF_EVALUATION = 'SELF_EVALUATION',
  SPOT_CHECK = 'SPOT_CHECK',
  VERIFICATION = 'VERIFICATION',
  HEARING = 'HEARING',
  DECISION = 'DECISION',
  CIRCULATION = 'CIRCULATION',
  CIRCULATED = 'CIRCULATED',
  ARCHIVED = 'ARCHIVED',
}
registerEnumType(RoundState, {
  name: 'RoundState',
  description: '年度评价所处的阶段，按先后排列，不得跳过',
  valuesConfig: {
    PLANNED: { description: '已部署：步骤、时限和参评单位已定' },
    SELF_EVALUATION: { description: '自评：基础数值已陈述，参评单位起草并报出自评' },
    SPOT_CHECK: { description: '抽查评估：未采用时不经过' },
    VERIFICATION: { description: '核定：办公室登记核定得分' },
    HEARING: { description: '征求意见：参评单位反馈意见、申请复核' },
    DECISION: { description: '审定：登记会议审定的类别' },
    CIRCULATION: { description: '待通报：类别已全部审定' },
    CIRCULATED: { description: '已通报' },
    ARCHIVED: { description: '已归档：锁定，不再变动' },
  },
});

export enum RoundStepName {
  PLAN = 'PLAN',
  BASE_VALUES = 'BASE_VALUES',
  SELF_EVALUATION = 'SELF_EVALUATION',
  UPWARD_REPORT = 'UPWARD_REPORT',
  SPOT_CHECK = 'SPOT_CHECK',
  VERIFICATION = 'VERIFICATION',
  HEARING = 'HEARING',
  DECISION = 'DECISION',
  CIRCULATION = 'CIRCULATION',
  USE_OF_RESULTS = 'USE_OF_RESULTS',
  CRITICISM = 'CRITICISM',
  ARCHIVE = 'ARCHIVE',
}
registerEnumType(RoundStepName, {
  name: 'RoundStepName',
  description: '年度评价的步骤',
  valuesConfig: {
    PLAN: { description: '部署' },
    BASE_VALUES: { description: '基础数值' },
    SELF_EVALUATION: { description: '年度自评' },
    UPWARD_REPORT: { description: '区级自评报告上报（上报件）' },
    SPOT_CHECK: { description: '抽查评估' },
    VERIFICATION: { description: '核定得分' },
    HEARING: { description: '征求意见和复核' },
    DECISION: { description: '审定类别' },
    CIRCULATION: { description: '通报' },
    USE_OF_RESULTS: { description: '结果运用' },
    CRITICISM: { description: '批评、约谈、限期整改' },
    ARCHIVE: { description: '锁定归档' },
  },
});

export enum RoundStepProgress {
  NOT_ADOPTED = 'NOT_ADOPTED',
  WAITING = 'WAITING',
  OPEN = 'OPEN',
  DONE = 'DONE',
}
registerEnumType(RoundStepProgress, {
  name: 'RoundStepProgress',
  description: '一个步骤办理到什么程度',
  valuesConfig: {
    NOT_ADOPTED: { description: '未采用：本级文件未规定，也未采用全国办法' },
    WAITING: { description: '尚未开始' },
    OPEN: { description: '正在办理' },
    DONE: { description: '已完成' },
  },
});

export enum ParticipantKind {
  SUBJECT = 'SUBJECT',
  MEMBER_UNIT = 'MEMBER_UNIT',
}
registerEnumType(ParticipantKind, {
  name: 'ParticipantKind',
  description: '参评单位的种类',
  valuesConfig: { SUBJECT: { description: '评价对象：省、区等' }, MEMBER_UNIT: { description: '成员单位' } },
});

export enum SelfEvaluationState {
  DRAFT = 'DRAFT',
  SENT = 'SENT',
}
registerEnumType(SelfEvaluationState, {
  name: 'SelfEvaluationState',
  description: '自评的状态',
  valuesConfig: { DRAFT: { description: '草稿' }, SENT: { description: '已报出，不再修改' } },
});

export enum ScoreStage {
  SELF = 'SELF',
  VERIFIED = 'VERIFIED',
  FINAL = 'FINAL',
}
registerEnumType(ScoreStage, {
  name: 'ScoreStage',
  description: '得分的三种状态',
  valuesConfig: {
    SELF: { description: '自评得分：报出自评时的结果' },
    VERIFIED: { description: '核定得分：评定和更正之后的结果' },
    FINAL: { description: '最终得分：审定类别所依据的结果' },
  },
});

export enum HearingAnswer {
  AGREED = 'AGREED',
  OBJECTED = 'OBJECTED',
}
registerEnumType(HearingAnswer, {
  name: 'HearingAnswer',
  description: '对本单位评价结果的意见',
  valuesConfig: { AGREED: { description: '同意' }, OBJECTED: { description: '有意见' } },
});

export enum AppealOutcome {
  UPHELD = 'UPHELD',
  REJECTED = 'REJECTED',
}
registerEnumType(AppealOutcome, {
  name: 'AppealOutcome',
  description: '复核的结果',
  valuesConfig: {
    UPHELD: { description: '予以采纳：按更正后的值重新登记核定得分' },
    REJECTED: { description: '维持原结果' },
  },
});

export enum DecidingBody {
  OFFICE = 'OFFICE',
  MEETING = 'MEETING',
}
registerEnumType(DecidingBody, {
  name: 'DecidingBody',
  description: '由谁审定类别',
  valuesConfig: {
    OFFICE: { description: '协调小组办公室：只认定初始类别' },
    MEETING: { description: '会议' },
  },
});

import { registerEnumType } from 'type-graphql';

export enum ResultActionType {
  AWARD_QUOTA = 'AWARD_QUOTA',
  COMMENDATION = 'COMMENDATION',
  TYPICAL_EXAMPLE = 'TYPICAL_EXAMPLE',
  CLASSIFIED_GUIDANCE = 'CLASSIFIED_GUIDANCE',
  CRITICISM = 'CRITICISM',
  INTERVIEW = 'INTERVIEW',
  RECTIFICATION = 'RECTIFICATION',
}
registerEnumType(ResultActionType, {
  name: 'ResultActionMeasure',
  description: '结果运用的措施',
  valuesConfig: {
    AWARD_QUOTA: { description: '评先推优名额倾斜' },
    COMMENDATION: { description: '加大评优表彰力度' },
    TYPICAL_EXAMPLE: { description: '总结推广先进典型' },
    CLASSIFIED_GUIDANCE: { description: '分类指导' },
    CRITICISM: { description: '批评' },
    INTERVIEW: { description: '约谈' },
    RECTIFICATION: { description: '限期整改' },
  },
});

export enum ResultActionKind {
  POSITIVE = 'POSITIVE',
  GUIDANCE = 'GUIDANCE',
  SANCTION = 'SANCTION',
}
registerEnumType(ResultActionKind, {
  name: 'ResultActionKind',
  description: '结果运用措施的性质',
  valuesConfig: {
    POSITIVE: { description: '激励' },
    GUIDANCE: { description: '指导' },
    SANCTION: { description: '督促' },
  },
});

export enum ResultActionState {
  PROPOSED = 'PROPOSED',
  CONFIRMED = 'CONFIRMED',
  DISMISSED = 'DISMISSED',
  LAPSED = 'LAPSED',
}
registerEnumType(ResultActionState, {
  name: 'ResultActionState',
  description: '结果运用措施的状态',
  valuesConfig: {
    PROPOSED: { description: '建议：按规则生成，尚无人确认' },
    CONFIRMED: { description: '已确认' },
    DISMISSED: { description: '不采纳或已撤销' },
    LAPSED: { description: '失效：所依据的评价类别或规则已变化' },
  },
});

export enum ResultActionAct {
  RAISED = 'RAISED',
  CONFIRMED = 'CONFIRMED',
  DISMISSED = 'DISMISSED',
  LAPSED = 'LAPSED',
  REPORTED = 'REPORTED',
  ACCEPTED = 'ACCEPTED',
  RETURNED = 'RETURNED',
  CLOSED = 'CLOSED',
}
registerEnumType(ResultActionAct, {
  name: 'ResultActionAct',
  description: '对结果运用措施的一次办理',
  valuesConfig: {
    RAISED: { description: '按规则生成' },
    CONFIRMED: { description: '确认' },
    DISMISSED: { description: '不采纳或撤销' },
    LAPSED: { description: '失效' },
    REPORTED: { description: '报告整改' },
    ACCEPTED: { description: '整改验收通过' },
    RETURNED: { description: '整改退回' },
    CLOSED: { description: '销号' },
  },
});

export enum RectificationState {
  OPEN = 'OPEN',
  REPORTED = 'REPORTED',
  RETURNED = 'RETURNED',
  ACCEPTED = 'ACCEPTED',
  CLOSED = 'CLOSED',
}
registerEnumType(RectificationState, {
  name: 'RectificationState',
  description: '限期整改的状态',
  valuesConfig: {
    OPEN: { description: '整改中' },
    REPORTED: { description: '已报告，待验收' },
    RETURNED: { description: '退回整改' },
    ACCEPTED: { description: '已验收，待销号' },
    CLOSED: { description: '已销号' },
  },
});

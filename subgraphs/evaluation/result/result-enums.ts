import { registerEnumType } from 'type-graphql';

export enum Grade {
  EXCELLENT = 'EXCELLENT',
  GOOD = 'GOOD',
  FAIR = 'FAIR',
  POOR = 'POOR',
}
registerEnumType(Grade, {
  name: 'Grade',
  description: '评价类别；得分只给出建议，类别由会议审定',
  valuesConfig: {
    EXCELLENT: { description: '优秀' },
    GOOD: { description: '良好' },
    FAIR: { description: '一般' },
    POOR: { description: '差' },
  },
});

export enum IndicatorStatus {
  COMPLETE = 'COMPLETE',
  PARTIAL = 'PARTIAL',
  MISSING = 'MISSING',
  NOT_APPLICABLE = 'NOT_APPLICABLE',
  INFORMATIONAL = 'INFORMATIONAL',
}
registerEnumType(IndicatorStatus, {
  name: 'IndicatorStatus',
  description: '得分的状态：所依据的值是否齐全',
  valuesConfig: {
    COMPLETE: { description: '齐全：缺少的值不再影响得分' },
    PARTIAL: { description: '部分：收到一部分，得分为区间' },
    MISSING: { description: '缺少：尚未收到，不按零分计' },
    NOT_APPLICABLE: { description: '不适用：当年不评，权重由同组其他指标分担' },
    INFORMATIONAL: { description: '仅供参考：展示而不计分' },
  },
});

import { registerEnumType } from 'type-graphql';

export enum DataStatus {
  OFFICIAL = 'OFFICIAL',
  DERIVED = 'DERIVED',
}
registerEnumType(DataStatus, {
  name: 'DataStatus',
  description: '资料的性质',
  valuesConfig: {
    OFFICIAL: { description: '正式：逐字取自文件' },
    DERIVED: { description: '推导：原件未公开，由本系统推导，收到原件后替换' },
  },
});

export enum PillarKind {
  OVERALL = 'OVERALL',
  PERFORMANCE = 'PERFORMANCE',
  SATISFACTION = 'SATISFACTION',
}
registerEnumType(PillarKind, {
  name: 'PillarKind',
  description: '一级指标的类别',
  valuesConfig: {
    OVERALL: { description: '总体：组织领导' },
    PERFORMANCE: { description: '绩效：各项改革任务的成效' },
    SATISFACTION: { description: '满意度：职工、企业和社会的评价' },
  },
});

export enum IndicatorNature {
  QUANTITATIVE = 'QUANTITATIVE',
  QUALITATIVE = 'QUALITATIVE',
  MIXED = 'MIXED',
  SURVEY = 'SURVEY',
}
registerEnumType(IndicatorNature, {
  name: 'IndicatorNature',
  description: '指标的性质',
  valuesConfig: {
    QUANTITATIVE: { description: '定量：由数据项计算' },
    QUALITATIVE: { description: '定性：由评价意见评定' },
    MIXED: { description: '定量与定性结合' },
    SURVEY: { description: '调查：由问卷结果计算' },
  },
});

export enum SubjectKind {
  PROVINCE = 'PROVINCE',
  DISTRICT = 'DISTRICT',
  MEMBER_UNIT = 'MEMBER_UNIT',
  TOWNSHIP = 'TOWNSHIP',
  ENTERPRISE = 'ENTERPRISE',
}
registerEnumType(SubjectKind, {
  name: 'SubjectKind',
  description: '评价对象的种类',
  valuesConfig: {
    PROVINCE: { description: '省（自治区、直辖市）' },
    DISTRICT: { description: '区（县）' },
    MEMBER_UNIT: { description: '成员单位' },
    TOWNSHIP: { description: '街道（乡镇）' },
    ENTERPRISE: { description: '企业' },
  },
});

export enum AssessmentSource {
  SUPERIOR = 'SUPERIOR',
  THIRD_PARTY = 'THIRD_PARTY',
  SPOT_CHECK_TEAM = 'SPOT_CHECK_TEAM',
  NAMED_BODY = 'NAMED_BODY',
  PUBLIC = 'PUBLIC',
}
registerEnumType(AssessmentSource, {
  name: 'AssessmentSource',
  description: '评价意见的来源',
  valuesConfig: {
    SUPERIOR: { description: '上级' },
    THIRD_PARTY: { description: '第三方机构' },
    SPOT_CHECK_TEAM: { description: '抽查组' },
    NAMED_BODY: { description: '评价要点指明的单位' },
    PUBLIC: { description: '公众：职工和社会各界' },
  },
});

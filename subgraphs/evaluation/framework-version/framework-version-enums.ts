import { registerEnumType } from 'type-graphql';

export enum FrameworkVersionState {
  DRAFT = 'DRAFT',
  PUBLISHED = 'PUBLISHED',
  USED = 'USED',
}
registerEnumType(FrameworkVersionState, {
  name: 'FrameworkVersionState',
  description: '指标体系版本的状态',
  valuesConfig: {
    DRAFT: { description: '草案：已导入并通过检查，尚未启用，可再导入' },
    PUBLISHED: { description: '已启用：用于评价，不再改动' },
    USED: { description: '已使用：已有评价结果或年度评价以此为据，永久冻结' },
  },
});

export enum FrameworkVersionAction {
  SEEDED = 'SEEDED',
  IMPORTED = 'IMPORTED',
  PUBLISHED = 'PUBLISHED',
  USED = 'USED',
  CARRIED_OVER = 'CARRIED_OVER',
}
registerEnumType(FrameworkVersionAction, {
  name: 'FrameworkVersionAction',
  description: '对指标体系版本所作的一项处理',
  valuesConfig: {
    SEEDED: { description: '随附目录带入' },
    IMPORTED: { description: '以工作簿导入' },
    PUBLISHED: { description: '启用' },
    USED: { description: '首次作为评价结果的依据' },
    CARRIED_OVER: { description: '决定沿用于其后的年度' },
  },
});

export enum IndicatorFate {
  CONTINUED = 'CONTINUED',
  MERGED = 'MERGED',
  DROPPED = 'DROPPED',
  ADDED = 'ADDED',
}
registerEnumType(IndicatorFate, {
  name: 'IndicatorFate',
  description: '两版之间一项指标的去向，按指标键判断',
  valuesConfig: {
    CONTINUED: { description: '延续：两版都有' },
    MERGED: { description: '并入：后一版并入另一项' },
    DROPPED: { description: '删去：后一版没有' },
    ADDED: { description: '新增：前一版没有' },
  },
});

export enum ChangedAspect {
  NAME = 'NAME',
  DEFINITION = 'DEFINITION',
  PLACE = 'PLACE',
  WEIGHT = 'WEIGHT',
  METHOD = 'METHOD',
  TARGET = 'TARGET',
  PARAMETER = 'PARAMETER',
  LEAD = 'LEAD',
  SUPPORT = 'SUPPORT',
  OWNER = 'OWNER',
  MEASURES = 'MEASURES',
  ASSESSMENT_ITEMS = 'ASSESSMENT_ITEMS',
  FORMULA = 'FORMULA',
  UNIT = 'UNIT',
}
registerEnumType(ChangedAspect, {
  name: 'ChangedAspect',
  description: '两版之间变动的方面',
  valuesConfig: {
    NAME: { description: '名称' },
    DEFINITION: { description: '内涵' },
    PLACE: { description: '所属二级指标' },
    WEIGHT: { description: '权重' },
    METHOD: { description: '评分办法' },
    TARGET: { description: '目标值、满分值、零分值等标准' },
    PARAMETER: { description: '评分办法的其他参数' },
    LEAD: { description: '牵头或责任单位' },
    SUPPORT: { description: '配合单位' },
    OWNER: { description: '数据项各格的责任单位' },
    MEASURES: { description: '所含的数据项' },
    ASSESSMENT_ITEMS: { description: '所含的评价要点' },
    FORMULA: { description: '计算公式' },
    UNIT: { description: '计量单位' },
  },
});

import { registerEnumType } from 'type-graphql';

export enum MeasureType {
  COUNT = 'COUNT',
  RATIO = 'RATIO',
  AMOUNT = 'AMOUNT',
  BOOLEAN = 'BOOLEAN',
  TEXT = 'TEXT',
  SCORE = 'SCORE',
}
registerEnumType(MeasureType, {
  name: 'MeasureType',
  description: '数据项的类型',
  valuesConfig: {
    COUNT: { description: '个数' },
    RATIO: { description: '比率，以小数表示（0.63 即 63%）' },
    AMOUNT: { description: '数额' },
    BOOLEAN: { description: '是否' },
    TEXT: { description: '文字' },
    SCORE: { description: '测评或问卷的得分' },
  },
});

export enum Frequency {
  ANNUAL = 'ANNUAL',
  QUARTERLY = 'QUARTERLY',
  MONTHLY = 'MONTHLY',
}
registerEnumType(Frequency, {
  name: 'Frequency',
  description: '报送频率',
  valuesConfig: {
    ANNUAL: { description: '按年' },
    QUARTERLY: { description: '按季' },
    MONTHLY: { description: '按月' },
  },
});

export enum Temporal {
  STOCK = 'STOCK',
  FLOW = 'FLOW',
  CUMULATIVE = 'CUMULATIVE',
  STATE = 'STATE',
  DERIVED = 'DERIVED',
  SCHOOL_YEAR = 'SCHOOL_YEAR',
}
registerEnumType(Temporal, {
  name: 'Temporal',
  description: '值与报告期的关系',
  valuesConfig: {
    STOCK: { description: '期末存量' },
    FLOW: { description: '期内发生量' },
    CUMULATIVE: { description: '改革以来至期末的累计' },
    STATE: { description: '期末判断的状态' },
    DERIVED: { description: '由其他数据项计算' },
    SCHOOL_YEAR: { description: '期内开始的学年' },
  },
});

export enum Direction {
  HIGHER = 'HIGHER',
  LOWER = 'LOWER',
  STABLE_OR_HIGHER = 'STABLE_OR_HIGHER',
  INFORMATIONAL = 'INFORMATIONAL',
}
registerEnumType(Direction, {
  name: 'Direction',
  description: '值的好坏方向',
  valuesConfig: {
    HIGHER: { description: '越高越好' },
    LOWER: { description: '越低越好' },
    STABLE_OR_HIGHER: { description: '不下降即可' },
    INFORMATIONAL: { description: '仅供参考，不计分' },
  },
});

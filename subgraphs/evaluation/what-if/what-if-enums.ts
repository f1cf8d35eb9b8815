import { registerEnumType } from 'type-graphql';

export enum WeightLevel {
  PILLAR = 'PILLAR',
  GROUP = 'GROUP',
  INDICATOR = 'INDICATOR',
}
registerEnumType(WeightLevel, {
  name: 'WeightLevel',
  description: '权重所在的一级',
  valuesConfig: {
    PILLAR: { description: '一级指标' },
    GROUP: { description: '二级指标' },
    INDICATOR: { description: '三级指标' },
  },
});

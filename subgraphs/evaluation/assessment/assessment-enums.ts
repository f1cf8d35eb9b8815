import { registerEnumType } from 'type-graphql';

export enum AssessmentBasis {
  LEDGER = 'LEDGER',
  FIELD = 'FIELD',
}
registerEnumType(AssessmentBasis, {
  name: 'AssessmentBasis',
  description: '评定所依据的查看方式',
  valuesConfig: {
    LEDGER: { description: '台账：查阅台账和佐证材料' },
    FIELD: { description: '实地：到现场查看' },
  },
});

export enum AssessmentOccasion {
  STAGE = 'STAGE',
  DAILY = 'DAILY',
}
registerEnumType(AssessmentOccasion, {
  name: 'AssessmentOccasion',
  description: '评定的时机',
  valuesConfig: {
    STAGE: { description: '阶段：阶段性集中评定' },
    DAILY: { description: '日常：日常工作中评定' },
  },
});

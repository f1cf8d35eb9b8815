import { registerEnumType } from 'type-graphql';

/** Output only. */
export enum ReleaseStage {
  PRELIMINARY = 'PRELIMINARY',
  FINAL = 'FINAL',
}
registerEnumType(ReleaseStage, {
  name: 'ReleaseStage',
  description: '统计数据的公布阶段',
  valuesConfig: {
    PRELIMINARY: { description: '初步数' },
    FINAL: { description: '最终数' },
  },
});

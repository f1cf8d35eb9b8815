import type { RowRule } from './row-rule.ts';

/** Tells the reporter of sampled measures to say how the figure was found (样本量、方法、误差); never refuses. */
export function sampleSizeRule(measures: readonly string[]): RowRule {
  return {
    id: 'sample.stated',
    strength: 'HINT',
    isWaivable: false,
    titleZh: '抽样数据写明样本量、方法和误差',
    appliesTo: { measures },
    check: ({ input, measure }) => {
      if (measure === null || input.explanation !== null) return null;
      return {
        code: 'SAMPLE_NOT_STATED',
        severity: 'HINT',
        field: 'explanation',
        message: `数据项“${measure.nameZh}”来自抽样或台账，未说明样本量、方法和误差`,
        messageEn: 'size, method and error of the sample are not stated',
        remedy: '在情况说明中写明样本量、抽样方法和误差；取自台账的写明台账名称',
      };
    },
  };
}

import type { Finding } from './row.errors.ts';
import type { RowRule } from './row-rule.ts';

/** Checks of what a row says about its stage (初步数、最终数). */
export const stageRules: readonly RowRule[] = [
  {
    id: 'stage.applies',
    strength: 'ERROR',
    isWaivable: false,
    appliesTo: 'ALL',
    titleZh: '阶段只用于分初步数、最终数的数据项',
    check: ({ input, measure }) => {
      if (input.stage === null || measure === null) return null;
      return measure.releaseLag?.stages.includes(input.stage) === true ? null : stageNotOfMeasure(measure.nameZh);
    },
  },
];

function stageNotOfMeasure(name: string): Finding {
  return {
    code: 'STAGE_NOT_APPLICABLE',
    severity: 'ERROR',
    field: 'stage',
    message: `数据项“${name}”不分初步数和最终数`,
    messageEn: 'the measure has no such stage',
    remedy: '删去此行的阶段',
  };
}

import { describe, expect, it } from 'vitest';
import type { CalculationShape, StepShape } from './calculation.query.ts';
import { renderCalculation } from './calculation-tree.ts';

const score = { value: '50', low: '50', high: '50', isComplete: true };
const percent = { code: 'percent' };

function aStep(overrides: Partial<StepShape>): StepShape {
  return {
    ...{ position: 0, parent: null, level: 0, rule: 'PARTS', ruleName: '分项加权', label: '技能结构' },
    ...{ formula: '各部分按份额加权平均', weight: null, status: 'COMPLETE', score, note: null, standard: null },
    ...{ readings: [], assessments: [], gaps: [] },
    ...overrides,
  };
}

const calculation: CalculationShape = {
  framework: 'fengtai-2023',
  resultModel: 'scoring@1',
  model: 'scoring@1',
  isReproduced: true,
  steps: [
    aStep({}),
    aStep({
      ...{ position: 1, parent: 0, level: 1, weight: '0.7', ruleName: '按目标直线计分', label: '高技能人才占比' },
      note: '高技能人才占比20%，未达目标30%',
      readings: [
        {
          ...{ status: 'RECEIVED', value: '0.2', low: '0.2', high: '0.2', carriedFrom: null, hiddenInputs: 1 },
          inputs: [
            {
              ...{ id: 'a', value: '24', revision: 2, receiptHash: 'abcdef0123456789', dimensions: [] },
              period: { code: '2025' },
              memberUnit: { code: 'hrss', name: '区人力社保局' },
              measure: { code: 'workers', name: '高技能人才', unitOfMeasure: { code: 'person' } },
            },
          ],
          intermediateValues: [
            {
              ...{ operation: '占比', value: '0.2', period: { code: '2025' }, dimensions: [] },
              measure: { code: 'share', name: '高技能人才占比', unitOfMeasure: percent },
            },
          ],
        },
      ],
    }),
    aStep({
      ...{ position: 2, parent: 0, level: 1, weight: '0.3', label: '增长率', status: 'MISSING' },
      score: { value: null, low: '0', high: '100', isComplete: false },
      gaps: [
        {
          ...{ reason: 'MISSING', rule: '不按零分计', period: { code: '2024' }, assessmentItem: null },
          measure: { code: 'workers', name: '高技能人才' },
          memberUnit: { code: 'hrss', name: '区人力社保局' },
        },
      ],
    }),
  ],
};

describe('renderCalculation', () => {
  it('prints the tree with scores, rules, values and what is missing', () => {
    expect(renderCalculation(calculation)).toBe(`计分过程：
技能结构  50 分  分项加权
  规则：各部分按份额加权平均
  ├ 高技能人才占比  50 分  按目标直线计分（份额 0.7）
  │   规则：各部分按份额加权平均
  │   所读的值：20
  │     中间值：2025 高技能人才占比 占比 20
  │     依据：2025 高技能人才 24（区人力社保局，第 2 版，回执 abcdef012345…）
  │     另有 1 个值无权查看
  │   扣分原因：高技能人才占比20%，未达目标30%
  └ 增长率  未得分，0 至 100  分项加权（份额 0.3）
      规则：各部分按份额加权平均
      尚缺：2024 高技能人才（区人力社保局）：不按零分计

指标体系 fengtai-2023  计分模型 scoring@1`);
  });

  it('says where it does not come to the stored score', () => {
    expect(renderCalculation({ ...calculation, isReproduced: false })).toContain('与存档的得分不一致');
  });
});

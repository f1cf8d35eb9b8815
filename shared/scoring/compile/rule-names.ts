/** Every step a calculation can consist of: the methods of the models, and the ways in which results come together. */
export type RuleName =
  | 'subject'
  | 'pillar'
  | 'group'
  | 'parts'
  | 'linear-to-target'
  | 'bands'
  | 'growth'
  | 'attainment-and-effort'
  | 'checklist'
  | 'item'
  | 'each-value'
  | 'rubric'
  | 'survey'
  | 'survey-group'
  | 'plan-completion'
  | 'rank'
  | 'informational'
  | 'mean-per-value'
  | 'any-value'
  | 'unit'
  | 'special'
  | 'common'
  | 'common-item';

/** Chinese name of each rule, and how the results below it come together where the figures of a model say no more. */
export const RULE_WORDS: Readonly<Record<RuleName, { readonly name: string; readonly formula: string }>> = {
  subject: { name: '总得分', formula: '各一级指标按权重加权平均' },
  pillar: { name: '一级指标', formula: '各二级指标按权重加权平均' },
  group: { name: '二级指标', formula: '各三级指标按权重加权平均' },
  parts: { name: '分项加权', formula: '各部分按份额加权平均，份额合计100' },
  'linear-to-target': { name: '按目标直线计分', formula: '起点值得0分，目标值得100分，其间按直线计算' },
  bands: { name: '分档计分', formula: '从高到低，取第一个达到的档次的分值' },
  growth: { name: '按增长率计分', formula: '与上年比较的增长率，按直线计算' },
  'attainment-and-effort': { name: '水平与进步取较高者', formula: '达到的水平与比上年的进步，取较高者' },
  checklist: { name: '清单计分', formula: '达到的各项所占份额之和' },
  item: { name: '清单项', formula: '达到即得满分，达不到不得分' },
  'each-value': { name: '逐项达到', formula: '每个分组各占一份，达到的各份之和' },
  rubric: { name: '评价要点评分', formula: '评价主体所评分数按规则合成' },
  survey: { name: '问卷调查', formula: '各人群的结果按份额加权平均' },
  'survey-group': { name: '人群', formula: '起点值得0分，目标值得100分，其间按直线计算' },
  'plan-completion': { name: '按计划完成率计分', formula: '完成率按直线计算，超额完成不多得分' },
  rank: { name: '同组比较', formula: '在同一组别的可比对象中，不优于本对象的占比' },
  informational: { name: '只展示', formula: '只展示，不计分' },
  'mean-per-value': { name: '分组平均', formula: '按分组的每个取值计分再平均，从不相加' },
  'any-value': { name: '任一取值', formula: '任一取值达到即可，取其中最高的得分' },
  unit: { name: '单位视图', formula: '个性指标与共性指标按权重加权平均' },
  special: { name: '个性指标', formula: '本单位牵头指标的得分按权重加权平均' },
  common: { name: '共性指标', formula: '共性各项按权重加权平均' },
  'common-item': { name: '共性指标项', formula: '按报送情况计分' },
};

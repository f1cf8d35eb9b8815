import { type Decimal, decimal, toDecimalString } from '../../primitives/decimal.ts';
import type { Framework } from '../framework/framework.ts';
import type { ScoringModel } from '../scoring-model/scoring-model.ts';
import { loadModelRules } from '../scoring-model/model-rules.ts';
import type { ModelRule } from '../schemas/model-rules.schema.ts';
import { type CatalogueFault, faultsAt } from './catalogue-fault.ts';

/** Weights as they stand in a model or in one of its variants. */
interface Weighing {
  readonly where: string;
  readonly framework: Framework;
  readonly pillars: ReadonlyMap<string, Decimal>;
  /** By code of the indicator. */
  readonly indicators: ReadonlyMap<string, Decimal>;
}

/** The model's own rules: what weighs more than what, and how heavy anything may be; in every variant, too. */
export function checkModelRules(
  framework: Framework,
  model: ScoringModel,
  rules: readonly ModelRule[] = loadModelRules(),
): CatalogueFault[] {
  const weighings = [weighingOf(framework, model), ...model.variants.map((it) => weighingOf(framework, model, it))];
  return rules.flatMap((rule) => [
    ...(rule.kind === 'pillars' ? checkPillars(framework, rule) : []),
    ...weighings.flatMap((weighing) => checkRule(weighing, rule)),
  ]);
}

function weighingOf(framework: Framework, model: ScoringModel, variant?: ScoringModel['variants'][number]): Weighing {
  const indicators = new Map(
    [...model.indicators.values()].map(({ code, weight }) => [
      code,
      decimal(variant?.overrides[code]?.weight ?? weight),
    ]),
  );
  const pillars = new Map<string, Decimal>();
  for (const { code, pillar } of framework.indicators) {
    pillars.set(pillar, (pillars.get(pillar) ?? decimal(0)).plus(indicators.get(code) ?? 0));
  }
  return {
    where: variant === undefined ? model.id : `${model.id} 变体 ${variant.id}`,
    framework,
    pillars,
    indicators,
  };
}

/** 产改字〔2022〕1号 三（五）1: seven, in name, order and kind. */
function checkPillars(framework: Framework, rule: Extract<ModelRule, { kind: 'pillars' }>): CatalogueFault[] {
  if (!rule.subjectKinds.includes(framework.subjectKind)) return [];
  const faults: CatalogueFault[] = [];
  const count = Math.max(rule.pillars.length, framework.pillars.length);
  for (let index = 0; index < count; index += 1) {
    const [expected, found] = [rule.pillars[index], framework.pillars[index]];
    if (expected?.name === found?.name && expected?.kind === found?.kind) continue;
    faultsAt(`${framework.id} 一级指标${found?.code ?? ''}`, faults)(
      'PILLAR_CHANGED',
      `第${index + 1}个一级指标应为“${expected?.name ?? '（无）'}”，实为“${found?.name ?? '（无）'}”，类别也应相同`,
    );
  }
  return faults;
}

function checkRule(weighing: Weighing, rule: ModelRule): CatalogueFault[] {
  switch (rule.kind) {
    case 'outweighs':
      return checkOutweighs(weighing, rule);
    case 'natures-at-most':
      return checkNatures(weighing, rule);
    case 'pillar-kind-above':
      return checkPillarKind(weighing, rule);
    case 'each-at-most':
      return checkEach(weighing, rule);
    case 'pillars':
      return [];
  }
}

function checkOutweighs(weighing: Weighing, rule: Extract<ModelRule, { kind: 'outweighs' }>): CatalogueFault[] {
  const first = sumOf(weighing, ({ key }) => rule.indicators.includes(key));
  const rest = sumOf(weighing, ({ key }) => rule.over.includes(key));
  const isAbout = weighing.framework.indicators.some(({ key }) => rule.over.includes(key));
  if (!isAbout || first.gt(rest)) return [];
  const message = `获得感权重${toDecimalString(first)}应大于企业和社会各界满意度权重之和${toDecimalString(rest)}`;
  return [{ code: 'WEIGHT_ORDER', message, where: weighing.where }];
}

function checkNatures(weighing: Weighing, rule: Extract<ModelRule, { kind: 'natures-at-most' }>): CatalogueFault[] {
  const found = sumOf(weighing, ({ nature }) => rule.natures.includes(nature));
  if (found.lte(rule.atMost)) return [];
  const message = `主观感受指标权重合计${toDecimalString(found)}，超过${rule.atMost}`;
  return [{ code: 'WEIGHT_LIMIT', message, where: weighing.where }];
}

function checkPillarKind(
  { framework, pillars, where }: Weighing,
  rule: Extract<ModelRule, { kind: 'pillar-kind-above' }>,
): CatalogueFault[] {
  const own = framework.pillars.filter(({ kind }) => kind === rule.pillarKind);
  const found = own.reduce((sum, { code }) => sum.plus(pillars.get(code) ?? 0), decimal(0));
  if (own.length === 0 || found.gt(rule.above)) return [];
  const message = `绩效类一级指标权重合计${toDecimalString(found)}，应大于${rule.above}`;
  return [{ code: 'WEIGHT_ORDER', message, where }];
}

function checkEach(weighing: Weighing, rule: Extract<ModelRule, { kind: 'each-at-most' }>): CatalogueFault[] {
  const limits = new Map(rule.except.map(({ indicator, atMost }) => [indicator, atMost]));
  return weighing.framework.indicators.flatMap(({ code, key }) => {
    const [weight, limit] = [weighing.indicators.get(code) ?? decimal(0), limits.get(key) ?? rule.atMost];
    if (weight.lte(limit)) return [];
    const message = `第${code}项权重${toDecimalString(weight)}，超过单项上限${limit}`;
    return [{ code: 'WEIGHT_LIMIT' as const, message, where: weighing.where }];
  });
}

function sumOf(
  { framework, indicators }: Weighing,
  isMeant: (row: Framework['indicators'][number]) => boolean,
): Decimal {
  return framework.indicators
    .filter(isMeant)
    .reduce((sum, { code }) => sum.plus(indicators.get(code) ?? 0), decimal(0));
}

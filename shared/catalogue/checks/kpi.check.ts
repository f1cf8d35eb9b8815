import type { Catalogue } from '../catalogue.ts';
import type { Framework } from '../framework/framework.ts';
import type { Kpi } from '../framework/kpi.ts';
import type { Measure } from '../framework/measure.ts';
import { type CatalogueFault, faultsAt, repeated } from './catalogue-fault.ts';

/** 关键绩效指标: what they read and where they come from is known, and their formulas agree with the measures'. */
export function checkKpis(catalogue: Catalogue): CatalogueFault[] {
  const duplicates = repeated(catalogue.kpis.map(({ code }) => code));
  return [
    ...duplicates.map((code) => ({ code: 'DUPLICATE_CODE' as const, message: '代码重复', where: `KPI ${code}` })),
    ...catalogue.kpis.flatMap((kpi) => checkKpi(catalogue, kpi)),
  ];
}

function checkKpi({ frameworks, memberUnits }: Catalogue, kpi: Kpi): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(`KPI ${kpi.code}`, faults);
  const all = [...frameworks.values()];
  if (!memberUnits.has(kpi.responsibleUnit)) add('UNKNOWN_UNIT', `没有这个成员单位：${kpi.responsibleUnit}`);
  if (!all.some(({ unitsOfMeasure }) => unitsOfMeasure.has(kpi.unitOfMeasure))) {
    add('UNKNOWN_UNIT_OF_MEASURE', `没有这个计量单位：${kpi.unitOfMeasure}`);
  }
  const sources = [
    ['province', kpi.sourceIndicators],
    ['district', kpi.districtIndicators],
  ] as const;
  for (const [kind, codes] of sources) {
    const known = all.filter(({ subjectKind }) => subjectKind === kind).flatMap(({ indicators }) => indicators);
    for (const code of codes) {
      if (!known.some((indicator) => indicator.code === code)) add('UNKNOWN_INDICATOR', `没有这项指标：第${code}项`);
    }
  }
  const measures = new Set(all.flatMap((framework) => [...framework.measures.keys()]));
  const { measure, numerator, denominator, base } = kpi.formula;
  for (const code of [measure, numerator, denominator, base]) {
    if (code !== null && !measures.has(code)) add('UNKNOWN_MEASURE', `没有这个数据项：${code}`);
  }
  faults.push(...all.flatMap((framework) => checkFormula(framework, kpi)));
  return faults;
}

function checkFormula(framework: Framework, { code, formula }: Kpi): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(`KPI ${code}（${framework.id}）`, faults);
  const measure = formula.measure === null ? undefined : framework.measures.get(formula.measure);
  if (measure !== undefined && !agrees(formula, measure))
    add('KPI_FORMULA', `公式与数据项 ${measure.code} 的推导不一致`);
  if (formula.op === 'per' && (!formula.numerator || !formula.denominator || !formula.factor)) {
    add('KPI_FORMULA', '缺少分子、分母或倍数');
  }
  if (formula.cell !== null && measure !== undefined) {
    const { dimension, value } = formula.cell;
    const known = framework.dimensions.get(dimension)?.values.some((it) => it.code === value) ?? false;
    if (!known || !measure.dimensions.includes(dimension)) {
      add('UNKNOWN_DIMENSION_VALUE', `数据项 ${measure.code} 没有这一格：${dimension}=${value}`);
    }
  }
  return faults;
}

function agrees(formula: Kpi['formula'], { derivation }: Measure): boolean {
  if (formula.op === 'value') return true;
  if (derivation === null || derivation.op !== formula.op) return false;
  if (derivation.op === 'growth') return derivation.base === formula.base;
  if (derivation.op === 'share' || derivation.op === 'completion') {
    return derivation.numerator === formula.numerator && derivation.denominator === formula.denominator;
  }
  return false;
}

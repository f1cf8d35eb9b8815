import type { Catalogue } from '../catalogue.ts';
import type { Framework } from '../framework/framework.ts';
import type {
  IndicatorResponsibility,
  MeasureOwnership,
  ResponsibilitySplit,
} from '../responsibility/responsibility-split.ts';
import { cellsOf, ownerOfCell } from '../responsibility/ownership.ts';
import { type CatalogueFault, faultsAt } from './catalogue-fault.ts';

/** 责任分工: every indicator led, every cell of every measure owned by one known unit that leads or supports. */
export function checkResponsibilities(catalogue: Catalogue, framework: Framework): CatalogueFault[] {
  const split = catalogue.splits.get(framework.id);
  if (split === undefined) return [{ code: 'SPLIT_MISSING', message: '没有责任分工', where: framework.id }];
  return [...checkLeads(catalogue, framework, split), ...checkOwners(catalogue, framework, split)];
}

function checkLeads({ memberUnits }: Catalogue, framework: Framework, split: ResponsibilitySplit): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  for (const { code, key } of framework.indicators) {
    const add = faultsAt(`${framework.id} 第${code}项`, faults);
    const row = split.indicators.get(code);
    if (row === undefined) {
      add('INDICATOR_NOT_LED', '没有牵头单位');
      continue;
    }
    if (row.key !== key) add('KEY_CHANGED', `责任分工中的 key 应为 ${key}，实为 ${row.key}`);
    if (row.support.includes(row.lead)) add('LEAD_SUPPORTS_ITSELF', `牵头单位又列为配合单位：${row.lead}`);
    for (const unit of [row.lead, ...row.support]) {
      if (!memberUnits.has(unit)) add('UNKNOWN_UNIT', `没有这个成员单位：${unit}`);
    }
  }
  const codes = new Set(framework.indicators.map(({ code }) => code));
  for (const code of split.indicators.keys()) {
    if (!codes.has(code))
      faultsAt(`${framework.id} 责任分工`, faults)('UNKNOWN_INDICATOR', `没有这项指标：第${code}项`);
  }
  return faults;
}

function checkOwners(catalogue: Catalogue, framework: Framework, split: ResponsibilitySplit): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  for (const indicator of framework.indicators) {
    for (const measure of indicator.measures) {
      const ownership = split.measures.get(measure);
      const add = faultsAt(`${framework.id} 数据项 ${measure}`, faults);
      if (ownership === undefined) {
        add('MEASURE_NOT_OWNED', '没有责任单位');
        continue;
      }
      if (ownership.indicator !== indicator.code) {
        add('MEASURE_OWNED_ELSEWHERE', `责任分工写在第${ownership.indicator}项，应在第${indicator.code}项`);
      }
      faults.push(...checkUnits(catalogue, framework, ownership, split.indicators.get(indicator.code)));
      faults.push(...checkCells(framework, split, ownership));
    }
  }
  for (const measure of split.measures.keys()) {
    if (!framework.measures.has(measure)) {
      faultsAt(`${framework.id} 责任分工`, faults)('UNKNOWN_MEASURE', `没有这个数据项：${measure}`);
    }
  }
  return faults;
}

function checkUnits(
  { memberUnits }: Catalogue,
  framework: Framework,
  { measure, owner, byDimension }: MeasureOwnership,
  responsibility: IndicatorResponsibility | undefined,
): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(`${framework.id} 数据项 ${measure}`, faults);
  const parties = responsibility === undefined ? [] : [responsibility.lead, ...responsibility.support];
  for (const unit of new Set([owner, ...Object.values(byDimension?.owners ?? {})])) {
    if (!memberUnits.has(unit)) add('UNKNOWN_UNIT', `没有这个成员单位：${unit}`);
    else if (!parties.includes(unit)) add('OWNER_OUTSIDE_SPLIT', `责任单位 ${unit} 既非牵头也非配合单位`);
  }
  return faults;
}

function checkCells(framework: Framework, split: ResponsibilitySplit, ownership: MeasureOwnership): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const { measure, byDimension } = ownership;
  const add = faultsAt(`${framework.id} 数据项 ${measure}`, faults);
  const cells = cellsOf(framework, measure);
  if (cells.length === 0 || cells.length !== ownership.cells) {
    add('CELL_NOT_OWNED', `应有${cells.length}格，责任分工计${ownership.cells}格`);
  }
  for (const cell of cells) {
    if (ownerOfCell(split, measure, cell) === null) {
      add('CELL_NOT_OWNED', `没有责任单位的格：${cell.map(({ key, code }) => `${key}=${code}`).join(';')}`);
    }
  }
  if (byDimension !== null) {
    const values = framework.dimensions.get(byDimension.dimension)?.values.map(({ code }) => code) ?? [];
    if (!framework.measures.get(measure)?.dimensions.includes(byDimension.dimension)) {
      add('UNKNOWN_DIMENSION', `数据项不按此分组：${byDimension.dimension}`);
    }
    for (const value of Object.keys(byDimension.owners)) {
      if (!values.includes(value)) {
        add('UNKNOWN_DIMENSION_VALUE', `分组 ${byDimension.dimension} 没有这个取值：${value}`);
      }
    }
  }
  return faults;
}

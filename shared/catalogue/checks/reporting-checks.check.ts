import { decimal } from '../../primitives/decimal.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Measure } from '../framework/measure.ts';
import type { DeviationTable } from '../reporting/reporting-checks.ts';
import { isNumeric } from '../reporting/reporting-thresholds.ts';
import { type CatalogueFault, faultsAt } from './catalogue-fault.ts';

/** 审核阈值: every measure named is known and of the right kind, every threshold is a sensible number. */
export function checkReportingChecks({ frameworks, reportingChecks: checks }: Catalogue): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const all = [...frameworks.values()];
  const named = (table: string, codes: Iterable<string>, fits: (measure: Measure) => boolean): void => {
    for (const code of codes) {
      const add = faultsAt(`审核阈值 ${table} ${code}`, faults);
      const measures = all.flatMap((framework) => framework.measures.get(code) ?? []);
      if (measures.length === 0) add('UNKNOWN_MEASURE', `没有这个数据项：${code}`);
      else if (!measures.some(fits)) add('THRESHOLD_MISPLACED', '此项检查不适用于这个数据项');
    }
  };
  const bound = (where: string, value: string, least: string): void => {
    if (decimal(value).lt(least)) {
      faultsAt(`审核阈值 ${where}`, faults)('THRESHOLD_INVALID', `应不小于 ${least}：${value}`);
    }
  };
  const deviations = (table: string, { relative, floors, measures }: DeviationTable): void => {
    named(table, measures.keys(), ({ type, derived }) => isNumeric(type) && !derived);
    bound(`${table}.relative`, relative, '0');
    for (const [type, floor] of Object.entries(floors)) bound(`${table}.floors.${type}`, floor, '0');
    for (const [code, own] of measures) {
      bound(`${table} ${code}`, own.relative ?? '0', '0');
      bound(`${table} ${code}`, own.floor ?? '0', '0');
    }
  };
  deviations('jump', checks.jump);
  deviations('finalStage', checks.finalStage);
  named('fall', checks.fall.measures.keys(), ({ type, derived }) => type === 'count' && !derived);
  for (const [code, allowed] of checks.fall.measures) bound(`fall ${code}`, allowed, '0');
  bound('fall.cumulative', checks.fall.cumulative, '0');
  bound('fall.stock', checks.fall.stock, '0');
  bound('outlier.deviations', checks.outlier.deviations, '1');
  named('outlier', checks.outlier.exempt, ({ frequency }) => checks.outlier.frequencies.has(frequency));
  named('completion', checks.completion.measures.keys(), ({ derivation }) => derivation?.op === 'completion');
  bound('completion.upper', checks.completion.upper, '1');
  for (const [code, upper] of checks.completion.measures) bound(`completion ${code}`, upper, '1');
  named('lagged', checks.lagged, ({ derivation }) => derivation?.op === 'share');
  for (const unit of checks.places.keys()) {
    if (!all.some(({ unitsOfMeasure }) => unitsOfMeasure.has(unit))) {
      faultsAt(`审核阈值 decimals ${unit}`, faults)('UNKNOWN_UNIT_OF_MEASURE', `没有这个计量单位：${unit}`);
    }
  }
  return faults;
}

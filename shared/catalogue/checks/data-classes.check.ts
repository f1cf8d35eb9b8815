import type { Catalogue } from '../catalogue.ts';
import { type CatalogueFault, faultsAt } from './catalogue-fault.ts';

/** 数据分级: every sensitive measure is a known one. */
export function checkDataClasses({ frameworks, sensitiveMeasures }: Catalogue): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  for (const code of sensitiveMeasures) {
    if ([...frameworks.values()].some(({ measures }) => measures.has(code))) continue;
    faultsAt(`数据分级 ${code}`, faults)('UNKNOWN_MEASURE', `没有这个数据项：${code}`);
  }
  return faults;
}

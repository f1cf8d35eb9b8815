import type { Framework } from '../framework/framework.ts';
import type { UnitOfMeasure } from '../framework/measure.ts';
import { buildDrawnFramework } from './build-drawn-framework.ts';
import { buildFramework } from './build-framework.ts';
import type { CarryOvers } from './carry-overs.ts';
import type { DataFile, DataFolder } from './read-data-file.ts';
import { readFrameworkFiles } from './read-framework-files.ts';

/** All frameworks of data/frameworks: those that stand by themselves first, then those drawn from them. */
export function buildFrameworks(
  folder: DataFolder,
  unitsOfMeasure: ReadonlyMap<string, UnitOfMeasure>,
  carryOvers: CarryOvers,
): Map<string, Framework> {
  const { whole, drawn } = readFrameworkFiles(folder);
  const frameworks = new Map<string, Framework>();
  const contextOf = (id: string) => ({ unitsOfMeasure, carriedTo: carryOvers.yearsOf(id) });
  for (const source of whole) {
    if (isNew(source)) frameworks.set(source.data.id, buildFramework(source, contextOf(source.data.id)));
  }
  for (const source of drawn) {
    const base = frameworks.get(source.data.basedOn);
    if (base === undefined) source.faults.add('basedOn', `没有这个指标体系：${source.data.basedOn}`);
    else if (isNew(source))
      frameworks.set(source.data.id, buildDrawnFramework(source, base, contextOf(source.data.id)));
  }
  return frameworks;

  function isNew({ data, faults }: DataFile<{ id: string }>): boolean {
    if (frameworks.has(data.id)) faults.add('id', `指标体系代码重复：${data.id}`);
    return !frameworks.has(data.id);
  }
}

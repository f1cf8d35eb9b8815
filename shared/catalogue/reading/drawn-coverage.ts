import type { Framework } from '../framework/framework.ts';
import type { DrawnFrameworkFile } from '../schemas/drawn-framework.schema.ts';
import type { DataFile } from './read-data-file.ts';

/** Reports what a drawn framework neither takes from its base nor says it leaves out, and what it does both with. */
export function reportCoverage({ data, faults }: DataFile<DrawnFrameworkFile>, base: Framework): void {
  const drawn = new Map(data.indicators.map((row) => [row.nationalCode, row]));
  const dropped = new Set(data.dropped.map(({ nationalCode }) => nationalCode));
  for (const { code } of base.indicators) {
    if (drawn.has(code) === dropped.has(code)) {
      faults.add('dropped', `${base.id} 第${code}项应在指标或删并清单中出现一次`);
    }
  }
  data.dropped.forEach(({ nationalCode, mergedInto }, index) => {
    if (mergedInto === null) return;
    const target = drawn.get(mergedInto);
    if (!target?.mergedNationalCodes?.includes(nationalCode)) {
      faults.add(`dropped[${index}].mergedInto`, `第${mergedInto}项未写明并入第${nationalCode}项`);
    }
  });
  reportLeftOut({ data, faults }, 'droppedMeasures', base.measures);
  reportLeftOut({ data, faults }, 'droppedAssessmentItems', base.assessmentItems);
}

function reportLeftOut(
  { data, faults }: Pick<DataFile<DrawnFrameworkFile>, 'data' | 'faults'>,
  list: 'droppedMeasures' | 'droppedAssessmentItems',
  known: ReadonlyMap<string, unknown>,
): void {
  const used = new Set(data.indicators.flatMap((row) => [...row.measures, ...row.assessmentItems]));
  data[list].forEach(({ code }, index) => {
    if (!known.has(code)) faults.add(`${list}[${index}]`, `所依据的指标体系没有：${code}`);
    if (used.has(code)) faults.add(`${list}[${index}]`, `既删又用：${code}`);
  });
}

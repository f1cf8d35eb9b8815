import type { Framework } from '../framework/framework.ts';
import type { Measure } from '../framework/measure.ts';
import { type CatalogueFault, faultsAt, repeated } from './catalogue-fault.ts';

/** What the measures of a framework refer to: units of measure, dimensions and their values. */
export function checkMeasures(framework: Framework): CatalogueFault[] {
  return [
    ...[...framework.measures.values()].flatMap((measure) => checkMeasure(framework, measure)),
    ...checkDimensionValues(framework),
  ];
}

function checkMeasure(framework: Framework, measure: Measure): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(`${framework.id} 数据项 ${measure.code}`, faults);
  if (!framework.unitsOfMeasure.has(measure.unitOfMeasure)) {
    add('UNKNOWN_UNIT_OF_MEASURE', `没有这个计量单位：${measure.unitOfMeasure}`);
  }
  for (const id of measure.dimensions) {
    if (!framework.dimensions.has(id)) add('UNKNOWN_DIMENSION', `没有这个分组：${id}`);
  }
  for (const id of repeated(measure.dimensions)) add('DUPLICATE_CODE', `分组重复：${id}`);
  if (measure.unavailable !== null) {
    const { dimension, values } = measure.unavailable;
    const known = framework.dimensions.get(dimension)?.values.map(({ code }) => code) ?? [];
    if (!measure.dimensions.includes(dimension)) add('UNKNOWN_DIMENSION', `不按此分组：${dimension}`);
    for (const value of values) {
      if (!known.includes(value)) add('UNKNOWN_DIMENSION_VALUE', `分组 ${dimension} 没有这个取值：${value}`);
    }
  }
  return faults;
}

function checkDimensionValues({ id, dimensions }: Framework): CatalogueFault[] {
  return [...dimensions.values()].flatMap((dimension) =>
    repeated(dimension.values.map(({ code }) => code)).map((code) => ({
      code: 'DUPLICATE_CODE' as const,
      message: `取值代码重复：${code}`,
      where: `${id} 分组 ${dimension.id}`,
    })),
  );
}

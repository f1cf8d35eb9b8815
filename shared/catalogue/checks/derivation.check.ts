import type { Framework } from '../framework/framework.ts';
import type { Measure } from '../framework/measure.ts';
import { partsOf } from '../framework/derivation-parts.ts';
import { type CatalogueFault, faultsAt } from './catalogue-fault.ts';

/** How measures are computed: from measures the framework has, never from themselves, cell by cell. */
export function checkDerivations(framework: Framework): CatalogueFault[] {
  const measures = [...framework.measures.values()];
  return [...measures.flatMap((measure) => checkDerivation(framework, measure)), ...checkCycles(framework)];
}

function checkDerivation(framework: Framework, measure: Measure): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(`${framework.id} 数据项 ${measure.code}`, faults);
  if (measure.derived !== (measure.derivation !== null)) {
    add('DERIVATION_MISSING', measure.derived ? '标为推导，却无推导方式' : '有推导方式，却未标为推导');
  }
  for (const code of partsOf(measure.derivation)) {
    const part = framework.measures.get(code);
    if (part === undefined) add('UNKNOWN_MEASURE', `推导用到的数据项不存在：${code}`);
    else checkPart(framework, measure, part, add);
  }
  return faults;
}

/** A part must have the cells of what is computed from it, and may be summed only over values that do not overlap. */
function checkPart(framework: Framework, measure: Measure, part: Measure, add: ReturnType<typeof faultsAt>): void {
  for (const id of measure.dimensions) {
    if (!part.dimensions.includes(id)) add('DERIVATION_DIMENSIONS', `${part.code} 不按 ${id} 分组，无法逐格推导`);
  }
  for (const id of part.dimensions) {
    if (!measure.dimensions.includes(id) && framework.dimensions.get(id)?.partition === false) {
      add('DERIVATION_DIMENSIONS', `${part.code} 的分组 ${id} 取值相互交叉，不能相加`);
    }
  }
}

function checkCycles(framework: Framework): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const done = new Set<string>();
  const visit = (code: string, path: readonly string[]): void => {
    if (path.includes(code)) {
      const cycle = [...path.slice(path.indexOf(code)), code].join(' → ');
      faultsAt(`${framework.id} 数据项 ${code}`, faults)('DERIVATION_CYCLE', `推导成环：${cycle}`);
      return;
    }
    if (done.has(code)) return;
    for (const part of partsOf(framework.measures.get(code)?.derivation ?? null)) visit(part, [...path, code]);
    done.add(code);
  };
  for (const code of framework.measures.keys()) visit(code, []);
  return faults;
}

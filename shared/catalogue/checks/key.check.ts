import type { Catalogue } from '../catalogue.ts';
import type { Framework } from '../framework/framework.ts';
import { type CatalogueFault, faultsAt, repeated } from './catalogue-fault.ts';

/** What holds between frameworks: an indicator keeps its key, and a kind of subject has one framework a year. */
export function checkFrameworksTogether(catalogue: Catalogue): CatalogueFault[] {
  return [...[...catalogue.frameworks.values()].flatMap((it) => checkKeys(catalogue, it)), ...checkYears(catalogue)];
}

/** An indicator keeps the key of the one it is drawn from, and no key is the code of a measure. */
export function checkKeys(catalogue: Catalogue, framework: Framework): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const base = framework.basedOn === null ? framework : catalogue.frameworks.get(framework.basedOn);
  const keys = new Map(base?.indicators.map(({ code, key }) => [code, key]));
  for (const { code, key, nationalCode } of framework.indicators) {
    const add = faultsAt(`${framework.id} 第${code}项`, faults);
    const expected = keys.get(nationalCode);
    if (expected === undefined) add('UNKNOWN_INDICATOR', `所依据的指标不存在：第${nationalCode}项`);
    else if (expected !== key) add('KEY_CHANGED', `key 应与所依据的指标一致：${expected}，实为 ${key}`);
    if (framework.measures.has(key) || framework.assessmentItems.has(key)) {
      add('DUPLICATE_KEY', `key 与数据项或评价要点代码相同：${key}`);
    }
  }
  for (const code of repeated(framework.indicators.map(({ nationalCode }) => nationalCode))) {
    faultsAt(framework.id, faults)('DUPLICATE_CODE', `两项指标依据同一全国指标：第${code}项`);
  }
  return faults;
}

function checkYears({ frameworks }: Catalogue): CatalogueFault[] {
  const uses = [...frameworks.values()].flatMap(({ subjectKind, years }) =>
    years.map((year) => `${subjectKind} ${year}`),
  );
  return repeated(uses).map((use) => ({ code: 'YEAR_CLASH', message: '同一年度有两套指标体系', where: use }));
}

import type { Catalogue } from './catalogue.ts';
import type { Framework } from './framework/framework.ts';
import { checkCatalogue } from './checks/catalogue-checks.ts';
import { readCatalogue } from './load-catalogue.ts';
import { formatFileFault } from './reading/file-faults.ts';
import { loadRoundProcedures } from './round/round-procedures.ts';
import { loadWorkingCalendar } from './calendar/working-days.ts';

/** `npm run catalogue:check`: one line for each fault and exit code 1, or a summary of what was found in order. */
function check(): void {
  const read = readCatalogue();
  const lines = read.ok
    ? checkCatalogue(read.value).map(({ code, where, message }) => `${code} ${where}: ${message}`)
    : read.error.map(formatFileFault);
  if (!read.ok || lines.length > 0) {
    process.stderr.write(`${lines.join('\n')}\n指标目录检查未通过：${lines.length}处\n`);
    process.exitCode = 1;
    return;
  }
  // Files that are read by themselves: each throws with what is wrong in it.
  loadRoundProcedures();
  loadWorkingCalendar();
  process.stdout.write(`${summarise(read.value)}\n`);
}

function summarise(catalogue: Catalogue): string {
  const frameworks = [...catalogue.frameworks.values()].map((framework) => describe(catalogue, framework)).join('；');
  return `指标目录检查通过：${frameworks}；成员单位 ${catalogue.memberUnits.size}，关键绩效指标 ${catalogue.kpis.length}`;
}

function describe(catalogue: Catalogue, framework: Framework): string {
  const { id, pillars, groups, indicators, measures, assessmentItems } = framework;
  const cells = [...(catalogue.splits.get(id)?.measures.values() ?? [])].reduce((sum, row) => sum + row.cells, 0);
  const levels = `${pillars.length}/${groups.length}/${indicators.length}`;
  return `${id} ${levels}，数据项 ${measures.size}（${cells} 格），评价要点 ${assessmentItems.size}`;
}

check();

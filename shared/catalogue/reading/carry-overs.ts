import type { Framework } from '../framework/framework.ts';
import { carryOversSchema } from '../schemas/carry-over.schema.ts';
import { mapByCode } from './file-faults.ts';
import type { DataFolder } from './read-data-file.ts';

/** Recorded 沿用 acts: years to which a framework is carried, and their faults once the frameworks are known. */
export interface CarryOvers {
  yearsOf(framework: string): readonly number[];
  /** Reports acts that name no framework, come twice or do not lie after the framework's own year. */
  report(frameworks: ReadonlyMap<string, Framework>): void;
}

/** Reads data/carry-overs.json. */
export function readCarryOvers(folder: DataFolder): CarryOvers {
  const source = folder.read('carry-overs.json', carryOversSchema);
  const acts = source?.data.acts ?? [];
  return {
    yearsOf: (framework) => acts.filter((act) => act.framework === framework).map(({ year }) => year),
    report(frameworks) {
      if (source === null) return;
      mapByCode(acts, ({ framework, year }) => `${framework} ${year}`, 'acts', source.faults);
      acts.forEach(({ framework: id, year }, index) => {
        const framework = frameworks.get(id);
        if (framework === undefined) source.faults.add(`acts[${index}].framework`, `没有这个指标体系：${id}`);
        else if (year <= Number(framework.validFrom.slice(0, 4))) {
          source.faults.add(`acts[${index}].year`, `沿用年度应晚于指标体系的首个年度：${year}`);
        }
      });
    },
  };
}

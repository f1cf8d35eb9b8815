import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Framework } from '../catalogue/framework/framework.ts';
import type { ResponsibilitySplit } from '../catalogue/responsibility/responsibility-split.ts';
import type { SubjectKind } from '../catalogue/subject/subject-kind.ts';
import type { ReportingChecks } from '../catalogue/reporting/reporting-checks.ts';
import { type ReleaseCalendar, stageOf } from '../catalogue/calendar/release-calendar.ts';
import type { SubjectEntry } from '../catalogue/subject/subjects.ts';
import { type Department, hostUnit, unitsCarriedBy } from './department.ts';
import { createLocalDerivation, type LocalDerivation } from './derivation/local-derivation.ts';
import type { CarriedUnits } from './publication/publication.permission.ts';
import type { StageOf } from './publication/publication-rows.ts';

/** Everything a department's services look up and never change while the process lives. */
export interface DepartmentKnowledge extends CarriedUnits {
  readonly subjectKind: (subject: string) => SubjectKind | null;
  readonly frameworkFor: (
    kind: SubjectKind,
    year: number | null,
  ) => { framework: Framework; split: ResponsibilitySplit } | null;
  readonly isMeasureKnown: (measure: string) => boolean;
  /** Thresholds of the checks. */
  readonly reportingChecks: ReportingChecks;
  readonly releaseCalendar: ReleaseCalendar;
  /** The stage of a figure whose reporter did not say. */
  readonly stageOf: StageOf;
  /** Derivation of the cells this department can compute alone, per framework. */
  readonly derivationOf: (framework: string) => LocalDerivation | null;
}

export function createDepartmentKnowledge(
  department: Department,
  catalogue: Catalogue,
  subjects: readonly SubjectEntry[],
): DepartmentKnowledge {
  const kinds = new Map(subjects.map((subject) => [subject.code, subject.kind]));
  const units = new Set(unitsCarriedBy(catalogue, department.service));
  const measures = new Set([...catalogue.frameworks.values()].flatMap((framework) => [...framework.measures.keys()]));
  const derivations = new Map<string, LocalDerivation>();
  for (const framework of catalogue.frameworks.values()) {
    const split = catalogue.splits.get(framework.id);
    if (split)
      derivations.set(
        framework.id,
        createLocalDerivation(framework, split, (unit) => units.has(unit)),
      );
  }
  return {
    host: hostUnit(catalogue, department.service),
    units,
    unitName: (unit) => catalogue.memberUnits.get(unit)?.nameZh ?? unit,
    subjectKind: (subject) => kinds.get(subject) ?? null,
    frameworkFor: rememberedFrameworks(catalogue),
    isMeasureKnown: (measure) => measures.has(measure),
    reportingChecks: catalogue.reportingChecks,
    stageOf: (measure, period, day) => stageOf(catalogue.releaseCalendar, measure, period, day),
    releaseCalendar: catalogue.releaseCalendar,
    derivationOf: (framework) => derivations.get(framework) ?? null,
  };
}

/** The framework is asked for with every row; kinds and years are few. */
function rememberedFrameworks(catalogue: Catalogue): DepartmentKnowledge['frameworkFor'] {
  const known = new Map<SubjectKind, Map<number | null, ReturnType<DepartmentKnowledge['frameworkFor']>>>();
  return (kind, year) => {
    const found = known.get(kind)?.get(year);
    if (found !== undefined) return found;
    const answer = frameworkWithSplit(catalogue, kind, year);
    known.set(kind, (known.get(kind) ?? new Map()).set(year, answer));
    return answer;
  };
}

/**
 * The framework by which subjects of a kind report in a year. Everything inside a district reports by the district's
 * framework; base values of years before the first round go by the version nearest to them.
 */
function frameworkWithSplit(
  catalogue: Catalogue,
  kind: SubjectKind,
  year: number | null,
): { framework: Framework; split: ResponsibilitySplit } | null {
  const subjectKind = kind === 'province' ? 'province' : 'district';
  const candidates = [...catalogue.frameworks.values()].filter((framework) => framework.subjectKind === subjectKind);
  const framework =
    candidates.find((candidate) => year !== null && candidate.years.includes(year)) ?? candidates.at(-1);
  const split = framework && catalogue.splits.get(framework.id);
  return framework && split ? { framework, split } : null;
}

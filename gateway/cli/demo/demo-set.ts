import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import type { ResponsibilitySplit } from '../../../shared/catalogue/responsibility/responsibility-split.ts';
import { frameworkFor } from '../../../shared/catalogue/catalogue-lookup.ts';
import { loadSubjects } from '../../../shared/catalogue/subject/subjects.ts';
import { prepareScoring } from '../../../shared/scoring/compile/prepare-scoring.ts';
import { type DemoAssessment, generateAssessments } from './assessments.ts';
import { type DemoObservation, generateObservations } from './generate.ts';
import { chance } from './noise.ts';
import { readProfiles } from './profile.ts';
import { readProvinceCourses } from './province-course.ts';
import { BASE_YEAR } from './value-model.ts';

/** One part of the demo, loaded as a whole. */
export interface DemoSet {
  /** Begins the idempotency keys; a change of the generator needs another, or the old submissions answer. */
  readonly label: string;
  /** Most rows of one submission, where not as many as a mutation takes. */
  readonly rows?: number;
  readonly observations: readonly DemoObservation[];
  readonly assessments: readonly DemoAssessment[];
}

const SEED = 'workforce-reform-hub demo 1';
const YEARS = [2023, 2024, 2025];

/** The district with its three years and the base values of the year before them. */
export function districtDemo(catalogue: Catalogue): DemoSet {
  const district = loadSubjects('on', []).find(({ kind }) => kind === 'district');
  if (district === undefined) throw new Error('the catalogue has no district');
  const basis = basisFor(catalogue, 'district');
  const request = { ...basis, profiles: readProfiles(), seed: SEED, subject: district.code };
  return {
    label: 'demo1-district',
    observations: generateObservations({ ...request, scale: 1, years: [BASE_YEAR, ...YEARS], hasFaults: true }),
    assessments: generateAssessments({ framework: basis.framework, seed: SEED, subject: district.code, years: YEARS }),
  };
}

/**
 * The fictitious provinces under the national framework, between fifteen and eighty times as large as the district, over
 * three years and with the bases of growth of the year before. Only the last year still has gaps: rounds are decided on
 * what was put right.
 */
export function nationalDemo(catalogue: Catalogue): DemoSet {
  const provinces = loadSubjects('national', []).filter(({ kind }) => kind === 'province');
  const basis = basisFor(catalogue, 'province');
  const profiles = readProfiles();
  const courseOf = readProvinceCourses();
  const last = YEARS.at(-1) ?? 0;
  const baseMeasures = measuresOfBaseYear(catalogue, basis);
  const sets = provinces.map(({ code: subject }, index) => {
    const achievementOf = courseOf(index + 1);
    return {
      observations: generateObservations({
        ...{ ...basis, profiles, subject, achievementOf, baseMeasures },
        seed: SEED,
        scale: 15 + 65 * chance(SEED, subject, 'scale'),
        years: [BASE_YEAR, ...YEARS],
        hasFaults: { from: last },
      }),
      assessments: generateAssessments({
        ...{ framework: basis.framework, subject, achievementOf },
        seed: SEED,
        years: YEARS,
        judged: 1,
      }),
    };
  });
  return {
    label: 'demo2-national',
    // There is much of it: a machine with other things to do must still answer each within its time.
    rows: 300,
    observations: sets.flatMap(({ observations }) => observations),
    assessments: sets.flatMap(({ assessments }) => assessments),
  };
}

/** The measures that are read from the year before, or carried over a term. */
function measuresOfBaseYear(
  catalogue: Catalogue,
  { framework, split }: { framework: Framework; split: ResponsibilitySplit },
): Set<string> {
  const model = catalogue.scoringModels.get(framework.id);
  if (model === undefined) throw new Error(`${framework.id} has no scoring model`);
  const { yearsBack } = prepareScoring({ framework, model, split, year: BASE_YEAR + 1 });
  return new Set([...yearsBack].flatMap(([measure, years]) => (years.has(1) ? [measure] : [])));
}

function basisFor(
  catalogue: Catalogue,
  kind: 'district' | 'province',
): { framework: Framework; split: ResponsibilitySplit } {
  const framework = frameworkFor(catalogue, kind, YEARS.at(-1) ?? 0);
  const split = framework === null ? undefined : catalogue.splits.get(framework.id);
  if (framework === null || split === undefined)
    throw new Error(`the catalogue has no framework in force for a ${kind}`);
  return { framework, split };
}

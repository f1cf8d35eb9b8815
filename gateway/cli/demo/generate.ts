import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import type { Measure } from '../../../shared/catalogue/framework/measure.ts';
import type { ResponsibilitySplit } from '../../../shared/catalogue/responsibility/responsibility-split.ts';
import { cellsOf, isComputed, ownerOfCell } from '../../../shared/catalogue/responsibility/ownership.ts';
import { type DimensionValue, formatDimensions } from '../../../shared/primitives/dimensions.ts';
import { parsePeriod, periodsOfYear } from '../../../shared/primitives/period.ts';
import { chance } from './noise.ts';
import type { Profiles } from './profile.ts';
import type { AchievementOf } from './province-course.ts';
import { BASE_YEAR, ValueModel } from './value-model.ts';

/** One value of the demo, as a unit would report it. */
export interface DemoObservation {
  readonly unit: string;
  readonly subject: string;
  readonly year: number;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: readonly DimensionValue[];
  readonly value: string;
  /** Reported after it was due. */
  readonly isLate: boolean;
  /** Deliberately in contradiction to the value of another unit. */
  readonly isInconsistent: boolean;
}

export interface GenerationRequest {
  readonly framework: Framework;
  readonly split: ResponsibilitySplit;
  readonly profiles: Profiles;
  readonly seed: string;
  readonly subject: string;
  /** How many times as large as the district. */
  readonly scale: number;
  readonly years: readonly number[];
  readonly achievementOf?: AchievementOf;
  /** Of the year before the first, only these measures: bases of growth. Everything where not given. */
  readonly baseMeasures?: ReadonlySet<string>;
  /** Made-up faults: off for plain volume; or from a year on, what came before having been put right. */
  readonly hasFaults: boolean | { readonly from: number };
}

/** Share of the values that never came, and of those that came late. */
const MISSING = 0.03;
const LATE = 0.05;

/** Cells that contradict another unit: more organisations with a Party organisation than there are organisations. */
const INCONSISTENT = [
  { measure: 'organisations-with-party-organisation', dimensions: 'org-kind=non-public-enterprise', year: 2023 },
  { measure: 'organisations-with-party-organisation', dimensions: 'org-kind=social-organisation', year: 2024 },
  { measure: 'organisations-with-party-organisation', dimensions: 'org-kind=small-micro-enterprise', year: 2025 },
] as const;
const EXCESS_PERCENT = 160n;

/** Every value that the units enter for one subject, in the order of the framework. Same request, same values. */
export function generateObservations(request: GenerationRequest): DemoObservation[] {
  const model = new ValueModel(request);
  const protectedMeasures = wholes(request.framework);
  return [...request.framework.measures.values()]
    .filter((measure) => isEntered(request, measure))
    .flatMap((measure) =>
      reportedCells(request, measure).flatMap((dimensions) =>
        request.years.flatMap((year) =>
          ofYear(request, { model, measure, dimensions, year, isProtected: protectedMeasures.has(measure.code) }),
        ),
      ),
    );
}

interface CellYear {
  readonly model: ValueModel;
  readonly measure: Measure;
  readonly dimensions: readonly DimensionValue[];
  readonly year: number;
  readonly isProtected: boolean;
}

function ofYear(
  request: GenerationRequest,
  { model, measure, dimensions, year, isProtected }: CellYear,
): DemoObservation[] {
  const { seed, subject, split, baseMeasures } = request;
  if (year === BASE_YEAR && baseMeasures !== undefined && !baseMeasures.has(measure.code)) return [];
  const hasFaults = hasFaultsIn(request, year);
  const unit = ownerOfCell(split, measure.code, dimensions);
  if (unit === null) return [];
  const cell = formatDimensions(dimensions);
  const luck = (kind: string, ...more: string[]) =>
    hasFaults ? chance(seed, subject, measure.code, cell, year, kind, ...more) : 1;
  const isInconsistent =
    hasFaults &&
    INCONSISTENT.some((fault) => fault.measure === measure.code && fault.dimensions === cell && fault.year === year);
  const mayBeMissing = !isProtected && !isInconsistent && year > BASE_YEAR;
  const isLate = luck('late') < LATE;
  return periodsOfYear(year, measure.frequency)
    .filter((period) => !(mayBeMissing && luck('missing', period) < MISSING))
    .flatMap((code) => {
      const period = parsePeriod(code);
      if (period === null) return [];
      const value = model.valueAt({ measure, cell: dimensions, period });
      const reported = isInconsistent ? String((BigInt(value) * EXCESS_PERCENT) / 100n) : value;
      return [
        {
          unit,
          subject,
          year,
          measure: measure.code,
          period: code,
          dimensions,
          value: reported,
          isLate,
          isInconsistent,
        },
      ];
    });
}

function hasFaultsIn({ hasFaults }: GenerationRequest, year: number): boolean {
  return typeof hasFaults === 'boolean' ? hasFaults : year >= hasFaults.from;
}

function isEntered({ framework, split }: GenerationRequest, measure: Measure): boolean {
  return !measure.derived && !isComputed(split, measure.code) && measure.appliesTo.includes(framework.subjectKind);
}

/** All cells but those nobody can count. */
function reportedCells({ framework }: GenerationRequest, measure: Measure): (readonly DimensionValue[])[] {
  const { unavailable } = measure;
  return cellsOf(framework, measure.code).filter(
    (cell) =>
      unavailable === null ||
      !cell.some(({ key, code }) => key === unavailable.dimension && unavailable.values.includes(code)),
  );
}

/** Measures on which others stand: without them half the evaluation would be missing, not three in a hundred. */
function wholes(framework: Framework): Set<string> {
  const codes = new Set<string>();
  for (const { derivation } of framework.measures.values()) {
    if (derivation && 'denominator' in derivation) codes.add(derivation.denominator);
  }
  return codes;
}

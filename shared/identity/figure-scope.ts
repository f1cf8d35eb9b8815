import type { DataClass } from './data-class.ts';
import type { Disclosure, Figure } from './disclosure.ts';
import { mayReach } from './permission.ts';
import { isGranted, type Viewer } from './viewer.ts';

/** True where the viewer's roles reach the figure, or its owner has granted it and it is held no closer than grants go. */
export function mayReadFigure(viewer: Viewer, figure: Figure, disclosure: Disclosure): boolean {
  const row = disclosure.rowOf(figure);
  if (mayReach(viewer, 'observation:read', row)) return true;
  const { memberUnit, measure } = figure;
  return row.dataClass === 'internal' && memberUnit !== null && isGranted(viewer, memberUnit, measure);
}

/** The same rule as a condition for lists; null means everything. */
export interface FigureScope {
  /** Units whose figures the viewer's role reaches, held back or not. */
  readonly ownUnits: readonly string[];
  /** Units, and `unit/measure` pairs, whose figures are shown unless they are held back. */
  readonly units: readonly string[];
  readonly pairs: readonly string[];
  /** What is held back from all but the owner and the office, and what from all but the office. */
  readonly sensitive: readonly string[];
  readonly embargoed: readonly string[];
  readonly officeOnly: readonly string[];
}

/** Every class a figure can have. */
const FIGURE_CLASSES: readonly DataClass[] = ['internal', 'statistics-before-release', 'sensitive'];

export function figureScopeOf(viewer: Viewer, disclosure: Disclosure): FigureScope | null {
  const reaches = (memberUnit: string | null, classes: readonly DataClass[]) =>
    classes.every((dataClass) => mayReach(viewer, 'observation:read', { memberUnit, dataClass }));
  if (reaches(null, FIGURE_CLASSES)) return null;
  const own = viewer.memberUnit === null ? [] : [viewer.memberUnit];
  const grants = viewer.grants ?? [];
  return {
    ownUnits: own.filter((unit) => reaches(unit, FIGURE_CLASSES)),
    units: [
      ...own.filter((unit) => reaches(unit, ['internal'])),
      ...grants.flatMap((grant) => (grant.measures === null ? [grant.memberUnit] : [])),
    ],
    pairs: grants.flatMap((grant) => (grant.measures ?? []).map((measure) => `${grant.memberUnit}/${measure}`)),
    sensitive: disclosure.sensitive,
    embargoed: disclosure.embargoed,
    officeOnly: disclosure.officeOnly,
  };
}

/** Where a statement finds what the rule looks at. */
export interface FigureColumns {
  readonly memberUnit: string;
  readonly measure: string;
  readonly period: string;
  readonly stage: string;
}

/** The scope as text for a statement; its parameters are `figureParameters`, from `$first` on. */
export function figureCondition({ memberUnit, measure, period, stage }: FigureColumns, first: number): string {
  const texts = (index: number) => `$${first + index}::text[]`;
  const key = `${measure} || '/' || coalesce(${stage}, '') || '/' || ${period}`;
  return `(${texts(0)} is null
    or ${memberUnit} = any(${texts(0)}) and not (${key} = any(${texts(1)}))
    or (${memberUnit} = any(${texts(2)}) or ${memberUnit} || '/' || ${measure} = any(${texts(3)}))
      and not (${measure} = any(${texts(4)})) and not (${key} = any(${texts(5)})))`;
}

/** How many parameters `figureCondition` takes. */
export const FIGURE_PARAMETER_COUNT = 6;

export function figureParameters(scope: FigureScope | null): (readonly string[] | null)[] {
  if (scope === null) return [null, [], [], [], [], []];
  const { ownUnits, officeOnly, units, pairs, sensitive, embargoed } = scope;
  return [ownUnits, officeOnly, units, pairs, sensitive, embargoed];
}

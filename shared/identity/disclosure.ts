import type { Catalogue } from '../catalogue/catalogue.ts';
import type { ResponsibilitySplit } from '../catalogue/responsibility/responsibility-split.ts';
import {
  embargoedKeys,
  type FigureStage,
  isEmbargoed,
  type Release,
  type ReleaseCalendar,
  releaseKey,
} from '../catalogue/calendar/release-calendar.ts';
import { dayInShanghai } from '../primitives/calendar-day.ts';
import { canonicalJson } from '../primitives/canonical-json.ts';
import type { Clock } from '../primitives/clock.ts';
import type { Row } from './permission.ts';

/** A figure as far as permission goes. */
export interface Figure {
  /** The unit that answers for it; null where none does: only those who see everything see it. */
  readonly memberUnit: string | null;
  readonly measure: string;
  readonly period: string;
  /** Null for measures without stages, and where nobody told it: then it is held back longest. */
  readonly stage: FigureStage | null;
}

/** How closely figures are held on one day (Asia/Shanghai). */
export interface Disclosure {
  /** What a figure is for the permission table. */
  readonly rowOf: (figure: Figure) => Row;
  /** Measures that are sensitive by their subject. */
  readonly sensitive: readonly string[];
  /** Keys (`releaseKey`) of what is not released yet. */
  readonly embargoed: readonly string[];
  /** Those among them that tell another unit's figure before its release: for the office alone. */
  readonly officeOnly: readonly string[];
}

/** Tells how closely figures are held today; reckoned once a day. */
export function createDisclosure(
  { releaseCalendar, sensitiveMeasures, splits }: Pick<Catalogue, 'releaseCalendar' | 'sensitiveMeasures' | 'splits'>,
  clock: Clock,
): () => Disclosure {
  const shared = measuresOfSeveral(releaseCalendar, [...splits.values()]);
  const sensitive = [...sensitiveMeasures];
  let last: { readonly day: string; readonly disclosure: Disclosure } | null = null;
  return () => {
    const day = dayInShanghai(clock.now());
    if (last?.day !== day) last = { day, disclosure: disclosureOn(day) };
    return last.disclosure;
  };

  function disclosureOn(day: string): Disclosure {
    const embargoed = embargoedKeys(releaseCalendar, day);
    const isHeld = heldOn(releaseCalendar, day);
    return {
      rowOf: (figure) => {
        const { memberUnit, measure } = figure;
        if (sensitiveMeasures.has(measure)) return { memberUnit, dataClass: 'sensitive' };
        if (!isHeld(figure)) return { memberUnit, dataClass: 'internal' };
        return { memberUnit: shared.has(measure) ? null : memberUnit, dataClass: 'statistics-before-release' };
      },
      sensitive,
      embargoed,
      officeOnly: embargoed.filter((key) => shared.has(measureOf(key))),
    };
  }
}

/** Figures repeat their measure, period and stage a thousand times in one answer: reckoned once a day for each. */
function heldOn(calendar: ReleaseCalendar, day: string): (release: Release) => boolean {
  const known = new Map<string, boolean>();
  return (release) => {
    if (!calendar.measures.has(release.measure)) return false;
    const key = releaseKey(release);
    const held = known.get(key) ?? isEmbargoed(calendar, release, day);
    if (known.size < MOST_KNOWN) known.set(key, held);
    return held;
  };
}

/** More keys than a day has releases: periods come from outside. */
const MOST_KNOWN = 50_000;

/** Measures computed from another unit's released figures: whoever knows the result and his own part knows the other. */
function measuresOfSeveral({ measures }: ReleaseCalendar, splits: readonly ResponsibilitySplit[]): Set<string> {
  const ownersOf = (code: string): string[] => [
    ...splits.flatMap((split) => ownerText(split, code)),
    ...(measures.get(code)?.inputs ?? []).flatMap(ownersOf),
  ];
  return new Set([...measures.keys()].filter((code) => new Set(ownersOf(code)).size > 1));
}

/** Who answers for a measure, cell by cell; equal where a figure and what it is computed from are the same unit's. */
function ownerText(split: ResponsibilitySplit, measure: string): string[] {
  const ownership = split.measures.get(measure);
  if (ownership === undefined) return [];
  const { byDimension, owner } = ownership;
  return [byDimension === null ? owner : canonicalJson(byDimension)];
}

function measureOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

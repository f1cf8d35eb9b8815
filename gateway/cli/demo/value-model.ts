import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import type { Measure } from '../../../shared/catalogue/framework/measure.ts';
import { cellsOf } from '../../../shared/catalogue/responsibility/ownership.ts';
import { type DimensionValue, formatDimensions } from '../../../shared/primitives/dimensions.ts';
import { type Period, periodsOfYear, parsePeriod } from '../../../shared/primitives/period.ts';
import { chance, swing } from './noise.ts';
import { type LevelProfile, type Profiles, profileOf, type ShareProfile } from './profile.ts';

/** The first year of the demo; sizes are stated for it. */
export const BASE_YEAR = 2022;

type Cell = readonly DimensionValue[];

/** Where a value stands. */
interface Place {
  readonly measure: Measure;
  readonly cell: Cell;
  readonly period: Period;
}

export interface ValueModelOptions {
  readonly framework: Framework;
  readonly profiles: Profiles;
  readonly seed: string;
  readonly subject: string;
  /** How many times as large as the district the subject is. */
  readonly scale: number;
  /** How much of what can be achieved is achieved in a year; 1 throughout where not given. */
  readonly achievementOf?: (year: number) => number;
}

/**
 * Makes up the true value of every cell, as if nothing were missing or wrong: parts within their wholes,
 * stocks that grow slowly, periods of a year that add up to it.
 */
export class ValueModel {
  private readonly options: ValueModelOptions;
  private readonly known = new Map<string, number>();

  constructor(options: ValueModelOptions) {
    this.options = options;
  }

  /** The value as it is reported: `true`, `false` or a plain decimal. */
  valueAt(place: Place): string {
    if (place.measure.type === 'boolean') return String(this.holds(place));
    const number = this.numberAt(place);
    return place.measure.type === 'count' ? String(number) : trim(number.toFixed(decimalsOf(place.measure)));
  }

  /** Once a thing is established it stays: an unlucky one comes a few years late. */
  private holds({ measure, period }: Place): boolean {
    const { seed, subject } = this.options;
    const established = (0.88 + 0.04 * (period.year - BASE_YEAR)) * Math.min(1, this.achievement(BASE_YEAR));
    return chance(seed, subject, measure.code, 'established') < established;
  }

  private achievement(year: number): number {
    return this.options.achievementOf?.(year) ?? 1;
  }

  private numberAt(place: Place): number {
    const key = `${place.measure.code}|${formatDimensions(place.cell)}|${place.period.code}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const value = this.compute(place);
    this.known.set(key, value);
    return value;
  }

  private compute(place: Place): number {
    const { framework, profiles } = this.options;
    const profile = profileOf(profiles, framework, place.measure);
    return 'of' in profile ? this.partOf(profile, place) : this.levelAt(profile, place);
  }

  private levelAt(profile: LevelProfile, place: Place): number {
    const { measure, period } = place;
    if (measure.type === 'score' || measure.type === 'ratio') return this.yearLevel(profile, place, period.year);
    const total = (year: number) => roundTo(this.yearLevel(profile, place, year), measure);
    if (period.type === 'YEAR') return total(period.year);
    if (measure.temporal === 'flow') return this.slice(total(period.year), place);
    const [index, count] = positionIn(period, measure);
    const before = total(period.year - 1);
    return roundTo(before + ((total(period.year) - before) * (index + 1)) / count, measure);
  }

  /** The size of a cell over a whole year, or at its end. */
  private yearLevel(profile: LevelProfile, { measure, cell }: Place, year: number): number {
    const { seed, subject } = this.options;
    const waver = profile.steady ? 0.002 : measure.temporal === 'flow' ? 0.05 : 0.003;
    const growth = compound(1 + profile.growth, year - BASE_YEAR);
    const noise = 1 + waver * swing(seed, subject, measure.code, formatDimensions(cell), year);
    return profile.level * this.scaleOf(profile) * this.weightOf(profile, measure, cell) * growth * noise;
  }

  /** People and money grow with a place; meetings and papers hardly do. */
  private scaleOf({ level, steady }: LevelProfile): number {
    if (steady) return 1;
    return level > 300 ? this.options.scale : 1 + (this.options.scale - 1) / 20;
  }

  private partOf(profile: ShareProfile, place: Place): number {
    const { measure, cell, period } = place;
    const whole = this.options.framework.measures.get(profile.of);
    if (whole === undefined) throw new Error(`no measure ${profile.of}`);
    const share = this.shareIn(profile, place) * this.spreadOver(profile, whole, place);
    const cut = (value: number) =>
      measure.type === 'count' ? Math.floor(value * share) : Math.floor(value * share * 100) / 100;
    if (whole.frequency === measure.frequency) return cut(this.wholeAt(whole, cell, period));
    if (period.type !== 'YEAR') return this.slice(cut(this.wholeAt(whole, cell, yearOf(period.year))), place);
    const periods = periodsOfYear(period.year, whole.frequency).map(periodOf);
    const values = periods.map((part) => this.wholeAt(whole, cell, part));
    return cut(whole.temporal === 'flow' ? values.reduce((sum, value) => sum + value, 0) : (values.at(-1) ?? 0));
  }

  private shareIn(profile: ShareProfile, { measure, cell, period }: Place): number {
    const { seed, subject } = this.options;
    const where = [subject, measure.code, formatDimensions(cell)];
    const level = profile.share * (1 + 0.05 * swing(seed, ...where, 'level'));
    const waver = 0.15 * profile.rise * swing(seed, ...where, period.year);
    const usual = level + profile.rise * (period.year - BASE_YEAR) + waver;
    return Math.max(0, Math.min(0.995, usual * this.achievement(period.year)));
  }

  /** What falls to a cell of the part when the whole is not broken down the same way. */
  private spreadOver(profile: ShareProfile, whole: Measure, { measure, cell }: Place): number {
    const own = cell.filter(({ key }) => !whole.dimensions.includes(key));
    return own.length === 0 ? 1 : this.weightOf(profile, measure, own);
  }

  /** The whole in the coordinates it shares with the part, summed over those the part does not have. */
  private wholeAt(whole: Measure, cell: Cell, period: Period): number {
    const shared = cell.filter(({ key }) => whole.dimensions.includes(key));
    const cells = cellsOf(this.options.framework, whole.code).filter((candidate) =>
      shared.every(({ key, code }) => candidate.some((value) => value.key === key && value.code === code)),
    );
    return cells.reduce((sum, candidate) => sum + this.numberAt({ measure: whole, cell: candidate, period }), 0);
  }

  private weightOf(
    profile: { readonly weights?: Readonly<Record<string, number>> | undefined },
    measure: Measure,
    cell: Cell,
  ): number {
    const { framework } = this.options;
    if (measure.type === 'score' || measure.type === 'ratio') return 1;
    return cell.reduce((product, { key, code }) => {
      const count = framework.dimensions.get(key)?.values.length ?? 1;
      return product * (profile.weights?.[code] ?? 1 / count);
    }, 1);
  }

  /** What of a year's flow falls into one of its periods; the periods add up to the year exactly. */
  private slice(total: number, { measure, period }: Place): number {
    const [index, count] = positionIn(period, measure);
    const upTo = (position: number) => roundTo(total * cumulated(position, count), measure);
    const value = upTo(index + 1) - upTo(index);
    return measure.type === 'count' ? value : Math.round(value * 100) / 100;
  }
}

/** Share of a year's flow that has happened by the end of its first `position` periods: the year starts slowly. */
function cumulated(position: number, count: number): number {
  const part = position / count;
  return part - 0.24 * part * (1 - part);
}

/** A power by repeated multiplication, which is the same on every machine; backwards for years before the first. */
function compound(factor: number, years: number): number {
  let value = 1;
  for (let step = 0; step < Math.abs(years); step += 1) value = years > 0 ? value * factor : value / factor;
  return value;
}

function positionIn(period: Period, measure: Measure): readonly [number, number] {
  const periods = periodsOfYear(period.year, measure.frequency);
  return [periods.indexOf(period.code), periods.length];
}

function roundTo(value: number, measure: Measure): number {
  return measure.type === 'count' ? Math.round(value) : Math.round(value * 100) / 100;
}

function decimalsOf(measure: Measure): number {
  return measure.type === 'ratio' ? 4 : measure.type === 'score' ? 1 : 2;
}

function trim(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function yearOf(year: number): Period {
  return periodOf(String(year));
}

function periodOf(code: string): Period {
  const period = parsePeriod(code);
  if (period === null) throw new Error(`no period ${code}`);
  return period;
}

import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { type ReleasedMeasure, releaseDay } from '../../../shared/catalogue/calendar/release-calendar.ts';
import { dayInShanghai } from '../../../shared/primitives/calendar-day.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import { parsePeriod, periodsOfYear } from '../../../shared/primitives/period.ts';
import { toPeriod } from '../../../shared/graphql/period.type.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { FrameworkDirectory } from '../framework/framework-directory.ts';
import type { ReleaseDate } from './release-date.type.ts';
import { ReleaseStage } from './release-stage.type.ts';

export interface ReleaseScheduleDependencies {
  readonly catalogue: Pick<Catalogue, 'releaseCalendar'>;
  readonly frameworks: FrameworkDirectory;
  readonly clock: Clock;
}

/** Tells on which days the figures of a year are released; everything is in memory. */
export class ReleaseSchedule {
  private readonly dependencies: ReleaseScheduleDependencies;

  constructor(dependencies: ReleaseScheduleDependencies) {
    this.dependencies = dependencies;
  }

  /** In order of days, then as the frameworks have the measures. */
  ofYear(viewer: Viewer, year: number): ReleaseDate[] {
    const { catalogue, clock } = this.dependencies;
    const today = dayInShanghai(clock.now());
    return [...catalogue.releaseCalendar.measures.values()]
      .flatMap((row) => periodsOfYear(year, row.frequency).flatMap((period) => this.ofPeriod(viewer, row, period)))
      .map((date) => ({ ...date, isReleased: date.releaseDate <= today }))
      .sort((a, b) => a.releaseDate.localeCompare(b.releaseDate));
  }

  private ofPeriod(viewer: Viewer, row: ReleasedMeasure, code: string): Omit<ReleaseDate, 'isReleased'>[] {
    const { catalogue, frameworks } = this.dependencies;
    const measure = frameworks.measure(viewer, row.measure);
    const period = parsePeriod(code);
    return row.stages.flatMap((stage) => {
      const releaseDate = releaseDay(catalogue.releaseCalendar, { measure: row.measure, period: code, stage });
      if (releaseDate === null) return [];
      return [{ measure, period: period && toPeriod(period), stage: ReleaseStage[stage], releaseDate }];
    });
  }
}

import type { ReleaseCalendar } from './calendar/release-calendar.ts';
import type { Framework } from './framework/framework.ts';
import type { Kpi } from './framework/kpi.ts';
import type { ReportingChecks } from './reporting/reporting-checks.ts';
import type { MemberUnit, Subgraph } from './responsibility/member-unit.ts';
import type { ResponsibilitySplit } from './responsibility/responsibility-split.ts';
import type { ScoringModel } from './scoring-model/scoring-model.ts';
import type { PeerGroups } from './subject/peer-groups.ts';

/** Everything that ships as data, checked at load. Lookups are by code; splits and scoring models by their framework's. */
export interface Catalogue {
  readonly frameworks: ReadonlyMap<string, Framework>;
  /** Units in their official order. */
  readonly memberUnits: ReadonlyMap<string, MemberUnit>;
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  readonly splits: ReadonlyMap<string, ResponsibilitySplit>;
  readonly scoringModels: ReadonlyMap<string, ScoringModel>;
  readonly kpis: readonly Kpi[];
  /** Thresholds of the checks of reported figures. */
  readonly reportingChecks: ReportingChecks;
  /** Days on which official statistics are released. */
  readonly releaseCalendar: ReleaseCalendar;
  /** Measures that are sensitive by their subject: their owner and the lead office see them, nobody is granted them. */
  readonly sensitiveMeasures: ReadonlySet<string>;
  /** Groups of comparable subjects, for standards that differ (注重差异性). */
  readonly peerGroups: PeerGroups;
}

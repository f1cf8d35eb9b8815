import type { Catalogue } from '../catalogue.ts';
import type { Framework } from '../framework/framework.ts';
import type { Kpi } from '../framework/kpi.ts';
import type { ResponsibilitySplit } from '../responsibility/responsibility-split.ts';
import type { ScoringModel } from '../scoring-model/scoring-model.ts';
import type { BuiltVersion } from './build-version.ts';

/** A catalogue whose frameworks may have lists of KPIs and documents of their own. */
export interface VersionedCatalogue extends Catalogue {
  /** By code of framework; a framework that is not here has the catalogue's list. */
  readonly kpiLists: ReadonlyMap<string, readonly Kpi[]>;
  /** Hashes of versions whose documents are not those of the shipped files, by code. */
  readonly versionHashes: ReadonlyMap<string, string>;
}

/** 关键绩效指标 of a framework: its own list, else the catalogue's. */
export function kpisOf(catalogue: Catalogue, framework: string): readonly Kpi[] {
  return (isVersioned(catalogue) ? catalogue.kpiLists.get(framework) : undefined) ?? catalogue.kpis;
}

/** Hash of a version that is not a shipped one; null for those that are. */
export function versionHashOf(catalogue: Catalogue, framework: string): string | null {
  return (isVersioned(catalogue) ? catalogue.versionHashes.get(framework) : undefined) ?? null;
}

function isVersioned(catalogue: Catalogue | VersionedCatalogue): catalogue is VersionedCatalogue {
  return 'kpiLists' in catalogue;
}

/**
 * A catalogue that takes in further versions while it is read: whoever holds its maps sees them. What was published never
 * changes, so a version taken in twice is the same but for the years it is used for.
 */
export class LivingCatalogue {
  readonly catalogue: VersionedCatalogue;
  private readonly frameworks: Map<string, Framework>;
  private readonly splits: Map<string, ResponsibilitySplit>;
  private readonly scoringModels: Map<string, ScoringModel>;
  private readonly kpiLists = new Map<string, readonly Kpi[]>();
  private readonly versionHashes = new Map<string, string>();

  constructor(shipped: Catalogue) {
    this.frameworks = new Map(shipped.frameworks);
    this.splits = new Map(shipped.splits);
    this.scoringModels = new Map(shipped.scoringModels);
    const { frameworks, splits, scoringModels, kpiLists, versionHashes } = this;
    this.catalogue = { ...shipped, frameworks, splits, scoringModels, kpiLists, versionHashes };
  }

  /** Takes in a version whose documents are not the shipped ones. */
  adopt({ framework, split, model, kpis }: BuiltVersion, hash: string): void {
    this.frameworks.set(framework.id, framework);
    this.splits.set(framework.id, split);
    this.scoringModels.set(framework.id, model);
    this.kpiLists.set(framework.id, kpis);
    this.versionHashes.set(framework.id, hash);
  }

  /** Adds years to which a framework is carried over (沿用); true where one is new. */
  carry(code: string, years: Iterable<number>): boolean {
    const framework = this.frameworks.get(code);
    if (framework === undefined) return false;
    const all = [...new Set([...framework.years, ...years])].sort((a, b) => a - b);
    if (all.length === framework.years.length) return false;
    this.frameworks.set(code, { ...framework, years: all });
    return true;
  }
}

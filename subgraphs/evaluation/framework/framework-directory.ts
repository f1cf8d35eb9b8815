import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type * as catalogue from '../../../shared/catalogue/framework/framework.ts';
import { forbidden } from '../../../shared/graphql/errors.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Framework } from './framework.type.ts';
import { createFrameworkView, type FrameworkView } from './framework-view.ts';
import type { Indicator } from './indicator.type.ts';
import type { Measure } from './measure.type.ts';
import { mayReadFrameworks } from './permission.ts';

/** What is made of the frameworks of the catalogue, as long as they are the same. */
interface Shelf {
  readonly frameworks: readonly catalogue.Framework[];
  readonly views: ReadonlyMap<string, FrameworkView>;
  readonly measures: ReadonlyMap<string, Measure>;
  readonly indicators: ReadonlyMap<string, Indicator>;
}

/**
 * Reads frameworks and their parts; everything is in memory, so nothing here asks the database. A catalogue that has
 * taken in a version is noticed by the versions themselves, which are never changed in place.
 */
export class FrameworkDirectory {
  private readonly catalogue: Catalogue;
  private shelf: Shelf = { frameworks: [], views: new Map(), measures: new Map(), indicators: new Map() };

  constructor(source: Catalogue) {
    this.catalogue = source;
  }

  private get current(): Shelf {
    const { frameworks } = this.catalogue;
    let index = 0;
    let isSame = this.shelf.frameworks.length === frameworks.size;
    for (const framework of frameworks.values()) isSame = isSame && this.shelf.frameworks[index++] === framework;
    if (!isSame) this.shelf = createShelf(this.catalogue);
    return this.shelf;
  }

  /** Frameworks, the newest first. */
  all(viewer: Viewer): Framework[] {
    checkRead(viewer);
    const frameworks = [...this.current.views.values()].map((view) => view.framework);
    return frameworks.sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1));
  }

  find(viewer: Viewer, code: string): Framework | null {
    checkRead(viewer);
    return this.current.views.get(code)?.framework ?? null;
  }

  indicator(viewer: Viewer, id: string): Indicator | null {
    checkRead(viewer);
    return this.current.indicators.get(id) ?? null;
  }

  measure(viewer: Viewer, code: string): Measure | null {
    checkRead(viewer);
    return this.current.measures.get(code) ?? null;
  }

  /** The view other features of this service show results with; null for a framework no longer shipped. */
  view(code: string): FrameworkView | null {
    return this.current.views.get(code) ?? null;
  }

  /** A measure as the given framework has it, else as any does. */
  measureIn(framework: string | null, code: string): Measure | null {
    const view = framework === null ? undefined : this.current.views.get(framework);
    return view?.measures.get(code) ?? this.current.measures.get(code) ?? null;
  }
}

function createShelf({ frameworks, splits, scoringModels }: Catalogue): Shelf {
  const all = [...frameworks.values()];
  const views = all.map((framework) =>
    createFrameworkView({
      framework,
      split: splits.get(framework.id) ?? null,
      model: scoringModels.get(framework.id) ?? null,
    }),
  );
  return {
    frameworks: all,
    views: new Map(views.map((view) => [view.framework.code, view])),
    measures: measuresByCode(views),
    indicators: new Map(
      views.flatMap((view) => view.framework.indicatorList.map((indicator) => [indicator.id, indicator])),
    ),
  };
}

/** Each measure as the district's framework has it, else as the national one does. */
function measuresByCode(views: readonly FrameworkView[]): Map<string, Measure> {
  const rank = (view: FrameworkView): number => (view.framework.subjectKind === 'DISTRICT' ? 0 : 1);
  const measures = new Map<string, Measure>();
  for (const view of [...views].sort((a, b) => rank(a) - rank(b))) {
    for (const [code, measure] of view.measures) if (!measures.has(code)) measures.set(code, measure);
  }
  return measures;
}

function checkRead(viewer: Viewer): void {
  if (!mayReadFrameworks(viewer)) throw forbidden('没有查看指标体系的权限');
}

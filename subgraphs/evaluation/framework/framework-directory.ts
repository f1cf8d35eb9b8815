import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { forbidden } from '../../../shared/graphql/errors.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Framework } from './framework.type.ts';
import { createFrameworkView, type FrameworkView } from './framework-view.ts';
import type { Indicator } from './indicator.type.ts';
import type { Measure } from './measure.type.ts';
import { mayReadFrameworks } from './permission.ts';

/** Reads frameworks and their parts; everything is in memory, so nothing here asks the database. */
export class FrameworkDirectory {
  private readonly views: ReadonlyMap<string, FrameworkView>;
  private readonly measures: ReadonlyMap<string, Measure>;
  private readonly indicators: ReadonlyMap<string, Indicator>;

  constructor(catalogue: Catalogue) {
    const views = [...catalogue.frameworks.values()].map((framework) =>
      createFrameworkView({
        framework,
        split: catalogue.splits.get(framework.id) ?? null,
        model: catalogue.scoringModels.get(framework.id) ?? null,
      }),
    );
    this.views = new Map(views.map((view) => [view.framework.code, view]));
    this.measures = measuresByCode(views);
    this.indicators = new Map(
      views.flatMap((view) => view.framework.indicatorList.map((indicator) => [indicator.id, indicator])),
    );
  }

  /** Frameworks, the newest first. */
  all(viewer: Viewer): Framework[] {
    checkRead(viewer);
    const frameworks = [...this.views.values()].map((view) => view.framework);
    return frameworks.sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1));
  }

  find(viewer: Viewer, code: string): Framework | null {
    checkRead(viewer);
    return this.views.get(code)?.framework ?? null;
  }

  indicator(viewer: Viewer, id: string): Indicator | null {
    checkRead(viewer);
    return this.indicators.get(id) ?? null;
  }

  measure(viewer: Viewer, code: string): Measure | null {
    checkRead(viewer);
    return this.measures.get(code) ?? null;
  }

  /** The view other features of this service show results with; null for a framework no longer shipped. */
  view(code: string): FrameworkView | null {
    return this.views.get(code) ?? null;
  }

  /** A measure as the given framework has it, else as any does. */
  measureIn(framework: string | null, code: string): Measure | null {
    const view = framework === null ? undefined : this.views.get(framework);
    return view?.measures.get(code) ?? this.measures.get(code) ?? null;
  }
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

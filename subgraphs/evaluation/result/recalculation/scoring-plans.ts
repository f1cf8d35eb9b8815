import type { Catalogue } from '../../../../shared/catalogue/catalogue.ts';
import type { Framework } from '../../../../shared/catalogue/framework/framework.ts';
import { unitNamesAt } from '../../../../shared/catalogue/responsibility/unit-names.ts';
import { prepareScoring, type ScoringPlan } from '../../../../shared/scoring/compile/prepare-scoring.ts';

/** Prepares the plan of a framework and year once and keeps it. */
export class ScoringPlans {
  private readonly catalogue: Catalogue;
  private readonly plans = new WeakMap<Framework, Map<number, ScoringPlan | null>>();

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue;
  }

  /** The plan; null for a framework that has no scoring model or split. */
  plan(framework: Framework, year: number): ScoringPlan | null {
    const plans = this.plans.get(framework) ?? new Map<number, ScoringPlan | null>();
    this.plans.set(framework, plans);
    const known = plans.get(year);
    if (known !== undefined) return known;
    const plan = this.prepare(framework, year);
    plans.set(year, plan);
    return plan;
  }

  private prepare(framework: Framework, year: number): ScoringPlan | null {
    const model = this.catalogue.scoringModels.get(framework.id);
    const split = this.catalogue.splits.get(framework.id);
    if (model === undefined || split === undefined) return null;
    // Member units are those of the district; other frameworks have no unit view.
    const memberUnits = model.unitView === null ? undefined : this.catalogue.memberUnits;
    return prepareScoring({
      framework,
      model,
      split,
      year,
      ...(memberUnits && { memberUnits }),
      unitNames: unitNamesAt(framework, this.catalogue.memberUnits),
    });
  }
}

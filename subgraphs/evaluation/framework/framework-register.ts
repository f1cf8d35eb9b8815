import type {
  AssessmentItem,
  Catalogue,
  Framework,
  Indicator,
  IndicatorResponsibility,
  SubjectKind,
} from '../../../shared/catalogue/catalogue.ts';

/** An assessment item with where it stands. */
export interface AssessmentItemPlace {
  readonly item: AssessmentItem;
  readonly indicator: Indicator;
  readonly responsibility: IndicatorResponsibility | null;
}

/** Answers which framework judges what; indexes over the catalogue, made once per process. */
export class FrameworkRegister {
  readonly catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue;
  }

  find(code: string): Framework | null {
    return this.catalogue.frameworks.get(code) ?? null;
  }

  /** The newest framework that judges subjects of a kind in a year; null where none does. */
  forYear(kind: SubjectKind, year: number): Framework | null {
    return this.newestFirst(kind).find((framework) => framework.years.includes(year)) ?? null;
  }

  /** The newest framework that judges subjects of a kind. */
  newestFor(kind: SubjectKind): Framework | null {
    return this.newestFirst(kind)[0] ?? null;
  }

  /** Every year that is judged, with the framework that judges it. */
  judgedYears(): { readonly framework: Framework; readonly year: number }[] {
    return [...this.catalogue.frameworks.values()].flatMap((framework) =>
      framework.years
        .filter((year) => this.forYear(framework.subjectKind, year) === framework)
        .map((year) => ({ framework, year })),
    );
  }

  private newestFirst(kind: SubjectKind): Framework[] {
    const fitting = [...this.catalogue.frameworks.values()].filter(({ subjectKind }) => subjectKind === kind);
    return fitting.sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1));
  }

  /** Where an assessment item stands in a framework; null when it is not part of it. */
  assessmentItem(framework: Framework, code: string): AssessmentItemPlace | null {
    const item = framework.assessmentItems.get(code);
    const indicator = framework.indicators.find(({ assessmentItems }) => assessmentItems.includes(code));
    if (item === undefined || indicator === undefined) return null;
    const split = this.catalogue.splits.get(framework.id);
    return { item, indicator, responsibility: split?.indicators.get(indicator.code) ?? null };
  }
}

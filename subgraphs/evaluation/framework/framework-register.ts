import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { AssessmentItem } from '../../../shared/catalogue/framework/assessment-item.ts';
import type { Framework, Indicator } from '../../../shared/catalogue/framework/framework.ts';
import type { IndicatorResponsibility } from '../../../shared/catalogue/responsibility/responsibility-split.ts';
import type { SubjectKind } from '../../../shared/catalogue/subject/subject-kind.ts';

/** An assessment item with where it stands. */
export interface AssessmentItemPlace {
  readonly item: AssessmentItem;
  readonly indicator: Indicator;
  readonly responsibility: IndicatorResponsibility | null;
}

/** Answers which framework judges what, over a catalogue that may take in further versions meanwhile. */
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

  /** Every framework that judges subjects of a kind in a year, over the same values; the one that counts first. */
  allForYear(kind: SubjectKind, year: number): Framework[] {
    return this.newestFirst(kind).filter((framework) => framework.years.includes(year));
  }

  /** Every framework that judges subjects of a kind in any year. */
  frameworksOf(kind: SubjectKind): Framework[] {
    return this.newestFirst(kind);
  }

  /** Every year that is judged, with each framework that judges it. */
  judgedYears(): { readonly framework: Framework; readonly year: number }[] {
    return [...this.catalogue.frameworks.values()].flatMap((framework) =>
      framework.years.map((year) => ({ framework, year })),
    );
  }

  /** Of two that begin on one day, the one published later is the newer. */
  private newestFirst(kind: SubjectKind): Framework[] {
    const fitting = [...this.catalogue.frameworks.values()].filter(({ subjectKind }) => subjectKind === kind);
    return fitting.reverse().sort((a, b) => b.validFrom.localeCompare(a.validFrom));
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

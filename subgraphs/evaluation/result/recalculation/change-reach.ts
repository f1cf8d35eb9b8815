import type { Framework } from '../../../../shared/catalogue/framework/framework.ts';
import type { SubjectKind } from '../../../../shared/catalogue/subject/subject-kind.ts';
import { derivationParts } from '../../../../shared/derivation/derive-value.ts';
import type { FrameworkRegister } from '../../framework/framework-register.ts';
import { ScoringPlans } from './scoring-plans.ts';

type YearsBack = Map<string, Set<number>>;

/** Tells which evaluations a change of a value can touch: nothing else has to be calculated anew. */
export class ChangeReach {
  private readonly register: FrameworkRegister;
  private readonly plans: ScoringPlans;
  private readonly known = new WeakMap<Framework, YearsBack>();

  constructor(register: FrameworkRegister) {
    this.register = register;
    this.plans = new ScoringPlans(register.catalogue);
  }

  /**
   * The judged years whose evaluation of a subject of this kind reads the measure's value of `year`: the year itself, the
   * next where it is a base of growth, all of a term where it is elected; none where no framework has the measure.
   */
  yearsTouched(kind: SubjectKind, measure: string, year: number): number[] {
    const years = this.register.frameworksOf(kind).flatMap((framework) => {
      const back = this.yearsBack(framework).get(measure);
      return back === undefined ? [] : framework.years.filter((judged) => back.has(judged - year));
    });
    return [...new Set(years)].sort((a, b) => a - b);
  }

  /** How many years back a framework reads each measure; the same whichever year it judges. */
  private yearsBack(framework: Framework): YearsBack {
    const known = this.known.get(framework);
    if (known !== undefined) return known;
    const back = byDerivations(framework);
    const plan = this.plans.plan(framework, framework.years.at(-1) ?? 0);
    for (const [measure, years] of plan?.yearsBack ?? []) for (const each of years) add(back, measure, each);
    this.known.set(framework, back);
    return back;
  }
}

/** What is read where everything is derived that can be, whether or not it is scored. */
function byDerivations({ measures }: Framework): YearsBack {
  const back: YearsBack = new Map();
  const visit = (code: string, yearsBack: number): void => {
    if (back.get(code)?.has(yearsBack)) return;
    add(back, code, yearsBack);
    const derivation = measures.get(code)?.derivation;
    if (derivation == null) return;
    for (const part of derivationParts(derivation)) visit(part.measure, yearsBack + part.yearsEarlier);
  };
  for (const code of measures.keys()) visit(code, 0);
  return back;
}

function add(back: YearsBack, measure: string, yearsBack: number): void {
  const years = back.get(measure) ?? new Set();
  back.set(measure, years.add(yearsBack));
}

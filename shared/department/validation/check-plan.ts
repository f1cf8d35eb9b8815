import type { Framework } from '../../catalogue/framework/framework.ts';
import { parsePeriod } from '../../primitives/period.ts';
import type { CellRule } from './cell-rule.ts';
import { totalRules } from './cell/total.rules.ts';
import { type Place, placeOf } from './place.ts';
import type { ResolvedRow, RowContext } from './row.ts';
import { appliesToMeasure } from './rule.ts';

/** A rule that is asked about the rows of a place. */
export interface AskedRule {
  readonly rule: CellRule;
  /** The places it reads, without the row's own. */
  readonly others: readonly Place[];
}

/** What is the same for all rows of one place, whatever their subject. */
export interface CheckPlan {
  readonly own: Place;
  readonly asked: readonly AskedRule[];
  /** Every place that is read, each once; the rows' own among them unless they are only compared. */
  readonly reads: readonly Place[];
  /** The years of those places. */
  readonly years: readonly number[];
}

/** Places of which plans are kept; a framework has some hundreds in a year. */
const MOST_PLANS = 20_000;

/** The plans of checks by place, each made once: a large report has the same places for every subject. */
export class CheckPlans {
  readonly #plans = new Map<Framework | null, Map<string, CheckPlan>>();
  #size = 0;

  constructor(
    readonly rules: readonly CellRule[],
    readonly context: RowContext,
  ) {}

  of(row: ResolvedRow): CheckPlan {
    const known = this.#plans.get(row.framework)?.get(row.place);
    return known ?? this.#make(row);
  }

  #make(row: ResolvedRow): CheckPlan {
    if (this.#size >= MOST_PLANS) {
      this.#plans.clear();
      this.#size = 0;
    }
    const plan = planFor(row, this.rules, this.context);
    const ofFramework = this.#plans.get(row.framework) ?? new Map<string, CheckPlan>();
    this.#plans.set(row.framework, ofFramework.set(row.place, plan));
    this.#size += 1;
    return plan;
  }
}

function planFor(row: ResolvedRow, rules: readonly CellRule[], context: RowContext): CheckPlan {
  const own = placeOf({ ...row.input, dimensions: row.dimensions });
  const reads = new Map<string, Place>(row.isControl ? [] : [[own.text, own]]);
  const asked = rules
    .filter((rule) => isAsked(rule, row, context))
    .map((rule) => {
      const places = rule.reads(row, context).map(placeOf);
      for (const place of places) reads.set(place.text, place);
      return { rule, others: places.filter(({ text }) => text !== row.place) };
    });
  const years = new Set([...reads.values()].map(({ period }) => parsePeriod(period)?.year ?? 0));
  return { own, asked, reads: [...reads.values()], years: [...years] };
}

/** Control rows are only held against their parts; invented figures only against what cannot be. */
function isAsked(rule: CellRule, row: ResolvedRow, { isDemo }: RowContext): boolean {
  if (isDemo && rule.strength !== 'ERROR') return false;
  if (row.isControl !== totalRules.includes(rule)) return false;
  return appliesToMeasure(rule, row.measure);
}

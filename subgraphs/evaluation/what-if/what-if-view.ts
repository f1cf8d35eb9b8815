import { toUserError } from '../../../shared/graphql/user-error.type.ts';
import { decimal, roundDecimal, toDecimalString } from '../../../shared/primitives/decimal.ts';
import type { ImpactView } from '../impact/impact-view.ts';
import { Grade } from '../result/result-enums.ts';
import type { GradeTurn as Turn } from './grade-sensitivity.ts';
import type { WeightLevel as Level } from './weight-tree.ts';
import type { WhatIf } from './what-if.ts';
import { WeightLevel } from './what-if-enums.ts';
import type { GradeTurn, WhatIf as WhatIfType } from './what-if.type.ts';

/** Weights are shown as scores are kept. */
const SHOWN_PLACES = 4;

/** Shows what would be with the names of the catalogue. */
export class WhatIfView {
  private readonly impacts: ImpactView;

  constructor(impacts: ImpactView) {
    this.impacts = impacts;
  }

  whatIf({ impact, officialDigest, isBaselineOfficial, ...rest }: WhatIf): WhatIfType {
    const nameOf = (level: Level, code: string) => rest.names[level].get(code) ?? null;
    return {
      impact: this.impacts.evaluation(impact, true),
      weights: rest.weights.map(({ level, code, before, after }) => ({
        ...{ level: WeightLevel[level], code, name: nameOf(level, code) },
        ...{ before: shown(before), after: shown(after) },
      })),
      version: rest.version,
      officialDigest,
      isBaselineOfficial,
      findings: rest.findings.map(toUserError),
      sensitivity: rest.sensitivity.map(({ level, code, weight, nearest, decrease, increase }) => ({
        ...{ level: WeightLevel[level], code, name: nameOf(level, code), weight: shown(weight) },
        ...{ nearest: toTurn(nearest), decrease: toTurn(decrease), increase: toTurn(increase) },
      })),
      errors: [],
    };
  }
}

function shown(weight: string): string {
  return toDecimalString(roundDecimal(decimal(weight), SHOWN_PLACES));
}

function toTurn(turn: Turn | null): GradeTurn | null {
  if (turn === null) return null;
  return { ...turn, weight: shown(turn.weight), grade: turn.grade && Grade[turn.grade] };
}

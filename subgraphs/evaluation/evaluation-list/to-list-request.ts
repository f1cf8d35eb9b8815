import type { GraphQLResolveInfo } from 'graphql';
import { badUserInput } from '../../../shared/graphql/errors.ts';
import { type DecimalRange, type EvaluationFilter, WIDE_PARTS, type WidePart } from './evaluation-list.ts';
import type { DecimalRangeInput, EvaluationFilterInput } from './evaluation-list.type.ts';
import { selectedAt } from './selected-fields.ts';

/** Most codes one condition may name. */
const MAX_CODES = 500;

export function toEvaluationFilter(input: EvaluationFilterInput | null | undefined): EvaluationFilter {
  return {
    subjects: codes(input?.subjects),
    parent: input?.parent ?? null,
    isComplete: input?.isComplete ?? null,
    completeness: range(input?.completeness),
    missingFrom: codes(input?.missingFrom),
    score: range(input?.score),
    pillarScores:
      input?.pillarScores?.map(({ pillar, from, to }) => ({ pillar, from: from ?? null, to: to ?? null })) ?? null,
    suggestedGrades: input?.suggestedGrades ?? null,
  };
}

/** The wide parts a list has to read for what was selected. */
export function selectedParts(info: GraphQLResolveInfo): WidePart[] {
  const selected = selectedAt(info, ['edges', 'node']);
  return WIDE_PARTS.filter((part) => FIELDS[part].some((field) => selected.has(field)));
}

const FIELDS: Readonly<Record<WidePart, readonly string[]>> = {
  missing: ['missing'],
  pillars: ['pillars'],
  groups: ['groups'],
  member_units: ['memberUnits'],
  kpis: ['keyPerformanceIndicators'],
};

function range(input: DecimalRangeInput | null | undefined): DecimalRange | null {
  return input == null ? null : { from: input.from ?? null, to: input.to ?? null };
}

function codes(list: readonly string[] | null | undefined): readonly string[] | null {
  if (list == null) return null;
  if (list.length > MAX_CODES) throw badUserInput(`一个条件最多列 ${MAX_CODES} 个代码`);
  return list;
}

import type { DecimalRange, EvaluationFilter } from './evaluation-list.ts';

/** Conditions of a statement as they are written, with the parameters they speak of. */
export class ListConditions {
  readonly parameters: unknown[] = [];
  private readonly conditions: string[] = [];

  /** The placeholder of a value. */
  give(value: unknown): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }

  add(condition: string): void {
    this.conditions.push(condition);
  }

  between(expression: string, { from, to }: DecimalRange): void {
    if (from !== null) this.add(`${expression} >= ${this.give(from)}::numeric`);
    if (to !== null) this.add(`${expression} <= ${this.give(to)}::numeric`);
  }

  toString(): string {
    return this.conditions.join(' and ');
  }
}

/** Writes what a list is narrowed to; only what was asked stands in the text, so that each list has a plan of its own. */
export function addFilter(conditions: ListConditions, filter: EvaluationFilter): void {
  const { subjects, parent, isComplete, completeness, missingFrom, score, pillarScores, suggestedGrades } = filter;
  if (subjects !== null) conditions.add(`s.code = any(${conditions.give(subjects)})`);
  if (parent !== null) conditions.add(`s.parent = ${conditions.give(parent)}`);
  if (isComplete !== null) conditions.add(`r.is_complete = ${conditions.give(isComplete)}`);
  if (completeness !== null) conditions.between('r.received_share', completeness);
  if (missingFrom !== null) conditions.add(`r.missing_units ?| ${conditions.give(missingFrom)}::text[]`);
  if (score !== null) conditions.between('r.score_value', score);
  if (suggestedGrades !== null) conditions.add(`r.grade = any(${conditions.give(suggestedGrades)})`);
  for (const { pillar, ...range } of pillarScores ?? []) {
    const inPillar = new PillarConditions(conditions, pillar);
    inPillar.between(range);
    conditions.add(`exists (select from jsonb_array_elements(r.pillars) as p where ${inPillar})`);
  }
}

/** Bounds of one pillar's score, with the parameters of the statement around it. */
class PillarConditions {
  private readonly texts: string[];

  constructor(
    private readonly around: ListConditions,
    pillar: string,
  ) {
    this.texts = [`p ->> 'code' = ${around.give(pillar)}`, `p -> 'score' ->> 'value' is not null`];
  }

  between({ from, to }: DecimalRange): void {
    const value = `(p -> 'score' ->> 'value')::numeric`;
    if (from !== null) this.texts.push(`${value} >= ${this.around.give(from)}::numeric`);
    if (to !== null) this.texts.push(`${value} <= ${this.around.give(to)}::numeric`);
  }

  toString(): string {
    return this.texts.join(' and ');
  }
}

import { decimal } from '../../primitives/decimal.ts';
import type { ScoringModel } from './scoring-model.ts';
import { type ScoringParametersRow, scoringParameters } from '../schemas/scoring-parameters.schema.ts';

/** One level (等次) of a rubric: an assessor chooses it by its descriptor and gives a mark inside it. */
export interface RubricLevel {
  readonly code: string;
  readonly name: string;
  /** What must be there for the level, in words. */
  readonly descriptor: string;
  /** Lowest mark of the level, 0–100. */
  readonly from: string;
  /** Highest mark of the level; marks have at most two decimals. */
  readonly to: string;
  /** Mark proposed where the level is clear. */
  readonly score: string;
}

/** How one assessment item is judged. */
export interface Rubric {
  /** From the best down. */
  readonly levels: readonly RubricLevel[];
  /** Reviewers of a blind review. */
  readonly reviewers: number;
  /** Levels apart at which a third reviewer is asked for. */
  readonly thirdWhenLevelsDifferBy: number;
}

const SMALLEST_STEP = '0.01';
const DEFAULT_REVIEWERS = 2;
const DEFAULT_SPLIT = 2;

const rubrics = new WeakMap<ScoringModel, ReadonlyMap<string, Rubric>>();

/** The rubric of an assessment item in a scoring model: what stands in place wins over what the model says once. Null where nothing reads the item. */
export function rubricOf(model: ScoringModel, item: string): Rubric | null {
  const known = rubrics.get(model) ?? readRubrics(model);
  rubrics.set(model, known);
  return known.get(item) ?? null;
}

/** By item; of several indicators that read one, the first. */
function readRubrics(model: ScoringModel): Map<string, Rubric> {
  const found = new Map<string, Rubric>();
  for (const { parameters } of model.indicators.values()) {
    const parsed = scoringParameters.safeParse(parameters);
    if (!parsed.success) continue;
    const { parts, ...single } = parsed.data;
    const all = parts === undefined ? [single] : parts.map((part) => part.parameters);
    for (const row of all) {
      const { assessmentItem } = row;
      if (assessmentItem !== undefined && !found.has(assessmentItem)) found.set(assessmentItem, toRubric(row));
    }
  }
  return found;
}

/** The level a mark lies in; null where the rubric has none for it. */
export function levelOf({ levels }: Rubric, mark: string): RubricLevel | null {
  const value = decimal(mark);
  return levels.find(({ from, to }) => value.gte(from) && value.lte(to)) ?? null;
}

/** How many levels two levels lie apart; null where one of them is not of the rubric. */
export function levelsApart({ levels }: Rubric, one: string, other: string): number | null {
  const [first, second] = [one, other].map((code) => levels.findIndex((level) => level.code === code));
  return first === undefined || second === undefined || first < 0 || second < 0 ? null : Math.abs(first - second);
}

function toRubric({ levels = [], reviewers, thirdWhenLevelsDifferBy }: Omit<ScoringParametersRow, 'parts'>): Rubric {
  return {
    levels: levels.map(({ level, name, from, score, zh }, index): RubricLevel => {
      const above = levels[index - 1];
      const top =
        above === undefined
          ? '100'
          : decimal(above.from ?? above.score)
              .minus(SMALLEST_STEP)
              .toFixed();
      return { code: level, name: name ?? level, descriptor: zh, from: from ?? score, to: top, score };
    }),
    reviewers: Number(reviewers ?? DEFAULT_REVIEWERS),
    thirdWhenLevelsDifferBy: Number(thirdWhenLevelsDifferBy ?? DEFAULT_SPLIT),
  };
}

import type { SubjectKind } from '../../../shared/catalogue/subject/subject-kind.ts';
import type { Grade } from '../../../shared/scoring/evaluation-result.ts';

/** By what a list of evaluations is ordered; ties fall by the subject's code. */
export const EVALUATION_ORDERS = ['OFFICIAL', 'SCORE', 'SCORE_ASCENDING', 'COMPLETENESS'] as const;
export type EvaluationOrderName = (typeof EVALUATION_ORDERS)[number];

/** Bounds of a figure, both included; null for open. */
export interface DecimalRange {
  readonly from: string | null;
  readonly to: string | null;
}

/** What a list is narrowed to; null for no condition. */
export interface EvaluationFilter {
  readonly subjects: readonly string[] | null;
  /** Code of the subject they belong to. */
  readonly parent: string | null;
  readonly isComplete: boolean | null;
  /** Share of the expected values that was accepted. */
  readonly completeness: DecimalRange | null;
  /** Codes of units of which any has yet to report something. */
  readonly missingFrom: readonly string[] | null;
  readonly score: DecimalRange | null;
  readonly pillarScores: readonly (DecimalRange & { readonly pillar: string })[] | null;
  readonly suggestedGrades: readonly Grade[] | null;
}

/** A kind of subject with the framework that judges it. */
export interface ListScope {
  readonly kind: SubjectKind;
  readonly framework: string;
}

/** Where a page begins: after this place of its order. */
export interface ListPlace {
  /** Position in the official order, score or completeness. */
  readonly key: string;
  readonly subject: string;
}

/** Parts of a result that are wide and read only where somebody asks for them. */
export const WIDE_PARTS = ['missing', 'pillars', 'groups', 'member_units', 'kpis'] as const;
export type WidePart = (typeof WIDE_PARTS)[number];

/** What one statement is to answer. */
export interface EvaluationListQuery {
  readonly year: number;
  readonly scopes: readonly ListScope[];
  readonly order: EvaluationOrderName;
  readonly filter: EvaluationFilter;
  readonly after: ListPlace | null;
  readonly limit: number;
  readonly parts: readonly WidePart[];
}

/** A place as text for a cursor; it names its order, because it means nothing in another. */
export function formatPlace(order: EvaluationOrderName, { key, subject }: ListPlace): string {
  return [order, key, subject].join('\t');
}

/** The place a cursor holds; null for one of another order or list. */
export function parsePlace(order: EvaluationOrderName, text: string): ListPlace | null {
  const [given, key, subject, ...rest] = text.split('\t');
  if (given !== order || key === undefined || subject === undefined || rest.length > 0) return null;
  return /^-?\d{1,9}(\.\d{1,12})?$/.test(key) ? { key, subject } : null;
}

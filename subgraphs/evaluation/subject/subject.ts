import type { SubjectKind } from '../../../shared/catalogue/subject/subject-kind.ts';

/** 评价对象: what is evaluated, or a member unit within what is evaluated. */
export interface Subject {
  readonly code: string;
  readonly name: string;
  readonly kind: SubjectKind;
  /** Days, `YYYY-MM-DD`; null for unknown or open. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly isDemo: boolean;
  /** Code of the subject it belongs to. */
  readonly parent: string | null;
  /** Position in the official order; never an order by score. */
  readonly sortOrder: number;
}

export const SUBJECT_KINDS: readonly SubjectKind[] = ['province', 'district', 'member-unit', 'township', 'enterprise'];

/** Who speaks in an assessment: 上级, 第三方机构, 抽查组, the body an item names, 公众. */
export type AssessmentSource = 'superior' | 'third-party' | 'spot-check-team' | 'named-body' | 'public';

/** 评价要点: a mark (0–100) given by people, never by the unit that leads the indicator. */
export interface AssessmentItem {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly aspects: readonly { readonly zh: string; readonly en: string }[];
  readonly judgedBy: readonly AssessmentSource[];
  readonly namedBody: string | null;
  readonly notBy: string;
}

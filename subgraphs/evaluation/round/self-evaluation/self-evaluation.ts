import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import type { Participant } from '../participant.ts';

/** One indicator in the participant's own words. */
export interface Narrative {
  /** Key of the indicator. */
  readonly indicator: string;
  readonly text: string;
}

/** 自评报告: what is known of the document; its bytes are read apart. */
export interface ReportDocument {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly uploadedAt: Date;
}

/** 自评: a draft until it is sent, and then as it was sent. */
export interface SelfEvaluation {
  readonly id: string;
  readonly participant: Participant;
  readonly state: 'DRAFT' | 'SENT';
  readonly selfGrade: Grade | null;
  /** 具体负责人: name and post. */
  readonly answerablePerson: string | null;
  readonly narratives: readonly Narrative[];
  readonly report: ReportDocument | null;
  readonly revision: number;
  readonly draftedAt: Date;
  readonly sentBy: string | null;
  readonly sentAt: Date | null;
  /** Sent after the day of the step; null for a draft. */
  readonly isLate: boolean | null;
  /** Digest of the values it rests on, as they were when it was sent. */
  readonly valueDigest: string | null;
  readonly valueCount: number | null;
}

/** What a participant hands in as a draft; what is left out stays as it was. */
export interface SelfEvaluationDraft {
  readonly selfGrade: string | null;
  readonly answerablePerson: string | null;
  readonly narratives: readonly Narrative[] | null;
}

/** A value a self-evaluation or the base values state, with where it comes from. */
export interface StatedValue {
  readonly id: string;
  readonly department: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: string;
  readonly value: string;
  readonly revision: number;
  readonly memberUnit: string | null;
  readonly receiptHash: string | null;
}

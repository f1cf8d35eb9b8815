import type { ObservationState } from '../../graphql/observation-state.type.ts';
import type { PolicyDecision } from '../publication/publication.repository.ts';
import type { Capacity, PublicationKind } from '../publication/publication.ts';

/** What people do with a publication after it was handed in: 提交、审签、核收、退回补正、撤销. */
export type ActKind = 'SUBMIT' | 'APPROVE' | 'ACCEPT' | 'RETURN' | 'RECALL';

/** Why a publication is sent back. */
export const RETURN_REASONS = {
  VALUE_DOUBTFUL: '数值存疑',
  SCOPE_MISMATCH: '口径不符',
  EVIDENCE_MISSING: '缺少佐证材料',
  INCOMPLETE: '内容不全',
  NOT_AGREED: '不同意更正或撤回',
  OTHER: '其他',
} as const;

export type ReturnReason = keyof typeof RETURN_REASONS;

/** One act on one or many publications. */
export interface ActCommand {
  readonly act: ActKind;
  readonly ids: readonly string[];
  /** ATOMIC does all or nothing, PARTIAL what can be done. */
  readonly mode: 'ATOMIC' | 'PARTIAL';
  readonly comment: string | null;
  /** For RETURN only. */
  readonly reasonCode: ReturnReason | null;
  /** For RETURN: until when it is to be mended, YYYY-MM-DD. */
  readonly deadline: string | null;
}

/** Most publications one act takes. */
export const ACT_LIMIT = 500;

/** A publication as an act finds it, its row locked. */
export interface ActSubject {
  readonly id: string;
  readonly memberUnit: string;
  readonly kind: PublicationKind;
  readonly state: ObservationState;
  readonly policy: PolicyDecision;
  readonly eventCount: number;
  readonly rowCount: number;
  readonly reportedOn: string;
  readonly createdAt: Date;
  /** Digest of its rows, from its first receipt. */
  readonly rowsHash: string;
  readonly events: readonly { readonly state: string; readonly actor: string; readonly capacity: Capacity | null }[];
}

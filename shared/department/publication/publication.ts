import { ObservationState } from '../../graphql/observation-state.type.ts';

/** How many eyes a unit's publications need: a machine's agreed channel, or several people. */
export type ApprovalPolicy = 'AUTOMATIC' | 'FOUR_EYES';

export type PublicationMode = 'ATOMIC' | 'PARTIAL';

export type Channel = 'MUTATION' | 'UPLOAD' | 'REGISTER';

/** What a publication asks for: report values, correct accepted ones, or take accepted ones out of the record. */
export type PublicationKind = 'REPORT' | 'AMENDMENT' | 'WITHDRAWAL';

/** In what capacity somebody acted: 填报人, 审核人, 单位负责人, 协调小组办公室, 另行指定的核收单位, or a policy. */
export const CAPACITIES = ['FILLER', 'REVIEWER', 'HEAD', 'OFFICE', 'NAMED_BODY', 'POLICY'] as const;
export type Capacity = (typeof CAPACITIES)[number];

/** One act of reporting (报送批次). */
export interface Publication {
  readonly id: string;
  readonly memberUnit: string;
  readonly kind: PublicationKind;
  /** Why accepted values should change; null for a plain report. */
  readonly justification: string | null;
  readonly mode: PublicationMode;
  readonly channel: Channel;
  readonly policy: ApprovalPolicy;
  readonly idempotencyKey: string;
  readonly submittedBy: string;
  readonly submittedByUnit: string | null;
  readonly reportedOn: string;
  readonly isDemo: boolean;
  /** Rows that made a new revision. */
  readonly rowCount: number;
  /** Rows that say what the record says already; they make no revision. */
  readonly unchangedCount: number;
  readonly createdAt: Date;
}

/** One step of a publication's life. */
export interface PublicationEvent {
  readonly ordinal: number;
  readonly state: ObservationState;
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly capacity: Capacity | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  /** Until when a returned publication is to be mended, YYYY-MM-DD. */
  readonly deadline: string | null;
  readonly at: Date;
}

/**
 * Which state may follow which: DRAFT → SUBMITTED → APPROVED → ACCEPTED | RETURNED → LOCKED. SUBMITTED follows itself
 * where a reviewer has signed and the head of the unit has not yet.
 */
const FOLLOWING: Readonly<Record<ObservationState, readonly ObservationState[]>> = {
  [ObservationState.DRAFT]: [ObservationState.SUBMITTED, ObservationState.WITHDRAWN],
  [ObservationState.SUBMITTED]: [
    ObservationState.SUBMITTED,
    ObservationState.APPROVED,
    ObservationState.RETURNED,
    ObservationState.WITHDRAWN,
  ],
  [ObservationState.APPROVED]: [ObservationState.ACCEPTED, ObservationState.RETURNED, ObservationState.WITHDRAWN],
  [ObservationState.ACCEPTED]: [ObservationState.LOCKED, ObservationState.WITHDRAWN],
  [ObservationState.RETURNED]: [ObservationState.SUBMITTED, ObservationState.WITHDRAWN],
  [ObservationState.WITHDRAWN]: [],
  [ObservationState.LOCKED]: [],
};

export function mayFollow(from: ObservationState, to: ObservationState): boolean {
  return FOLLOWING[from].includes(to);
}

/** Name of the actor of steps that a policy takes by itself. */
export const POLICY_ACTOR = 'policy:automatic';

/** A step about to be taken. */
export interface Step {
  readonly state: ObservationState;
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly capacity: Capacity;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly deadline: string | null;
}

/** Who acts. */
export interface Actor {
  readonly subject: string;
  readonly memberUnit: string | null;
}

export function stepBy(
  { subject, memberUnit }: Actor,
  state: ObservationState,
  capacity: Capacity,
  reason: string | null = null,
): Step {
  return { state, actor: subject, actorUnit: memberUnit, capacity, reasonCode: null, reason, deadline: null };
}

function stepByPolicy(state: ObservationState): Step {
  return stepBy({ subject: POLICY_ACTOR, memberUnit: null }, state, 'POLICY', '按已商定的自动通道处理');
}

/** What decides how far a publication goes by itself. */
export interface OpeningRequest {
  readonly policy: ApprovalPolicy;
  readonly kind: PublicationKind;
  /** Submit at once instead of leaving a draft; means nothing under AUTOMATIC. */
  readonly submit: boolean;
}

/**
 * The steps a publication takes at once when it comes in. With AUTOMATIC, the channel the lead has agreed to, a report
 * goes all the way to ACCEPTED; what changes accepted values waits for the lead after APPROVED. With FOUR_EYES it stays
 * a draft until somebody submits it.
 */
export function openingSteps({ policy, kind, submit }: OpeningRequest, actor: Actor): Step[] {
  const draft = stepBy(actor, ObservationState.DRAFT, 'FILLER');
  if (policy === 'AUTOMATIC') return [draft, ...submissionSteps(policy, kind, actor)];
  return submit ? [draft, ...submissionSteps(policy, kind, actor)] : [draft];
}

/** The steps that submitting sets off. */
export function submissionSteps(
  policy: ApprovalPolicy,
  kind: PublicationKind,
  actor: Actor,
  comment: string | null = null,
): Step[] {
  const submitted = stepBy(actor, ObservationState.SUBMITTED, 'FILLER', comment);
  if (policy === 'FOUR_EYES') return [submitted];
  const approved = stepByPolicy(ObservationState.APPROVED);
  return kind === 'REPORT' ? [submitted, approved, stepByPolicy(ObservationState.ACCEPTED)] : [submitted, approved];
}

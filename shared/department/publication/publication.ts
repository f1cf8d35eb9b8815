import { ObservationState } from '../../graphql/observation-state.type.ts';

/** How many eyes a unit's publications need: a machine's agreed channel, or several people. */
export type ApprovalPolicy = 'AUTOMATIC' | 'FOUR_EYES';

export type PublicationMode = 'ATOMIC' | 'PARTIAL';

export type Channel = 'MUTATION' | 'UPLOAD' | 'REGISTER';

/** One act of reporting (报送批次). */
export interface Publication {
  readonly id: string;
  readonly memberUnit: string;
  readonly mode: PublicationMode;
  readonly channel: Channel;
  readonly policy: ApprovalPolicy;
  readonly idempotencyKey: string;
  readonly submittedBy: string;
  readonly submittedByUnit: string | null;
  readonly reportedOn: string;
  readonly isDemo: boolean;
  readonly rowCount: number;
  readonly createdAt: Date;
}

/** One step of a publication's life. */
export interface PublicationEvent {
  readonly ordinal: number;
  readonly state: ObservationState;
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly at: Date;
}

/** Which state may follow which: DRAFT → SUBMITTED → APPROVED → ACCEPTED | RETURNED → LOCKED. */
const FOLLOWING: Readonly<Record<ObservationState, readonly ObservationState[]>> = {
  [ObservationState.DRAFT]: [ObservationState.SUBMITTED],
  [ObservationState.SUBMITTED]: [ObservationState.APPROVED, ObservationState.RETURNED],
  [ObservationState.APPROVED]: [ObservationState.ACCEPTED, ObservationState.RETURNED],
  [ObservationState.ACCEPTED]: [ObservationState.LOCKED, ObservationState.WITHDRAWN],
  [ObservationState.RETURNED]: [ObservationState.SUBMITTED],
  [ObservationState.WITHDRAWN]: [],
  [ObservationState.LOCKED]: [],
};

export function mayFollow(from: ObservationState, to: ObservationState): boolean {
  return FOLLOWING[from].includes(to);
}

/** Name of the actor of steps that a policy takes by itself. */
export const POLICY_ACTOR = 'policy:automatic';

interface Step {
  readonly state: ObservationState;
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly reason: string | null;
}

/**
 * The steps a publication takes at once when it comes in. With AUTOMATIC, the channel the lead has agreed to,
 * it goes all the way to ACCEPTED; with FOUR_EYES it waits for people after SUBMITTED.
 */
export function openingSteps(policy: ApprovalPolicy, actor: string, actorUnit: string | null): Step[] {
  const byActor = [ObservationState.DRAFT, ObservationState.SUBMITTED].map((state) => ({
    state,
    actor,
    actorUnit,
    reason: null,
  }));
  if (policy === 'FOUR_EYES') return byActor;
  const reason = '按已商定的自动通道处理';
  const byPolicy = [ObservationState.APPROVED, ObservationState.ACCEPTED];
  return [...byActor, ...byPolicy.map((state) => ({ state, actor: POLICY_ACTOR, actorUnit: null, reason }))];
}

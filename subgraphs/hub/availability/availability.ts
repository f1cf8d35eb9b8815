/** Whether a service answers. */
export type AvailabilityStateName = 'AVAILABLE' | 'UNAVAILABLE';

/** What one probe met: an answer, a refusal (no listener, a bad status), or silence until the time was up. */
export type ProbeOutcome = 'ANSWERED' | 'REFUSED' | 'SILENT';

/** What is held true about a service. */
export interface ServiceAvailability {
  readonly service: string;
  readonly state: AvailabilityStateName;
  readonly since: Date;
  readonly checkedAt: Date;
}

/** The same with what the next probe must know. */
export interface Verdict extends ServiceAvailability {
  readonly silences: number;
}

/** A busy service may miss one probe; only a second silence in a row counts as being away. */
const SILENCES_BELIEVED = 2;

/** The verdict after a probe. A refusal is believed at once, so that a killed service is named at once. */
export function judge(service: string, outcome: ProbeOutcome, before: Verdict | undefined, at: Date): Verdict {
  const silences = outcome === 'SILENT' ? (before?.silences ?? 0) + 1 : 0;
  const state = stateAfter(outcome, silences, before);
  const since = before?.state === state ? before.since : at;
  return { service, state, since, checkedAt: at, silences };
}

function stateAfter(outcome: ProbeOutcome, silences: number, before: Verdict | undefined): AvailabilityStateName {
  if (outcome === 'ANSWERED') return 'AVAILABLE';
  if (outcome === 'REFUSED' || silences >= SILENCES_BELIEVED) return 'UNAVAILABLE';
  return before?.state ?? 'UNAVAILABLE';
}

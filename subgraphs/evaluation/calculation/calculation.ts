import type { TraceNode } from '../../../shared/scoring/evaluation-result.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import type { IndicatorRecord } from '../result/evaluation-record.ts';

/** One step of a calculation with its place in the tree: steps come with their parts right behind them. */
export interface PlacedStep {
  readonly step: TraceNode;
  /** From 0, in the order of the list. */
  readonly position: number;
  /** Position of the step it is a part of; null for the indicator itself. */
  readonly parent: number | null;
  /** 0 for the indicator itself. */
  readonly level: number;
}

/** The steps of a tree as a list. A query cannot follow a tree of unknown depth; a list it can. */
export function placeSteps(root: TraceNode): PlacedStep[] {
  const placed: PlacedStep[] = [];
  const visit = (step: TraceNode, parent: number | null, level: number): void => {
    const position = placed.length;
    placed.push({ step, position, parent, level });
    for (const child of step.children) visit(child, position, level + 1);
  };
  visit(root, null, 0);
  return placed;
}

/** Every value a stored result rests on, the parts of values derived here in place of these; each once. */
export function inputsOf({ evidence }: Pick<IndicatorRecord, 'evidence'>): AcceptedObservation[] {
  const found = new Map<string, AcceptedObservation>();
  const visit = (observation: AcceptedObservation): void => {
    for (const part of observation.inputs) visit(part);
    if (observation.inputs.length === 0) found.set(observation.id, observation);
  };
  for (const observation of evidence) visit(observation);
  return [...found.values()];
}

/** What is kept beside a result was counted in it; a provisional one counts what is not accepted yet. */
export function asCounted(observation: AcceptedObservation): AcceptedObservation {
  const { state } = observation;
  return state === 'ACCEPTED' || state === 'LOCKED' ? observation : { ...observation, state: 'ACCEPTED' };
}

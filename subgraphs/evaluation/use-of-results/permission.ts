import { mayAct, mayReach } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Participant } from '../round/participant.ts';
import type { HistorySight } from './grade-history/grade-history.repository.ts';

/** The office, which proposes, and sees what is only proposed. */
export function maySeeProposals(viewer: Viewer): boolean {
  return mayAct(viewer, 'result-action:raise');
}

export function mayDecideActions(viewer: Viewer): boolean {
  return mayAct(viewer, 'result-action:confirm');
}

export function mayReadActions(viewer: Viewer): boolean {
  return mayAct(viewer, 'result-action:read');
}

/** Grades before circulation: the office all of them, a unit its own from the decision on. */
export function historySightOf(viewer: Viewer): HistorySight {
  return mayAct(viewer, 'evaluation:office') ? { kind: 'all' } : { kind: 'circulated', ownUnit: viewer.memberUnit };
}

/** True where the viewer belongs to the participant. */
export function isOwn(viewer: Viewer, { kind, code }: Participant): boolean {
  return kind === 'MEMBER_UNIT' && code === viewer.memberUnit;
}

/** A unit reports its own rectification; for a place without accounts in the hub the office puts its report on record. */
export function mayReportRectification(viewer: Viewer, { kind, code }: Participant): boolean {
  return mayReach(
    viewer,
    'rectification:report',
    kind === 'MEMBER_UNIT'
      ? { memberUnit: code, dataClass: 'internal' }
      : { memberUnit: null, dataClass: 'before-circulation' },
  );
}

export function mayRaiseProblems(viewer: Viewer): boolean {
  return mayAct(viewer, 'policy-problem:raise');
}

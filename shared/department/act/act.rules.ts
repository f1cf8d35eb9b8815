import { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Viewer } from '../../identity/viewer.ts';
import type { Issue } from '../../primitives/issue.ts';
import { err, ok, type Result } from '../../primitives/result.ts';
import { isComment, isJustification } from '../publication/publish.ts';
import { type Step, stepBy, submissionSteps } from '../publication/publication.ts';
import { ACT_LIMIT, type ActCommand, type ActKind, type ActSubject } from './act.ts';
import { type ActFinding, actErrors } from './act.errors.ts';
import { acceptingCapacity, type ActPermissionContext, mayApprove, maySubmit } from './act.permission.ts';

const STATE_NAMES: Readonly<Record<ObservationState, string>> = {
  DRAFT: '草稿',
  SUBMITTED: '待审签',
  APPROVED: '已审签',
  ACCEPTED: '已核收',
  RETURNED: '退回补正',
  WITHDRAWN: '已撤回',
  LOCKED: '已锁定',
};

/** Findings about an act as a whole, before any publication is looked at. */
export function checkCommand({ act, ids, comment, deadline }: ActCommand, today: string): Issue[] {
  const issues: Issue[] = [];
  if (ids.length === 0) issues.push(actErrors.noIds());
  if (ids.length > ACT_LIMIT) issues.push(actErrors.tooMany(ids.length));
  if (act === 'RETURN' && !isJustification(comment)) issues.push(actErrors.reasonMissing());
  if (act !== 'RETURN' && comment !== null && !isComment(comment)) issues.push(actErrors.commentUnfit());
  if (deadline !== null && deadline < today) issues.push(actErrors.deadlinePast(deadline));
  return issues;
}

/** The steps an act makes a publication take, or why it may not. Pure: the same for one and for many. */
export function decideAct(
  command: ActCommand,
  subject: ActSubject,
  viewer: Viewer,
  context: ActPermissionContext,
): Result<readonly Step[], ActFinding> {
  switch (command.act) {
    case 'SUBMIT':
      return decideSubmit(command, subject, viewer, context);
    case 'APPROVE':
      return decideApprove(command, subject, viewer);
    case 'ACCEPT':
      return decideAccept(command, subject, viewer, context);
    case 'RETURN':
      return decideReturn(command, subject, viewer, context);
    case 'RECALL':
      return decideRecall(command, subject, viewer, context);
  }
}

function decideSubmit(
  { comment }: ActCommand,
  subject: ActSubject,
  viewer: Viewer,
  context: ActPermissionContext,
): Result<readonly Step[], ActFinding> {
  const refusal = maySubmit(viewer, subject.memberUnit, context) ?? needs(subject, ['DRAFT', 'RETURNED']);
  return refusal ? err(refusal) : ok(submissionSteps(subject.policy.policy, subject.kind, viewer, comment));
}

function decideApprove(
  { comment }: ActCommand,
  subject: ActSubject,
  viewer: Viewer,
): Result<readonly Step[], ActFinding> {
  const refusal = mayApprove(viewer, subject.memberUnit) ?? needs(subject, ['SUBMITTED']) ?? otherEyes(subject, viewer);
  if (refusal) return err(refusal);
  const isReviewed = currentRound(subject).some(({ capacity }) => capacity === 'REVIEWER');
  const isLast = subject.policy.approvals === 1 || isReviewed;
  const state = isLast ? ObservationState.APPROVED : ObservationState.SUBMITTED;
  return ok([stepBy(viewer, state, isReviewed ? 'HEAD' : 'REVIEWER', comment)]);
}

function decideAccept(
  { comment }: ActCommand,
  subject: ActSubject,
  viewer: Viewer,
  context: ActPermissionContext,
): Result<readonly Step[], ActFinding> {
  const capacity = acceptingCapacity(viewer, subject.memberUnit, context);
  if (!capacity.ok) return err(capacity.error);
  const refusal = needs(subject, ['APPROVED']) ?? otherEyes(subject, viewer);
  return refusal ? err(refusal) : ok([stepBy(viewer, ObservationState.ACCEPTED, capacity.value, comment)]);
}

function decideReturn(
  { comment, reasonCode, deadline }: ActCommand,
  subject: ActSubject,
  viewer: Viewer,
  context: ActPermissionContext,
): Result<readonly Step[], ActFinding> {
  const accepting = acceptingCapacity(viewer, subject.memberUnit, context);
  const isOwnReview = mayApprove(viewer, subject.memberUnit) === null;
  if (!accepting.ok && !isOwnReview) return err(accepting.error);
  const refusal = needs(subject, accepting.ok ? ['APPROVED'] : ['SUBMITTED']);
  if (refusal) return err(refusal);
  const isReviewed = currentRound(subject).some(({ capacity }) => capacity === 'REVIEWER');
  const capacity = accepting.ok ? accepting.value : isReviewed ? 'HEAD' : 'REVIEWER';
  const step = stepBy(viewer, ObservationState.RETURNED, capacity, comment);
  return ok([{ ...step, reasonCode: reasonCode ?? 'OTHER', deadline }]);
}

/** A unit calls back what nobody has accepted yet. */
function decideRecall(
  { comment }: ActCommand,
  subject: ActSubject,
  viewer: Viewer,
  context: ActPermissionContext,
): Result<readonly Step[], ActFinding> {
  const refusal =
    maySubmit(viewer, subject.memberUnit, context) ?? needs(subject, ['DRAFT', 'SUBMITTED', 'APPROVED', 'RETURNED']);
  return refusal ? err(refusal) : ok([stepBy(viewer, ObservationState.WITHDRAWN, 'FILLER', comment)]);
}

function needs({ state }: ActSubject, wanted: readonly `${ObservationState}`[]): ActFinding | null {
  if (wanted.some((candidate) => candidate === state)) return null;
  return actErrors.wrongState(STATE_NAMES[state], wanted.map((name) => STATE_NAMES[name]).join('、'));
}

/** Nobody signs what he filled in or has signed already in this round. */
function otherEyes(subject: ActSubject, viewer: Viewer): ActFinding | null {
  if (subject.events.some(({ actor, capacity }) => actor === viewer.subject && isFiller(capacity)))
    return actErrors.samePerson('填报人');
  return currentRound(subject).some(({ actor }) => actor === viewer.subject) ? actErrors.samePerson('审核人') : null;
}

/** Publications from before capacities were recorded have fillers without one. */
function isFiller(capacity: string | null): boolean {
  return capacity === 'FILLER' || capacity === null;
}

/** What happened since it was last handed up for approval. */
function currentRound({ events }: ActSubject): ActSubject['events'] {
  const start = events.findLastIndex(({ state, capacity }) => state === 'SUBMITTED' && isFiller(capacity));
  return events.slice(start + 1);
}

/** Whose place in the permission table an act takes. */
export const ACTIONS_OF_ACTS = {
  SUBMIT: 'publication:submit',
  RECALL: 'publication:submit',
  APPROVE: 'publication:approve',
  ACCEPT: 'publication:accept',
  RETURN: 'publication:return',
} as const satisfies Readonly<Record<ActKind, string>>;

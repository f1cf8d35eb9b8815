import type { Page, PageRequest } from '../../../shared/graphql/connection.ts';
import { mayAct } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import { isUuid, newId } from '../../../shared/primitives/identifiers.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { type ActSubject, doneEntry, refusedEntry } from '../access-audit/access-audit.ts';
import type { AuditStore } from '../access-audit/access-audit.repository.ts';
import { type Act, permit, permitUnit, reachesAll } from '../act/act.ts';
import { dayInShanghai } from '../../../shared/primitives/calendar-day.ts';
import { grantErrors } from './grant.errors.ts';
import type { GrantStore } from './grant.repository.ts';
import { checkGrantRequest, type GrantRequest, type GrantSurroundings, readerOf } from './grant.rules.ts';
import { type GrantFilter, mergeGrants, type StoredGrant } from './grant.ts';

export interface GrantDependencies extends Pick<GrantSurroundings, 'memberUnits' | 'measures' | 'isSensitive'> {
  readonly store: GrantStore;
  /** What a grant of all measures of a unit comes to; null where nothing has to be left out. */
  readonly grantableOf: (memberUnit: string) => readonly string[] | null;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly clock: Clock;
}

/** Grants (授权): an owner lets others read its figures, for a purpose and a time, and takes it back at once. */
export class GrantService {
  private readonly dependencies: GrantDependencies;

  constructor(dependencies: GrantDependencies) {
    this.dependencies = dependencies;
  }

  /** Grants reading of the figures of the caller's own unit. */
  async create(request: GrantRequest, act: Act): Promise<Result<StoredGrant, Issue[]>> {
    permit(act.viewer, 'grant:manage');
    const { store, clock } = this.dependencies;
    const at = clock.now();
    const ownerUnit = act.viewer.memberUnit;
    const subject = { action: 'grant.create', object: 'grant', detail: detailOf(request, ownerUnit) };
    if (ownerUnit === null) return this.refuse(subject, [grantErrors.unitMissing()], act);
    permitUnit(act.viewer, 'grant:manage', ownerUnit);
    const issues = checkGrantRequest(request, { ...this.dependencies, ownerUnit, today: dayInShanghai(at) });
    const reader = readerOf(request.reader);
    if (issues.length > 0 || reader === null) return this.refuse(subject, issues, act);
    const { measures, purpose, expiresOn } = request;
    const made = { id: newId(), ownerUnit, reader, purpose, expiresOn, createdBy: act.viewer.subject, createdAt: at };
    const grant = { ...made, measures: measures === null ? null : [...new Set(measures)].sort(), revokedAt: null };
    await store.add(grant, doneEntry(act, at, { ...subject, object: `grant:${grant.id}` }));
    return ok(grant);
  }

  /** Takes a grant of the caller's own unit back. */
  async revoke(id: string, act: Act): Promise<Result<StoredGrant, Issue[]>> {
    permit(act.viewer, 'grant:manage');
    const { store, clock } = this.dependencies;
    const at = clock.now();
    const found = isUuid(id) ? await store.find(id) : null;
    // Another unit's grant is as unknown as one that never was.
    const grant = found !== null && found.ownerUnit === act.viewer.memberUnit ? found : null;
    const subject = { action: 'grant.revoke', object: `grant:${id}`, detail: { ownerUnit: act.viewer.memberUnit } };
    if (grant === null) return this.refuse(subject, [grantErrors.grantUnknown()], act);
    const isDone = grant.revokedAt === null && (await store.revoke(id, doneEntry(act, at, subject)));
    return isDone ? ok({ ...grant, revokedAt: at }) : this.refuse(subject, [grantErrors.alreadyRevoked()], act);
  }

  /** Grants the caller's unit gave or was given; all of them for who oversees grants. */
  list(filter: GrantFilter, request: PageRequest, { viewer }: Act): Promise<Page<StoredGrant>> {
    permit(viewer, 'grant:read');
    const { subject, memberUnit } = viewer;
    const scope = { isEverything: reachesAll(viewer, 'grant:read'), subject, memberUnit };
    return this.dependencies.store.page({ filter, scope, at: this.dependencies.clock.now() }, request);
  }

  /** The viewer with what it was granted to read. Who reads no figures at all is granted none. */
  async withGrants(viewer: Viewer): Promise<Viewer> {
    if (!mayAct(viewer, 'observation:read')) return viewer;
    const { store, clock, grantableOf } = this.dependencies;
    const live = await store.liveFor(viewer, clock.now());
    const grants = mergeGrants(
      live.map(({ ownerUnit, measures }) => ({ ownerUnit, measures: measures ?? grantableOf(ownerUnit) })),
    );
    return grants.length === 0 ? viewer : { ...viewer, grants };
  }

  private async refuse(subject: ActSubject, issues: Issue[], act: Act): Promise<Result<never, Issue[]>> {
    await this.dependencies.audit.append([refusedEntry(act, this.dependencies.clock.now(), { ...subject, issues })]);
    return err(issues);
  }
}

function detailOf(request: GrantRequest, ownerUnit: string | null): ActSubject['detail'] {
  const { reader, measures, purpose, expiresOn } = request;
  const named = reader.isPublic ? 'public' : (reader.memberUnit ?? reader.subject);
  return { ownerUnit, reader: named, measures: measures === null ? null : [...measures], purpose, expiresOn };
}

import type { Page, PageRequest } from '../../../shared/graphql/connection.ts';
import type { Role } from '../../../shared/identity/role.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import { isUuid, newId } from '../../../shared/primitives/identifiers.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { type AccessAuditEntry, type ActSubject, doneEntry, refusedEntry } from '../access-audit/access-audit.ts';
import type { AuditStore } from '../access-audit/access-audit.repository.ts';
import { type Act, permit } from '../act/act.ts';
import { dayInShanghai } from '../../../shared/primitives/calendar-day.ts';
import type { Action } from '../../../shared/identity/permission-table.ts';
import { personErrors } from './person.errors.ts';
import type { PersonStore, Refusal } from './person.repository.ts';
import { checkActing, checkMembership, checkRole, checkSuccession, type SuccessionRequest } from './person.rules.ts';
import type { Identity, Person, Term, UnitSuccession } from './person.ts';
import { viewerOn } from './person-viewer.ts';
import { hasSecondFactor, type SignIn, TWO_FACTOR_ROLES } from './second-factor.ts';

export interface PersonDependencies {
  readonly store: PersonStore;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly memberUnits: ReadonlySet<string>;
  /** Words of providers for a sign-in with two factors. */
  readonly trustedAcrs: ReadonlySet<string>;
  readonly clock: Clock;
}

type Outcome = Result<Person, Issue[]>;

const ISSUE_OF: Readonly<Record<Refusal, () => Issue>> = {
  IDENTITY_TAKEN: personErrors.identityTaken,
  OTHER_ADMINISTRATOR: personErrors.administratorsExclude,
  MEMBERSHIP_OVERLAPS: personErrors.membershipOverlaps,
  UNIT_FOLLOWED: () => personErrors.unitFollowed('predecessor', ''),
  NOT_FOUND: personErrors.assignmentUnknown,
};

/** People, the unit they belong to, the roles they hold, and who they therefore are when they sign in. */
export class PersonService {
  private readonly dependencies: PersonDependencies;

  constructor(dependencies: PersonDependencies) {
    this.dependencies = dependencies;
  }

  async create(asked: { readonly name: string; readonly identity: Identity }, act: Act): Promise<Outcome> {
    const { issuer, subject: loginSubject } = asked.identity;
    const id = newId();
    const subject = { action: 'person.create', object: `person:${id}`, detail: { issuer, loginSubject } };
    const texts = { name: asked.name, issuer, loginSubject };
    const fields = ['name', 'issuer', 'loginSubject'] as const;
    const issues = fields.filter((field) => texts[field].trim() === '').map(personErrors.textMissing);
    return this.change(id, { action: 'person:manage', subject, issues, act }, (audit) =>
      this.dependencies.store.add({ ...asked, id, createdAt: audit.at }, audit),
    );
  }

  async createMembership(id: string, asked: Term & { readonly memberUnit: string }, act: Act): Promise<Outcome> {
    const { memberUnit, validFrom, validTo } = asked;
    const subject = this.about('membership.create', id, { memberUnit, validFrom, validTo });
    const person = await this.known(id, 'person:manage', act);
    const unknown = this.dependencies.memberUnits.has(memberUnit)
      ? []
      : [personErrors.unitUnknown('memberUnit', memberUnit)];
    const issues = person === null ? [personErrors.personUnknown()] : [...unknown, ...checkMembership(person, asked)];
    return this.change(id, { action: 'person:manage', subject, issues, act }, (audit) =>
      this.dependencies.store.addMembership(id, asked, audit),
    );
  }

  async endMembership(id: string, asked: { memberUnit: string; endsOn: string | null }, act: Act): Promise<Outcome> {
    const { endsOn, issues } = this.ending(asked.endsOn);
    const subject = this.about('membership.end', id, { memberUnit: asked.memberUnit, endsOn });
    if ((await this.known(id, 'person:manage', act)) === null) issues.push(personErrors.personUnknown());
    const notFound = personErrors.membershipUnknown;
    return this.change(id, { action: 'person:manage', subject, issues, act, notFound }, (audit) =>
      this.dependencies.store.endMembership(id, { memberUnit: asked.memberUnit, endsOn }, audit),
    );
  }

  async createRole(id: string, asked: Term & { readonly role: Role }, act: Act): Promise<Outcome> {
    const { role, validFrom, validTo } = asked;
    const subject = this.about('role.create', id, { role, validFrom, validTo });
    const person = await this.known(id, 'token:manage', act);
    const issues = person === null ? [personErrors.personUnknown()] : checkRole(person, role, asked);
    if (person?.subject === act.viewer.subject) issues.push(personErrors.ownRole());
    return this.change(id, { action: 'token:manage', subject, issues, act }, (audit) =>
      this.dependencies.store.addRole(id, { ...asked, id: newId(), ...recordedBy(audit) }, audit),
    );
  }

  async createActing(
    id: string,
    asked: Term & { readonly memberUnit: string; readonly validTo: string; readonly reason: string },
    act: Act,
  ): Promise<Outcome> {
    const { memberUnit, validFrom, validTo, reason } = asked;
    const subject = this.about('acting.create', id, { memberUnit, validFrom, validTo, reason });
    const person = await this.known(id, 'token:manage', act);
    const issues = person === null ? [personErrors.personUnknown()] : checkActing(person, memberUnit, asked);
    if (reason.trim() === '') issues.push(personErrors.textMissing('reason'));
    if (person?.subject === act.viewer.subject) issues.push(personErrors.ownRole());
    return this.change(id, { action: 'token:manage', subject, issues, act }, (audit) =>
      this.dependencies.store.addActing(id, { ...asked, id: newId(), ...recordedBy(audit) }, audit),
    );
  }

  /** Ends a role or an acting appointment of a person; without a day, at once. */
  async endTerm(
    id: string,
    ended: { readonly kind: 'ROLE' | 'ACTING'; readonly term: string; readonly endsOn: string | null },
    act: Act,
  ): Promise<Outcome> {
    const { endsOn, issues } = this.ending(ended.endsOn);
    const name = ended.kind === 'ROLE' ? 'role.end' : 'acting.end';
    const subject = this.about(name, id, { assignment: ended.term, endsOn });
    const person = await this.known(id, 'token:manage', act);
    const terms = ended.kind === 'ROLE' ? person?.roles : person?.actingAppointments;
    if (terms?.every((term) => term.id !== ended.term) ?? true) issues.push(personErrors.assignmentUnknown());
    const table = ended.kind === 'ROLE' ? 'person_role' : 'acting_appointment';
    return this.change(id, { action: 'token:manage', subject, issues, act }, (audit) =>
      this.dependencies.store.endTerm({ table, id: ended.term, endsOn }, audit),
    );
  }

  /** Records that a unit was merged into another or has a new code: members, tokens and grants go along. */
  async createSuccession(request: SuccessionRequest, act: Act): Promise<Result<UnitSuccession, Issue[]>> {
    permit(act.viewer, 'person:manage');
    const { store, memberUnits, clock, audit } = this.dependencies;
    const at = clock.now();
    const issues = checkSuccession(request, { memberUnits, known: await store.successions() });
    const { predecessor, successor, kind, effectiveOn, reason } = request;
    const detail = { predecessor, successor, kind, effectiveOn, reason };
    const subject = { action: 'unit.succeed', object: `unit:${predecessor}`, detail };
    const made = { ...detail, recordedBy: act.viewer.subject, recordedAt: at };
    const refusal = issues.length > 0 ? null : await store.addSuccession(made, doneEntry(act, at, subject));
    if (refusal !== null) issues.push(personErrors.unitFollowed('predecessor', predecessor));
    if (issues.length === 0) return ok(made);
    await audit.append([refusedEntry(act, at, { ...subject, issues })]);
    return err(issues);
  }

  list(request: PageRequest, { viewer }: Act): Promise<Page<Person>> {
    permit(viewer, 'person:read');
    return this.dependencies.store.page(this.today(), request);
  }

  successions({ viewer }: Act): Promise<UnitSuccession[]> {
    permit(viewer, 'person:read');
    return this.dependencies.store.successions();
  }

  /** Who a person is at an instant, all roles included; null for somebody unknown. */
  async viewerOfPerson(subject: string, at: Date): Promise<Viewer | null> {
    const day = dayInShanghai(at);
    const person = await this.dependencies.store.find({ subject }, day);
    return person && viewerOn(person, day);
  }

  /** Who has just signed in; roles that ask for a second factor are left out where none was shown. */
  async viewerOfSignIn(identity: Identity, signIn: SignIn): Promise<Viewer | null> {
    const day = this.today();
    const person = await this.dependencies.store.find({ identity }, day);
    if (person === null) return null;
    const viewer = viewerOn(person, day);
    if (hasSecondFactor(signIn, this.dependencies.trustedAcrs)) return viewer;
    return { ...viewer, roles: viewer.roles.filter((role) => !TWO_FACTOR_ROLES.includes(role)) };
  }

  private today(): string {
    return dayInShanghai(this.dependencies.clock.now());
  }

  /** The person an act is about, for whom may do it. */
  private async known(id: string, action: Action, act: Act): Promise<Person | null> {
    permit(act.viewer, action);
    return isUuid(id) ? this.dependencies.store.find({ id }, this.today()) : null;
  }

  private about(action: string, id: string, detail: ActSubject['detail']): ActSubject {
    return { action, object: `person:${id}`, detail };
  }

  private ending(asked: string | null): { endsOn: string; issues: Issue[] } {
    const today = this.today();
    return { endsOn: asked ?? today, issues: asked !== null && asked < today ? [personErrors.termEndedBefore()] : [] };
  }

  /** Does what was asked unless something is wrong with it, and keeps the record either way. */
  private async change(
    id: string,
    asked: { action: Action; subject: ActSubject; issues: Issue[]; act: Act; notFound?: () => Issue },
    act: (audit: AccessAuditEntry) => Promise<Refusal | null>,
  ): Promise<Outcome> {
    permit(asked.act.viewer, asked.action);
    const { store, audit, clock } = this.dependencies;
    const at = clock.now();
    const issues = [...asked.issues];
    const refusal = issues.length > 0 ? null : await act(doneEntry(asked.act, at, asked.subject));
    if (refusal === 'NOT_FOUND' && asked.notFound) issues.push(asked.notFound());
    else if (refusal !== null) issues.push(ISSUE_OF[refusal]());
    const person = issues.length === 0 ? await store.find({ id }, this.today()) : null;
    if (person !== null) return ok(person);
    await audit.append([refusedEntry(asked.act, at, { ...asked.subject, issues })]);
    return err(issues);
  }
}

function recordedBy({ actor, at }: AccessAuditEntry): { createdBy: string; createdAt: Date } {
  return { createdBy: actor, createdAt: at };
}

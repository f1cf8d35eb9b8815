import type { DataSource, EntityManager } from 'typeorm';
import type { Page, PageRequest } from '../../../shared/graphql/connection.ts';
import { isRole } from '../../../shared/identity/role.ts';
import type { AccessAuditEntry } from '../access-audit/access-audit.ts';
import { appendToAudit } from '../access-audit/access-audit.repository.ts';
import { afterId, keysetPage } from '../../../shared/graphql/keyset-page.ts';
import { violatedConstraint } from '../act/violated-constraint.ts';
import type { ActingAppointment, Identity, Membership, Person, RoleAssignment, UnitSuccession } from './person.ts';

export interface NewPerson {
  readonly id: string;
  readonly name: string;
  readonly identity: Identity;
  readonly createdAt: Date;
}

/** Who recorded a row and when. */
export interface Recorded {
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** Rules of the database that an act can run into. */
export type Refusal = 'IDENTITY_TAKEN' | 'OTHER_ADMINISTRATOR' | 'MEMBERSHIP_OVERLAPS' | 'UNIT_FOLLOWED' | 'NOT_FOUND';

const REFUSALS: Readonly<Record<string, Refusal>> = {
  person_identity_pkey: 'IDENTITY_TAKEN',
  one_administrator_per_subject: 'OTHER_ADMINISTRATOR',
  one_membership_at_a_time: 'MEMBERSHIP_OVERLAPS',
  member_unit_membership_pkey: 'MEMBERSHIP_OVERLAPS',
  member_unit_succession_pkey: 'UNIT_FOLLOWED',
};

/** Changes to people. Each is one transaction with its record; null means it was done. */
export interface PersonStore {
  add(person: NewPerson, audit: AccessAuditEntry): Promise<Refusal | null>;
  addMembership(person: string, membership: Membership, audit: AccessAuditEntry): Promise<Refusal | null>;
  endMembership(
    person: string,
    ended: { readonly memberUnit: string; readonly endsOn: string },
    audit: AccessAuditEntry,
  ): Promise<Refusal | null>;
  addRole(person: string, role: RoleAssignment & Recorded, audit: AccessAuditEntry): Promise<Refusal | null>;
  addActing(person: string, acting: ActingAppointment & Recorded, audit: AccessAuditEntry): Promise<Refusal | null>;
  /** Ends a role or an acting appointment by its id. */
  endTerm(ended: EndedTerm, audit: AccessAuditEntry): Promise<Refusal | null>;
  addSuccession(succession: UnitSuccession, audit: AccessAuditEntry): Promise<Refusal | null>;
  successions(): Promise<UnitSuccession[]>;
  /** The person by id, subject or identity; memberships and acting carry the unit that stands on `day`. */
  find(key: PersonKey, day: string): Promise<Person | null>;
  /** Newest first. */
  page(day: string, request: PageRequest): Promise<Page<Person>>;
}

export interface EndedTerm {
  readonly table: 'person_role' | 'acting_appointment';
  readonly id: string;
  readonly endsOn: string;
}

export type PersonKey = { readonly id: string } | { readonly subject: string } | { readonly identity: Identity };

export function createPersonRepository(dataSource: DataSource): PersonStore {
  const act = (audit: AccessAuditEntry, change: (manager: EntityManager) => Promise<boolean>) =>
    recorded(dataSource, audit, change);
  return {
    add: ({ id, name, identity, createdAt }, audit) =>
      act(audit, async (manager) => {
        await manager.query('insert into person (id, name, created_at) values ($1, $2, $3)', [id, name, createdAt]);
        await manager.query(
          'insert into person_identity (issuer, subject, person_id, created_at) values ($1, $2, $3, $4)',
          [identity.issuer, identity.subject, id, createdAt],
        );
        return true;
      }),

    addMembership: (person, { memberUnit, validFrom, validTo }, audit) =>
      act(audit, async (manager) => {
        await manager.query(
          'insert into member_unit_membership (person_id, member_unit, valid_from, valid_to) values ($1, $2, $3, $4)',
          [person, memberUnit, validFrom, validTo],
        );
        return true;
      }),

    endMembership: (person, { memberUnit, endsOn }, audit) =>
      act(audit, (manager) =>
        changesOne(
          manager,
          `update member_unit_membership set valid_to = greatest($3::date, valid_from)
           where person_id = $1 and unit_at(member_unit, $3::date) = $2
             and (valid_to is null or valid_to > greatest($3::date, valid_from))`,
          [person, memberUnit, endsOn],
        ),
      ),

    addRole: (person, { id, role, validFrom, validTo, createdBy, createdAt }, audit) =>
      act(audit, async (manager) => {
        await manager.query(
          `insert into person_role (id, person_id, role, valid_from, valid_to, created_by, created_at)
           values ($1, $2, $3, $4, $5, $6, $7)`,
          [id, person, role, validFrom, validTo, createdBy, createdAt],
        );
        return true;
      }),

    addActing: (person, { id, memberUnit, validFrom, validTo, reason, createdBy, createdAt }, audit) =>
      act(audit, async (manager) => {
        await manager.query(
          `insert into acting_appointment (id, person_id, member_unit, valid_from, valid_to, reason, created_by, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [id, person, memberUnit, validFrom, validTo, reason, createdBy, createdAt],
        );
        return true;
      }),

    endTerm: ({ table, id, endsOn }, audit) =>
      act(audit, (manager) =>
        changesOne(
          manager,
          // What has not begun yet never holds.
          `update ${table} set valid_to = greatest($2::date, valid_from)
           where id = $1 and (valid_to is null or valid_to > greatest($2::date, valid_from))`,
          [id, endsOn],
        ),
      ),

    addSuccession: (succession, audit) =>
      act(audit, async (manager) => {
        const { predecessor, successor, kind, effectiveOn, reason, recordedBy, recordedAt } = succession;
        await manager.query(
          `insert into member_unit_succession
             (predecessor, successor, kind, effective_on, reason, recorded_by, recorded_at)
           values ($1, $2, $3, $4, $5, $6, $7)`,
          [predecessor, successor, kind, effectiveOn, reason, recordedBy, recordedAt],
        );
        return true;
      }),

    successions: () =>
      dataSource.query(
        `select predecessor, successor, kind, effective_on as "effectiveOn", reason,
           recorded_by as "recordedBy", recorded_at as "recordedAt"
         from member_unit_succession order by effective_on, predecessor`,
      ),

    async find(key, day) {
      const [where, values] = conditionOf(key);
      const rows: PersonRow[] = await dataSource.query(`${SELECT_PERSON} where ${where}`, [day, ...values]);
      return rows[0] ? toPerson(rows[0]) : null;
    },

    async page(day, request) {
      const rows: PersonRow[] = await dataSource.query(
        `${SELECT_PERSON} where ($2::uuid is null or person.id < $2) order by person.id desc limit $3`,
        [day, afterId(request), request.first + 1],
      );
      return keysetPage(rows.map(toPerson), request, {
        positionOf: ({ id }) => id,
        count: async () => {
          const [row]: { count: number }[] = await dataSource.query('select count(*)::integer as count from person');
          return row?.count ?? 0;
        },
      });
    },
  };
}

async function recorded(
  dataSource: DataSource,
  audit: AccessAuditEntry,
  change: (manager: EntityManager) => Promise<boolean>,
): Promise<Refusal | null> {
  try {
    return await dataSource.transaction(async (manager) => {
      if (!(await change(manager))) return 'NOT_FOUND';
      await appendToAudit(manager, [audit]);
      return null;
    });
  } catch (error) {
    const refusal = REFUSALS[violatedConstraint(error) ?? ''];
    if (refusal === undefined) throw error;
    return refusal;
  }
}

async function changesOne(manager: EntityManager, sql: string, values: readonly unknown[]): Promise<boolean> {
  const [, changed]: [unknown, number] = await manager.query(sql, [...values]);
  return changed > 0;
}

function conditionOf(key: PersonKey): [string, readonly unknown[]] {
  if ('id' in key) return ['person.id = $2', [key.id]];
  if ('subject' in key) return ['person.subject = $2', [key.subject]];
  const { issuer, subject } = key.identity;
  return ['person.id = (select person_id from person_identity where issuer = $2 and subject = $3)', [issuer, subject]];
}

/** $1 is the day whose units are shown. */
const SELECT_PERSON = `
select person.id, person.subject, person.name,
  (select coalesce(jsonb_agg(jsonb_build_object('issuer', i.issuer, 'subject', i.subject) order by i.created_at), '[]')
   from person_identity i where i.person_id = person.id) as identities,
  (select coalesce(jsonb_agg(jsonb_build_object('memberUnit', unit_at(m.member_unit, $1::date),
     'validFrom', m.valid_from, 'validTo', m.valid_to) order by m.valid_from), '[]')
   from member_unit_membership m where m.person_id = person.id) as memberships,
  (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'role', r.role,
     'validFrom', r.valid_from, 'validTo', r.valid_to) order by r.valid_from, r.id), '[]')
   from person_role r where r.person_id = person.id) as roles,
  (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'memberUnit', unit_at(a.member_unit, $1::date),
     'validFrom', a.valid_from, 'validTo', a.valid_to, 'reason', a.reason) order by a.valid_from, a.id), '[]')
   from acting_appointment a where a.person_id = person.id) as "actingAppointments"
from person`;

interface PersonRow extends Omit<Person, 'roles'> {
  readonly roles: readonly (Omit<RoleAssignment, 'role'> & { readonly role: string })[];
}

function toPerson(row: PersonRow): Person {
  const roles = row.roles.flatMap(({ role, ...term }) => (isRole(role) ? [{ ...term, role }] : []));
  return { ...row, roles };
}

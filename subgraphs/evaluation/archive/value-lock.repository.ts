import type { EntityManager } from 'typeorm';
import type { ArchiveWait, GivenReceipt, ValueLock } from './archive.ts';
import type { LockOccasion } from './lock-job.repository.ts';

/** One department's lock of one subject's values on one occasion. */
export interface LockKey {
  readonly round: string;
  readonly subject: string;
  readonly year: number;
  readonly department: string;
  readonly occasion: LockOccasion;
  /** Empty for the values of all units. */
  readonly memberUnit: string;
}

/** Writes down what is to be locked; what is there already stays. */
export async function openLocks(manager: EntityManager, keys: readonly LockKey[]): Promise<void> {
  await manager.query(
    `insert into value_lock (round, subject, year, department, occasion, member_unit)
     select * from unnest($1::text[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[]) on conflict do nothing`,
    [
      keys.map(({ round }) => round),
      keys.map(({ subject }) => subject),
      keys.map(({ year }) => year),
      keys.map(({ department }) => department),
      keys.map(({ occasion }) => occasion),
      keys.map(({ memberUnit }) => memberUnit),
    ],
  );
}

const WHERE = 'round = $1 and subject = $2 and department = $3 and occasion = $4 and member_unit = $5';

/** Notes that a department could not be asked, or refused. */
export async function noteLockFault(manager: EntityManager, key: LockKey, fault: string): Promise<void> {
  const { round, subject, department, occasion, memberUnit } = key;
  await manager.query(
    `update value_lock set attempts = attempts + 1, last_fault = $6, last_tried_at = clock_timestamp() where ${WHERE}`,
    [round, subject, department, occasion, memberUnit, fault],
  );
}

/** Keeps what a department attests; a later receipt takes the place of an earlier one, it attests all that is locked. */
export async function recordLockReceipt(
  manager: EntityManager,
  { round, subject, department, occasion, memberUnit }: LockKey,
  receipt: GivenReceipt & { readonly position: string },
): Promise<void> {
  await manager.query(
    `update value_lock set attempts = attempts + 1, last_fault = null, last_tried_at = clock_timestamp(),
       receipt_hash = $6, receipt_content = $7, receipt_signature = $8, receipt_signed_by = $9, receipt_public_key = $10,
       position = $11, received_at = clock_timestamp()
     where ${WHERE}`,
    [
      ...[round, subject, department, occasion, memberUnit],
      ...[receipt.hash, receipt.content, receipt.signature, receipt.signedBy, receipt.publicKey, receipt.position],
    ],
  );
}

/** Departments that have not locked everything of a round that is being sealed, in the order of their names. */
export async function lockWaits(manager: EntityManager, round: string): Promise<ArchiveWait[]> {
  const rows: { department: string; subjects: number; attempts: number; fault: string | null; tried: Date | null }[] =
    await manager.query(
      `select department, count(*)::int as subjects, max(attempts) as attempts,
         (array_agg(last_fault order by last_tried_at desc nulls last))[1] as fault, max(last_tried_at) as tried
       from value_lock where round = $1 and occasion = 'ARCHIVE' and received_at is null
       group by department order by department`,
      [round],
    );
  return rows.map(({ department, subjects, attempts, fault, tried }) => {
    return { department, subjectCount: subjects, attempts, lastFault: fault, lastTriedAt: tried };
  });
}

/** Subjects that some department has not locked, each with those departments. */
export async function openSubjects(
  manager: EntityManager,
  round: string,
): Promise<{ readonly subject: string; readonly year: number; readonly departments: readonly string[] }[]> {
  return manager.query(
    `select subject, year, array_agg(department order by department) as departments
     from value_lock where round = $1 and occasion = 'ARCHIVE' and received_at is null group by subject, year order by subject`,
    [round],
  );
}

/** Which receipts of the sealing of a round are meant; from the one after `after`. */
export interface LockPage {
  readonly after: { readonly subject: string; readonly department: string } | null;
  readonly limit: number;
}

interface LockRow {
  readonly subject: string;
  readonly department: string;
  readonly receipt_hash: string;
  readonly receipt_content: string;
  readonly receipt_signature: string;
  readonly receipt_signed_by: string;
  readonly receipt_public_key: string;
  readonly position: string;
  readonly received_at: Date;
}

/** Receipts of the sealing of a round, by subject and department. */
export async function listValueLocks(
  manager: EntityManager,
  round: string,
  { after, limit }: LockPage,
): Promise<ValueLock[]> {
  const rows: LockRow[] = await manager.query(
    `select subject, department, receipt_hash, receipt_content, receipt_signature, receipt_signed_by, receipt_public_key,
       position::text as position, received_at
     from value_lock where round = $1 and occasion = 'ARCHIVE' and received_at is not null
       and ($2::text is null or (subject collate "C", department collate "C") > ($2, $3))
     order by subject collate "C", department collate "C" limit $4`,
    [round, after?.subject ?? null, after?.department ?? null, limit],
  );
  return rows.map(toLock);
}

export async function countValueLocks(manager: EntityManager, round: string): Promise<number> {
  const rows: { count: number }[] = await manager.query(
    `select count(*)::int as count from value_lock where round = $1 and occasion = 'ARCHIVE' and received_at is not null`,
    [round],
  );
  return rows[0]?.count ?? 0;
}

/** A lock whose values are not what the input store has. */
export interface LockDisagreement {
  readonly subject: string;
  readonly year: number;
  readonly department: string;
  /** True where the department's feed has not been followed as far as its receipt reaches. */
  readonly isBehind: boolean;
}

/** The line of a locked value, as the department hashes it. */
const STORED = `
  select i.subject, i.department, encode(sha256(convert_to('[' || array_to_string(array[
    to_json(i.subject)::text, to_json(i.period)::text, to_json(i.measure)::text, to_json(i.dimensions)::text,
    to_json(i.value)::text, to_json(i.state)::text, i.revision::text, to_json(i.member_unit)::text], ',') || ']', 'UTF8')), 'hex') as hash
  from value_lock l
  join input_observation i on i.subject = l.subject and i.period_year = l.year and i.department = l.department
    and i.known_to is null and i.state = 'LOCKED'
  where l.round = $1 and l.occasion = 'ARCHIVE'`;

/** Where what departments attest to have locked is not, value for value, what the input store holds as locked. */
export async function findLockDisagreements(manager: EntityManager, round: string): Promise<LockDisagreement[]> {
  return manager.query(
    `with line as (${STORED}), state as (
       select subject, department,
         encode(sha256(convert_to(string_agg(hash, '' order by hash collate "C"), 'UTF8')), 'hex') as state_hash
       from line group by subject, department
     )
     select l.subject, l.year, l.department, coalesce(c.position, 0) < l.position as "isBehind"
     from value_lock l
     left join state s on s.subject = l.subject and s.department = l.department
     left join feed_cursor c on c.department = l.department
     where l.round = $1 and l.occasion = 'ARCHIVE'
       and (coalesce(c.position, 0) < l.position
         or coalesce(s.state_hash, encode(sha256(''), 'hex')) <> (l.receipt_content::jsonb ->> 'stateHash'))
     order by l.subject, l.department`,
    [round],
  );
}

function toLock(row: LockRow): ValueLock {
  return {
    subject: row.subject,
    department: row.department,
    receipt: {
      hash: row.receipt_hash,
      content: row.receipt_content,
      signature: row.receipt_signature,
      signedBy: row.receipt_signed_by,
      publicKey: row.receipt_public_key,
    },
    position: row.position,
    receivedAt: row.received_at,
  };
}

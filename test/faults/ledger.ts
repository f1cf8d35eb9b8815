import pg from 'pg';
import { FeedReplay, type FeedEntry } from '../../shared/department/change-feed/feed-state.ts';
import { findChainFault, type ReceiptSigner } from '../../shared/department/receipt/receipt.ts';
import { type ReceiptRow, toReceipt } from '../../shared/department/receipt/receipt.repository.ts';

/** Runs a statement in a department's database. */
export type Ask = <Row extends object>(sql: string) => Promise<Row[]>;

/** Asks a department's database in a connection of its own for every statement: any server may have been killed before. */
export function asking(url: string, schema: string): Ask {
  return async <Row extends object>(sql: string): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: url, options: `-c search_path=${schema}` });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };
}

/** What a department says its record comes to. */
export interface ToldState {
  readonly position: string;
  readonly cells: number;
  readonly stateHash: string;
}

/** Everything that must be empty in the database of a department at rest, whatever was done to it before. */
const MUST_BE_EMPTY: Readonly<Record<string, string>> = {
  'a publication with other rows than it says': `
    with held as (select publication_id, count(*) as rows from observation where not is_derived group by publication_id)
    select p.id::text from publication p left join held on held.publication_id = p.id
    where p.kind <> 'WITHDRAWAL' and p.row_count <> coalesce(held.rows, 0)`,
  'values without their publication': `
    select o.id::text from observation o left join publication p on p.id = o.publication_id where p.id is null`,
  'a publication without its key, or a key without its answer': `
    select coalesce(p.id::text, i.key) from publication p full join idempotency i on i.publication_id = p.id
    where p.id is null or i.key is null or i.response is null`,
  'a publication whose state is not its last event': `
    select p.id::text from publication p left join publication_state s on s.publication_id = p.id
    where s.publication_id is null or (s.state, s.event_count) <> (select e.state, e.ordinal + 1 from publication_event e
      where e.publication_id = p.id order by e.ordinal desc limit 1)`,
  'a publication without a receipt of its state': `
    select s.publication_id::text from publication_state s where s.state not in (
      select r.content::jsonb ->> 'state' from receipt r where r.publication_id = s.publication_id)`,
  'a receipt without its record in the audit': `
    select r.hash from receipt r where not exists (select 1 from audit a where a.after_hash = r.hash)`,
  'an accepted value told to the feed not at all or twice': `
    with told as (select observation_id, count(*) as times from change where state = 'ACCEPTED' group by observation_id)
    select o.id::text from observation o join publication_state s on s.publication_id = o.publication_id
    left join told on told.observation_id = o.id where s.state in ('ACCEPTED', 'LOCKED') and told.times is distinct from 1`,
  'revisions of a cell that are not 1, 2, 3, …': `
    select subject || ' ' || period || ' ' || measure from observation group by subject, period, measure, dimensions
    having count(*) <> max(revision) or count(distinct revision) <> max(revision)`,
  'a gap in the feed, or a head that is not its end': `
    select h.position::text from feed_head h cross join (select count(*) as count, coalesce(max(position), 0) as last from change) c
    where h.position <> c.last or c.count <> c.last`,
  'a value that counts but is not the last accepted one': `
    with last as (select o.subject, o.period, o.measure, o.dimensions, max(o.revision) as revision
      from observation o join publication_state s on s.publication_id = o.publication_id where s.state in ('ACCEPTED', 'LOCKED')
      group by o.subject, o.period, o.measure, o.dimensions)
    select c.observation_id::text from current_observation c join last using (subject, period, measure, dimensions)
    where c.revision <> last.revision`,
};

/** Everything in a department's database that does not fit together; nothing when all is well. */
export async function ledgerFaults(ask: Ask, signer: ReceiptSigner, told: ToldState): Promise<string[]> {
  const faults: string[] = [];
  for (const [what, sql] of Object.entries(MUST_BE_EMPTY)) {
    const rows = await ask<Record<string, string>>(`${sql} limit 20`);
    if (rows.length > 0) faults.push(`${what}: ${rows.map((row) => Object.values(row)[0]).join(' ')}`);
  }
  return [...faults, ...(await chainFaults(ask, signer)), ...(await replayFaults(ask, told))];
}

async function chainFaults(ask: Ask, signer: ReceiptSigner): Promise<string[]> {
  const receipts = (await ask<ReceiptRow>('select * from receipt order by member_unit, sequence')).map(toReceipt);
  const units = [...new Set(receipts.map(({ memberUnit }) => memberUnit))];
  return units.flatMap((unit) => {
    const fault = findChainFault(
      receipts.filter(({ memberUnit }) => memberUnit === unit),
      signer,
    );
    return fault === null ? [] : [`chain of ${unit}: ${JSON.stringify(fault)}`];
  });
}

const FEED = `
select c.observation_id as "observationId", c.subject, c.period, c.measure, c.dimensions, c.state, o.revision,
  o.member_unit as "memberUnit", coalesce(trim_scale(o.value_number)::text, o.value_text) as value, c.position
from change c join observation o on o.period_year = c.period_year and o.id = c.observation_id`;

/** Follows the feed from zero and holds what it comes to against what the department says. */
async function replayFaults(ask: Ask, told: ToldState): Promise<string[]> {
  const replay = new FeedReplay();
  let after = 0;
  for (;;) {
    const page = await ask<FeedEntry & { position: string }>(
      `${FEED} where c.position > ${after} order by c.position limit 50000`,
    );
    for (const entry of page) replay.apply(entry);
    const last = page.at(-1);
    if (last === undefined) break;
    after = Number(last.position);
  }
  const replayed = { position: String(after), ...replay.state() };
  const isSame = (['position', 'cells', 'stateHash'] as const).every((name) => replayed[name] === told[name]);
  return isSame ? [] : [`replayed: ${JSON.stringify(replayed)}, told: ${JSON.stringify(told)}`];
}

import type { DataSource } from 'typeorm';

/** What was let through, by the name of whom it counts for. */
export type Spends = Readonly<Record<string, number>>;

export interface SpendReport {
  readonly gateway: string;
  /** What this gateway has heard already; null the first time. */
  readonly after: number | null;
  readonly spent: Spends;
}

export interface SpendNews {
  readonly head: number;
  readonly spent: Spends;
}

export interface SpendStore {
  /** Takes in what one gateway tells, and answers what the others told since. */
  exchange(report: SpendReport): Promise<SpendNews>;
}

/** Older than this it has been made good by waiting, and is no news. */
const NEWS_SECONDS = 2;
/** How many times as long it is kept, for gateways whose questions take long. */
const KEPT_TIMES = 5;
const MOST_NAMES = 1_000;

/**
 * One statement. Who has something to tell holds the lock to the end of it, so numbers appear in their order and nobody
 * passes one over. After a crash the table is empty and its numbers begin anew: a place beyond them is none.
 */
const EXCHANGE = `
with locked as materialized (
  select pg_advisory_xact_lock(hashtext('gateway_spend')) where $3::jsonb <> '{}'
), told as (
  insert into gateway_spend (gateway, at, spent) select $1, clock_timestamp(), $3::jsonb from locked
), forgotten as (
  delete from gateway_spend using locked where at < clock_timestamp() - make_interval(secs => ${KEPT_TIMES} * $4::float8)
), known as (
  select max(seq) as head from gateway_spend
), since as (
  select case when $2::bigint > head then 0 else coalesce($2::bigint, head) end as seq from known
), news as (
  select each.key as name, sum(each.value::integer)::integer as count
  from gateway_spend s cross join jsonb_each_text(s.spent) as each
  where s.seq > (select seq from since) and s.gateway <> $1 and s.at > clock_timestamp() - make_interval(secs => $4::float8)
  group by each.key order by count desc limit ${MOST_NAMES}
)
select coalesce((select head from known), $2::bigint, 0)::float8 as head,
  coalesce((select jsonb_object_agg(name, count) from news), '{}') as spent`;

export function createSpendRepository(dataSource: DataSource, newsSeconds = NEWS_SECONDS): SpendStore {
  return {
    async exchange({ gateway, after, spent }) {
      const [news]: SpendNews[] = await dataSource.query(EXCHANGE, [
        gateway,
        after,
        JSON.stringify(spent),
        newsSeconds,
      ]);
      if (!news) throw new Error('the exchange of rates answered nothing');
      return news;
    },
  };
}

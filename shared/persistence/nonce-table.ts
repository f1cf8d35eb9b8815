import pg from 'pg';
import type { Logger } from '../observability/logger.ts';

/** What became of a nonce, as the structure `hop_nonce` says it; a nonce it says nothing of was taken before. */
type NonceState = 'CLAIMED' | 'TOO_OLD';

/** The nonces of a service in its own database. */
interface DatabaseNonceTable {
  /** Takes those nobody has taken; `signedAt` in milliseconds since the epoch. */
  claim(nonces: readonly string[], signedAt: readonly number[]): Promise<ReadonlyMap<string, NonceState>>;
  close(): Promise<void>;
}

/** How often somebody looks whether a part can be emptied; a part lasts ten minutes. */
const TURN_MS = 120_000;
/** Whoever waits for a call waits for this first. */
const STATEMENT_MS = 2_000;

const CLAIM = {
  name: 'claim-hop-nonces',
  text: `select claimed, state from claim_hop_nonces($1::text[],
    array(select timestamptz 'epoch' + ms * interval '1 millisecond' from unnest($2::float8[]) with ordinality as t (ms, place) order by place))`,
};

/**
 * On connections of its own: a call must not wait for a place behind the statements of those that were let in before.
 * Opens at once and connects when first asked, so that a service starts without its database as it did before.
 */
export function openNonceTable(options: {
  readonly service: string;
  readonly url: string;
  readonly log: Logger;
}): DatabaseNonceTable {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: `${options.service} nonces`,
    options: `-c search_path=${options.service} -c statement_timeout=${STATEMENT_MS} -c lock_timeout=${STATEMENT_MS}`,
    connectionTimeoutMillis: STATEMENT_MS,
    // A connection for each statement that may be on its way.
    max: 2,
    keepAlive: true,
  });
  pool.on('error', (err) => options.log.warn({ err }, 'connection for nonces lost'));
  const turn = (): void => {
    pool
      .query('select turn_hop_nonces()')
      .catch((err: unknown) => options.log.warn({ err }, 'old nonces were not forgotten'));
  };
  turn();
  const timer = setInterval(turn, TURN_MS);
  timer.unref();
  return {
    async claim(nonces, signedAt) {
      const { rows } = await pool.query<{ claimed: string; state: NonceState }>({
        ...CLAIM,
        values: [nonces, signedAt],
      });
      return new Map(rows.map(({ claimed, state }) => [claimed, state]));
    },
    async close() {
      clearInterval(timer);
      await pool.end();
    },
  };
}

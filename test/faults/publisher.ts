import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '../../shared/primitives/identifiers.ts';
import type { HubTopology } from './hub-topology.ts';

const PUBLISH = `mutation ($input: PublishHrssObservationsInput!) {
  publishHrssObservations(input: $input) { publication { id rowCount } receipt { sequence hash } errors { code row } }
}`;

const MEASURE = 'migrants-served';
/** The cells that every batch writes anew: a value lost or twice shows in their revisions. */
const PERIODS = [2016, 2017, 2018, 2019, 2020, 2021].flatMap((year) =>
  [1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`),
);

/** A batch that was acknowledged, with its receipt. */
export interface Acknowledged {
  readonly key: string;
  readonly value: number;
  readonly publicationId: string;
  readonly sequence: number;
  readonly hash: string;
}

/** Clients of a unit that send batches and do not give up: the same key again until there is a receipt. */
export class Publisher {
  readonly acknowledged: Acknowledged[] = [];
  /** Attempts without an acknowledgement. */
  unanswered = 0;
  /** Answers that are not what a fault may look like. */
  readonly wrong: string[] = [];

  private values = 0;

  constructor(private readonly topology: HubTopology) {}

  /** Never twice the same: what changes nothing makes no revision. */
  nextValue(): number {
    this.values += 1;
    return this.values;
  }

  /** Sends so many batches, some at the same time. */
  async publish(count: number, clients: number): Promise<void> {
    let left = count;
    const client = async () => {
      while (left > 0) {
        left -= 1;
        await this.publishOne();
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
  }

  private publishOne(): Promise<string> {
    return this.resend(newId(), this.nextValue());
  }

  /** The same key again until there is a receipt. */
  async resend(key: string, value: number): Promise<string> {
    for (;;) {
      const receipt = await this.send(key, value);
      if (receipt) {
        this.acknowledged.push(receipt);
        return receipt.hash;
      }
      this.unanswered += 1;
      await delay(100);
    }
  }

  /** One attempt; null when it is not known what became of it. */
  async send(key: string, value: number, signal?: AbortSignal): Promise<Acknowledged | null> {
    const observations = PERIODS.map((period) => ({
      subject: '110106',
      measure: MEASURE,
      period,
      value: String(value),
    }));
    const answer = await this.topology
      .ask('hrss', PUBLISH, { input: { idempotencyKey: key, observations } }, signal)
      .catch(() => null);
    if (answer === null) return null;
    const { publication, receipt, errors } = answer.body.data?.publishHrssObservations ?? {};
    if (publication && receipt) {
      if (publication.rowCount !== PERIODS.length || errors.length > 0) this.wrong.push(JSON.stringify(answer.body));
      return { key, value, publicationId: publication.id, sequence: receipt.sequence, hash: receipt.hash };
    }
    const codes: string[] = (answer.body.errors ?? []).map(
      ({ extensions }: { extensions: { code: string } }) => extensions.code,
    );
    const isFault = codes.length > 0 && codes.every((code) => FAULT_CODES.has(code));
    if (!isFault) this.wrong.push(`${answer.status} ${JSON.stringify(answer.body)}`);
    return null;
  }
}

/** What an honest fault may be called. */
const FAULT_CODES = new Set(['SUBGRAPH_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED', 'OVERLOADED']);

interface Cell {
  readonly period: string;
  readonly count: number;
  readonly distinct: number;
  readonly highest: number;
}

/** Everything that does not fit between what was acknowledged and what is stored; nothing when all is well. */
export async function reconcile(topology: HubTopology, { acknowledged, wrong }: Publisher): Promise<string[]> {
  const faults = [...wrong];
  const stored = await topology.rows<{ id: string; key: string; sequence: string; hash: string; rows: number }>(`
    select p.id, i.key, r.sequence, r.hash,
      (select count(*)::int from observation o where o.publication_id = p.id and not o.is_derived) as rows
    from publication p left join idempotency i on i.publication_id = p.id left join receipt r on r.publication_id = p.id
    where p.channel = 'MUTATION'`);
  const byKey = new Map(stored.map((row) => [row.key, row]));
  for (const { key, publicationId, sequence, hash } of acknowledged) {
    const row = byKey.get(key);
    if (!row) faults.push(`acknowledged and lost: ${key}`);
    else if (!publicationId.includes(row.id) || Number(row.sequence) !== sequence || row.hash !== hash)
      faults.push(`another receipt than acknowledged: ${key}`);
    else if (row.rows !== PERIODS.length) faults.push(`${row.rows} rows of ${PERIODS.length}: ${key}`);
  }
  if (stored.length !== acknowledged.length)
    faults.push(`${stored.length} stored, ${acknowledged.length} acknowledged`);
  faults.push(...(await cellFaults(topology, acknowledged.length)));
  faults.push(...(await topology.ledgerFaults()));
  return faults;
}

/** Every batch must be one revision of each cell, and the last one the value that counts. */
async function cellFaults(topology: HubTopology, batches: number): Promise<string[]> {
  const cells = await topology.rows<Cell>(`
    select period, count(*)::int as count, count(distinct revision)::int as distinct, max(revision) as highest
    from observation where measure = '${MEASURE}' group by period`);
  const faults = cells
    .filter((cell) => cell.count !== batches || cell.distinct !== batches || cell.highest !== batches)
    .map((cell) => `revisions of ${cell.period}: ${JSON.stringify(cell)}, ${batches} batches`);
  const stale = await topology.rows<{ period: string }>(`
    select c.period from current_observation c where c.measure = '${MEASURE}'
    and c.revision <> (select max(o.revision) from observation o where o.measure = c.measure and o.period = c.period)`);
  if (cells.length !== PERIODS.length) faults.push(`${cells.length} cells of ${PERIODS.length}`);
  return [...faults, ...stale.map(({ period }) => `not the last value counts: ${period}`)];
}

const RECEIVED = `{ subject(code: "110106") { observations(filter: { measures: ["${MEASURE}"] }, first: 500) {
  edges { node { period { code } value revision } } } } }`;

/** The values that count, as the department has them. */
export async function valuesOfDepartment(topology: HubTopology): Promise<string[]> {
  const rows = await topology.rows<{ period: string; value: string; revision: number }>(`
    select c.period, o.value_number::text as value, c.revision from current_observation c
    join observation o on o.id = c.observation_id and o.period_year = c.period_year where c.measure = '${MEASURE}'`);
  return rows.map(({ period, value, revision }) => `${period} ${Number(value)} #${revision}`).sort();
}

/** The same as the evaluation has them, over the change feed. */
export async function valuesOfEvaluation(topology: HubTopology): Promise<string[]> {
  const { body } = await topology.ask('lead', RECEIVED);
  const edges: { node: { period: { code: string }; value: string; revision: number } }[] =
    body.data?.subject?.observations?.edges ?? [];
  return edges.map(({ node }) => `${node.period.code} ${Number(node.value)} #${node.revision}`).sort();
}

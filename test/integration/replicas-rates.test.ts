import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogger } from '../../shared/observability/logger.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { openHubDatabase } from '../../subgraphs/hub/database.ts';
import { createSpendRepository, type SpendStore } from '../../subgraphs/hub/gateway-spend/gateway-spend.repository.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

/** Two replicas of the hub on one database, between which gateways are sent to and fro. */
let database: TestDatabase;
let sources: DataSource[];
let stores: SpendStore[];

beforeAll(async () => {
  database = await createServiceDatabase('hub');
  const log = createLogger('hub', 'silent');
  sources = await Promise.all([1, 2].map(() => openHubDatabase(database.appUrl, log)));
  stores = sources.map((source) => createSpendRepository(source));
});
afterAll(async () => {
  await Promise.all(sources.map((source) => source.destroy()));
  await database.drop();
});

/** A gateway that adds up what it hears of the others. */
class Gateway {
  after: number | null = null;
  heard = 0;
  private turn = 0;

  constructor(
    readonly gateway: string,
    private readonly hub: readonly SpendStore[] = stores,
  ) {}

  async tell(count: number): Promise<void> {
    this.turn += 1;
    const store = this.hub[this.turn % this.hub.length];
    const spent: Record<string, number> = count > 0 ? { 'client:x': count } : {};
    const news = await store?.exchange({ gateway: this.gateway, after: this.after, spent });
    this.after = news?.head ?? null;
    this.heard += news?.spent['client:x'] ?? 0;
  }
}

it('every gateway hears of every request of the others once, whichever replica it asks and however they meet', async () => {
  // On a machine with much to do a question may take long; what is told here stays news for a minute.
  const patient = sources.map((source) => createSpendRepository(source, 60));
  const gateways = ['a', 'b', 'c'].map((name) => new Gateway(name, patient));
  for (const gateway of gateways) await gateway.tell(0);
  await Promise.all(
    gateways.map(async (gateway, index) => {
      for (let round = 0; round < 25; round += 1) await gateway.tell(index + 1);
    }),
  );
  for (const gateway of gateways) await gateway.tell(0);
  expect(gateways.map(({ heard }) => heard)).toEqual([25 * 5, 25 * 4, 25 * 3]);
});

it('who begins hears of nothing before, and who was away for long of nothing that waiting has made good', async () => {
  const [one, late] = [new Gateway('one'), new Gateway('late')];
  await one.tell(7);
  await late.tell(0);
  expect(late.heard).toBe(0);
  await one.tell(7);
  await withClient(database.ownerUrl, (owner) =>
    owner.query(`update gateway_spend set at = at - interval '3 seconds'`),
  );
  await late.tell(0);
  expect(late.heard).toBe(0);
  await one.tell(2);
  await late.tell(0);
  expect(late.heard).toBe(2);
});

it('goes on after a crash that emptied the table and began its numbers anew', async () => {
  const [one, other] = [new Gateway('one'), new Gateway('other')];
  await one.tell(1);
  await other.tell(0);
  await withClient(database.ownerUrl, (owner) => owner.query('truncate gateway_spend restart identity'));
  await one.tell(3);
  await other.tell(0);
  expect(other.heard).toBe(3);
});

it('keeps seconds of it, not more', async () => {
  const one = new Gateway('one');
  await withClient(database.ownerUrl, (owner) => owner.query(`update gateway_spend set at = at - interval '1 minute'`));
  await one.tell(1);
  const [left] = await (sources[0]?.query('select count(*)::int as count from gateway_spend') ?? []);
  expect(left).toEqual({ count: 1 });
});

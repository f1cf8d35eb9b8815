import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headerText, receiptText } from '../../gateway/cli/receipts/receipt-file.ts';
import { verifyReceipts } from '../../gateway/cli/receipts/verify-receipts.ts';
import { CHAIN_START, findChainFault, issueReceipt, type Receipt } from '../../shared/department/receipt/receipt.ts';
import { createEd25519Signer } from '../../shared/primitives/signer.ts';
import { readChain } from '../../shared/department/receipt/receipt.repository.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { aViewer } from '../testkit/viewers.ts';
import { report, rounded, seeded, sized } from './fault-row.ts';
import { pick, upTo } from '../testkit/seeded-random.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const signer = createEd25519Signer(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
const LONG = 3_600_000;

function chainOf(length: number): Receipt[] {
  const chain: Receipt[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const content = {
      department: 'hrss',
      memberUnit: 'hrss',
      sequence,
      previousHash: chain.at(-1)?.hash ?? CHAIN_START,
      publicationId: newId(),
      act: 'publishHrssObservations',
      state: 'ACCEPTED',
      rowCount: sequence,
      rowsHash: createHash('sha256').update(String(sequence)).digest('hex'),
      derivedCount: 0,
      derivedHash: CHAIN_START,
      firstPosition: String(sequence),
      lastPosition: String(sequence),
      issuedAt: new Date(1_790_000_000_000 + sequence).toISOString(),
      traceId: sequence.toString(16).padStart(32, '0'),
    };
    chain.push(issueReceipt(content, signer));
  }
  return chain;
}

const exported = (chain: readonly Receipt[]): string[] => [
  headerText({
    format: 'hub-receipts-1',
    department: 'hrss',
    memberUnit: 'hrss',
    receipts: chain.length,
    keys: [{ id: signer.keyId, publicKey: signer.publicKey }],
  }),
  ...chain.map(receiptText),
];

/** Another sign at one place of a text. */
function flipped(text: string, random: () => number): string {
  const place = upTo(random, text.length);
  const code = text.charCodeAt(place) ^ (1 << upTo(random, 5));
  return text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1);
}

const TEXTS = ['memberUnit', 'publicationId', 'previousHash', 'hash', 'signature', 'signedBy', 'content'] as const;

/** The chain after one act of a forger, and the first row that is not as it was. */
function tampered(chain: readonly Receipt[], random: () => number): { chain: Receipt[]; first: number } {
  const forged = [...chain];
  const at = upTo(random, chain.length - 1);
  const receipt = chain[at];
  if (receipt === undefined) throw new Error('an empty chain');
  const act = pick(random, ['flip', 'flip', 'flip', 'delete', 'swap', 'time', 'sequence'] as const);
  if (act === 'flip') {
    const name = pick(random, TEXTS);
    forged[at] = { ...receipt, [name]: flipped(receipt[name], random) };
  } else if (act === 'time') forged[at] = { ...receipt, issuedAt: new Date(receipt.issuedAt.getTime() + 1) };
  else if (act === 'sequence') forged[at] = { ...receipt, sequence: receipt.sequence + 1 };
  else if (act === 'delete') forged.splice(at, 1);
  else {
    const other = at + 1 + upTo(random, chain.length - at - 1);
    const [one, two] = [chain[at], chain[other]];
    if (one && two) [forged[at], forged[other]] = [two, one];
  }
  return { chain: forged, first: at + 1 };
}

describe('A10: somebody changes receipts', () => {
  it('is found out at the first row that is not as issued, and nobody else is', { timeout: LONG }, (context) => {
    const chain = chainOf(sized(500, 10_000));
    const times = sized(300, 2_000);
    const random = seeded();
    // A signature that was found good once is good: what costs time is not done ten million times.
    const known = new Map<string, boolean>();
    const remembering = {
      keyId: signer.keyId,
      verify(hash: string, signature: string): boolean {
        const key = `${hash} ${signature}`;
        const verdict = known.get(key) ?? signer.verify(hash, signature);
        known.set(key, verdict);
        return verdict;
      },
    };
    const missed: string[] = [];
    for (let time = 0; time < times; time += 1) {
      const forged = tampered(chain, random);
      const fault = findChainFault(forged.chain, remembering);
      if (fault?.sequence !== forged.first) missed.push(`${forged.first}: ${JSON.stringify(fault)}`);
    }
    const alarms = findChainFault(chain, signer) === null ? 0 : 1;
    report(context, {
      row: 'A10',
      what: `forgeries in a chain of ${chain.length} receipts`,
      n: times,
      failures: missed.length + alarms,
    });
    expect(missed).toEqual([]);
    expect(alarms).toBe(0);
  });

  it('is found out in an exported file, as fast as files are read', { timeout: LONG }, async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-receipts-'));
    const file = join(folder, 'receipts.ndjson');
    const chain = chainOf(sized(1_500, 10_000));
    const lines = exported(chain);
    const options = { trusted: [signer.publicKey], isQuick: false };
    const random = seeded();
    const missed: string[] = [];
    const times = sized(3, 200);
    try {
      writeFileSync(file, `${lines.join('\n')}\n`);
      const rates: Record<string, number> = {};
      for (const isQuick of [false, true]) {
        const started = performance.now();
        expect(await verifyReceipts(file, { ...options, isQuick })).toMatchObject({ isSound: true });
        rates[isQuick ? 'quick' : 'whole'] = rounded((chain.length / (performance.now() - started)) * 1000);
      }
      for (let time = 0; time < times; time += 1) {
        const at = 1 + upTo(random, chain.length - 1);
        const act = pick(random, ['flip', 'delete', 'swap'] as const);
        const forged = [...lines];
        if (act === 'flip') forged[at] = flipped(lines[at] ?? '', random);
        else if (act === 'delete') forged.splice(at, 1);
        else [forged[at], forged[at + 1]] = [lines[at + 1] ?? '', lines[at] ?? ''];
        writeFileSync(file, `${forged.join('\n')}\n`);
        const verdict = await verifyReceipts(file, options);
        if (verdict.isSound || verdict.fault.line !== at + 1)
          missed.push(`${act} ${at + 1}: ${JSON.stringify(verdict)}`);
      }
      report(context, {
        row: 'A10',
        what: `forgeries in a file of ${chain.length} receipts, every signature looked at`,
        n: times,
        failures: missed.length,
        figures: { rowsPerSecond: rates['whole'] ?? 0, rowsPerSecondByChainAlone: rates['quick'] ?? 0 },
        goals: { '20,000 rows a second with every signature': (rates['whole'] ?? 0) >= 20_000 },
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    expect(missed).toEqual([]);
  });
});

describe('A10: the database of a department', () => {
  let department: TestDepartment;
  const owner = (sql: string) =>
    withClient(department.database.ownerUrl, async (client) => void (await client.query(sql)));

  const PUBLISH = `mutation ($input: PublishHrssObservationsInput!) {
    publishHrssObservations(input: $input) { publication { id } receipt { sequence } errors { code } } }`;
  const publish = (key: string, value: string) =>
    department.ask(aViewer('hrss'), PUBLISH, {
      input: {
        idempotencyKey: key,
        observations: [{ subject: '110106', measure: 'migrants-served', period: '2024-Q1', value }],
      },
    });
  const fault = async () => findChainFault(await readChain(department.dataSource.manager, 'hrss'), department.signer);

  beforeAll(async () => {
    department = await startDepartment(hrss);
    for (let value = 1; value <= 12; value += 1) await publish(`first ${value}`, String(value));
  });
  afterAll(() => department.close());

  const CHANGES: Readonly<Record<string, string>> = {
    member_unit: "update receipt set member_unit = 'hrsr' where sequence = 7",
    sequence: 'update receipt set sequence = 70 where sequence = 7',
    publication_id:
      'update receipt set publication_id = (select publication_id from receipt where sequence = 2) where sequence = 7',
    previous_hash: "update receipt set previous_hash = overlay(previous_hash placing 'g' from 9) where sequence = 7",
    hash: "update receipt set hash = overlay(hash placing 'g' from 9) where sequence = 7",
    signature: 'update receipt set signature = (select signature from receipt where sequence = 2) where sequence = 7',
    signed_by: "update receipt set signed_by = overlay(signed_by placing 'g' from 3) where sequence = 7",
    content: 'update receipt set content = replace(content, \'"rowCount":1\', \'"rowCount":2\') where sequence = 7',
    issued_at: "update receipt set issued_at = issued_at + interval '1 millisecond' where sequence = 7",
    deleted: 'delete from receipt where sequence = 7',
  };

  it('shows a change of any column at its row, and lets its own program change none', async (context) => {
    expect(await fault()).toBeNull();
    const found: Record<string, number | undefined> = {};
    for (const [what, sql] of Object.entries(CHANGES)) {
      await owner('create table kept as table receipt');
      await owner(sql);
      found[what] = (await fault())?.sequence;
      await owner('delete from receipt; insert into receipt select * from kept; drop table kept');
      await expect(department.dataSource.query(sql)).rejects.toMatchObject({ code: '42501' });
    }
    const missed = Object.values(found).filter((sequence) => sequence !== 7).length;
    report(context, {
      row: 'A10',
      what: 'changed rows of the receipt table',
      n: Object.keys(CHANGES).length,
      failures: missed,
    });
    expect(found).toEqual(Object.fromEntries(Object.keys(CHANGES).map((what) => [what, 7])));
    expect(await fault()).toBeNull();
  });

  it.each(['receipt', 'audit', 'publication_event', 'change', 'feed_mark'])(
    'takes nothing in while it cannot write %s, and all of it under the same key afterwards',
    async (table) => {
      const everything = () =>
        department.dataSource.query(`select (select count(*)::int from publication) as publications, (select count(*)::int from observation) as values,
          (select count(*)::int from idempotency) as keys, (select count(*)::int from receipt) as receipts, (select position from feed_head) as position`);
      const before = await everything();
      await owner(`revoke insert on ${table} from hrss_app`);
      const refused = await publish(`without ${table}`, String(100 + table.length));
      expect(refused.errors).toMatchObject([
        { message: expect.stringMatching(`permission denied for table ${table}`) },
      ]);
      expect(refused.data?.publishHrssObservations ?? null).toBeNull();
      expect(await everything()).toEqual(before);
      await owner(`grant insert on ${table} to hrss_app`);
      const taken = await publish(`without ${table}`, String(100 + table.length));
      expect(taken.data.publishHrssObservations.errors).toEqual([]);
      expect(taken.data.publishHrssObservations.receipt.sequence).toBe(before[0].receipts + 1);
      expect(await fault()).toBeNull();
    },
  );
});

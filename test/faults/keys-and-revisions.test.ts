import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../shared/primitives/identifiers.ts';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { aViewer, service } from '../testkit/viewers.ts';
import { report, rounded, SEED, seeded, sized } from './fault-row.ts';
import { upTo } from '../testkit/seeded-random.ts';
import { asking, ledgerFaults } from './ledger.ts';

let department: TestDepartment;
beforeAll(async () => {
  department = await startDepartment(hrss);
});
afterAll(() => department.close());

const LONG = 3_600_000;
const editor = aViewer('hrss');
const MEASURE = 'migrants-served';

async function recordFaults(): Promise<string[]> {
  const { data } = await department.ask(service, '{ hrssFeedState { position cells stateHash } }');
  return ledgerFaults(asking(department.database.ownerUrl, 'hrss'), department.signer, data.hrssFeedState);
}

const count = async (): Promise<number> =>
  (await department.dataSource.query('select count(*)::int as count from publication'))[0].count;

/** What a client is told: the publication, its receipt, or why there is none. */
interface Answer {
  readonly id: string | null;
  readonly receipt: string;
  readonly codes: readonly string[];
}

const PAYLOAD = '{ publication { id } receipt { sequence hash signature issuedAt } errors { code } }';

async function mutate(name: string, type: string, input: object): Promise<Answer> {
  const answer = await department.ask(
    editor,
    `mutation ($input: ${type}!) { done: ${name}(input: $input) ${PAYLOAD} }`,
    { input },
  );
  return toAnswer(answer.data?.done ?? { errors: answer.errors });
}

// biome-ignore lint/suspicious/noExplicitAny: answers are read by path in tests
function toAnswer({ publication, receipt, errors }: any): Answer {
  const codes = errors.map(({ code }: { code: string }) => code);
  return { id: publication?.id ?? null, receipt: JSON.stringify(receipt ?? null), codes };
}

/** A way to hand something in: one payload is told from another by its number. */
type Way = (idempotencyKey: string, payload: number) => Promise<Answer>;

/** Publications whose values can be withdrawn, made before. */
const targets: string[] = [];

const rowsOf = (subject: string, payload: number) =>
  ['2022-Q1', '2022-Q2', '2022-Q3'].map((period) => ({
    subject,
    measure: MEASURE,
    period,
    value: String(payload + 1),
  }));

const WAYS: Readonly<Record<string, Way>> = {
  publish: (idempotencyKey, payload) =>
    mutate('publishHrssObservations', 'PublishHrssObservationsInput', {
      idempotencyKey,
      observations: rowsOf('110106', payload),
    }),
  async upload(idempotencyKey, payload) {
    const lines = rowsOf('990101', payload).map((row) => `${row.subject},${row.period},${MEASURE},,${row.value},\n`);
    async function* body(): AsyncGenerator<Buffer> {
      yield Buffer.from(`subject,period,measure,dimensions,value,explanation\n${lines.join('')}`);
    }
    const parameters = new URLSearchParams({ idempotencyKey });
    const { signal } = new AbortController();
    const call = { viewer: editor, traceId: newId(), contentType: 'text/csv', parameters, body: body(), signal };
    return toAnswer((await department.upload(call)).body);
  },
  amend: (idempotencyKey, payload) =>
    mutate('amendHrssPublication', 'AmendHrssPublicationInput', {
      idempotencyKey,
      justification: '按审计意见更正',
      observations: rowsOf('990102', 1_000_000 + payload),
    }),
  withdraw: (idempotencyKey, payload) =>
    mutate('withdrawHrssPublication', 'WithdrawHrssPublicationInput', {
      idempotencyKey,
      justification: '口径有误，申请撤回',
      publication: targets[payload % targets.length],
    }),
};

describe('A4: a key is used more than once', () => {
  beforeAll(async () => {
    await WAYS['publish']?.('before', 0);
    for (const subject of ['990102', '990103', '990104']) {
      const observations = rowsOf(subject, 5);
      const made = await mutate('publishHrssObservations', 'PublishHrssObservationsInput', {
        idempotencyKey: newId(),
        observations,
      });
      targets.push(made.id ?? '');
    }
  });

  it.each(Object.entries(WAYS))(
    'stands for one act whoever sends it how often and at once: %s',
    { timeout: LONG },
    async (name, way) => {
      let payloads = 10;
      const keys: string[] = [];
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
          fc.boolean(),
          fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom('a', 'Z', '9', '-', '键', "'", '%', ' ') }),
          async (sendings, isAtOnce, text) => {
            const key = `${text}${newId()}`;
            keys.push(key);
            payloads += 3;
            const stored = await count();
            // true is the payload, false another one; the first is always sent.
            const acts = [true, ...sendings].map((isSame) => () => way(key, isSame ? payloads : payloads + 1));
            const answers: Answer[] = [];
            if (isAtOnce) answers.push(...(await Promise.all(acts.map((act) => act()))));
            else for (const act of acts) answers.push(await act());
            const done = answers.filter(({ id }) => id !== null);
            expect(new Set(done.map(({ id, receipt }) => `${id} ${receipt}`)).size).toBe(1);
            expect(answers.filter(({ id }) => id === null).map(({ codes }) => codes)).toEqual(
              Array.from({ length: answers.length - done.length }, () => ['IDEMPOTENCY_KEY_REUSED']),
            );
            // Whoever came first decides what the key stands for; all who sent that have its receipt.
            const isFirst = answers.map(({ id }) => id !== null);
            const winner = [true, ...sendings].filter((_, index) => isFirst[index]);
            expect(new Set(winner).size).toBe(1);
            expect(done.length).toBe([true, ...sendings].filter((isSame) => isSame === winner[0]).length);
            expect(await count()).toBe(stored + 1);
          },
        ),
        { numRuns: sized(8, 200), seed: SEED },
      );
      const answered = await department.ask(
        editor,
        `{ ${keys.map((key, index) => `k${index}: hrssReceipt(key: ${JSON.stringify(key)}) { receipt { sequence } }`).join(' ')} }`,
      );
      expect(Object.values(answered.data).filter((each) => each === null)).toEqual([]);
      expect(name).not.toBe('');
    },
  );

  it('leaves a record in which everything fits', async (context) => {
    const faults = await recordFaults();
    const n = sized(8, 200) * Object.keys(WAYS).length;
    report(context, {
      row: 'A4',
      what: 'keys sent again, at once and with other payloads',
      n,
      failures: faults.length,
    });
    expect(faults).toEqual([]);
  });
});

describe('A5: many correct the same values', () => {
  const CELLS = Array.from({ length: 20 }, (_, index) => `${2016 + Math.floor(index / 4)}-Q${(index % 4) + 1}`);
  const SUBJECT = '990105';

  it('gives each acknowledged correction a revision of its own, and tells who came late', {
    timeout: LONG,
  }, async (context) => {
    const writers = 50;
    const each = sized(2, 200);
    const random = seeded();
    const acknowledged: string[] = [];
    const revisionOf = async (period: string): Promise<number> => {
      const rows = await department.dataSource.query(
        'select revision from current_observation where subject = $1 and measure = $2 and period = $3',
        [SUBJECT, MEASURE, period],
      );
      return rows[0]?.revision ?? 0;
    };
    const wrong: string[] = [];
    let [value, conflicts] = [0, 0];
    const writer = async () => {
      for (let left = each; left > 0; left -= 1) {
        const period = CELLS[upTo(random, CELLS.length)] ?? '';
        for (let isDone = false; !isDone; ) {
          const expectedRevision = await revisionOf(period);
          value += 1;
          const mine = String(value);
          const { id, codes } = await mutate('publishHrssObservations', 'PublishHrssObservationsInput', {
            idempotencyKey: newId(),
            observations: [
              { subject: SUBJECT, measure: MEASURE, period, value: mine, expectedRevision, explanation: '按台账更正' },
            ],
          });
          isDone = id !== null || !codes.includes('CONFLICT');
          if (id !== null) acknowledged.push(`${period} ${expectedRevision + 1} ${mine}`);
          else if (isDone) wrong.push(codes.join());
          else conflicts += 1;
        }
      }
    };
    await Promise.all(Array.from({ length: writers }, writer));
    const stored = await department.dataSource.query(
      `select period || ' ' || revision || ' ' || value_number as line from observation where subject = $1 and measure = $2`,
      [SUBJECT, MEASURE],
    );
    const lines: string[] = stored.map(({ line }: { line: string }) => line);
    const lost = acknowledged.filter((line) => !lines.includes(line));
    const faults = [...wrong, ...lost, ...(await recordFaults())];
    report(context, {
      row: 'A5',
      what: '50 writers correct 20 values with an expected revision',
      n: writers * each,
      failures: faults.length + Math.abs(lines.length - acknowledged.length),
      figures: { conflicts, conflictsForEachCorrection: rounded(conflicts / (writers * each)) },
    });
    expect(faults).toEqual([]);
    expect(lines.length).toBe(writers * each);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    expect(conflicts).toBeGreaterThan(0);
  });
});

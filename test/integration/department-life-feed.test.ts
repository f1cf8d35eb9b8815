import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { startDepartment } from '../testkit/department.ts';
import { lead } from '../testkit/viewers.ts';
import { aRow, filler, LifeWorld, reviewer } from './life-world.ts';

let world: LifeWorld;

beforeAll(async () => {
  world = new LifeWorld(await startDepartment(hrss));
});
afterAll(() => world.running.close());

const SKILLED = [
  'senior-workers',
  'technicians',
  'senior-technicians',
  'special-grade-technicians',
  'chief-technicians',
];

/** Values of the skilled workers of a year; what is computed from them rests on all five. */
function skilled(period: string, value: string) {
  return SKILLED.map((measure) => aRow({ measure, period, value }));
}

describe('the change feed', () => {
  it('tells of every state but the draft, whole and in order', async () => {
    await world.decide('FOUR_EYES');
    const start = Number((await world.state()).position);
    const first = (await world.publish([aRow({ period: '2001', value: '1' })])).publication?.id ?? '';
    expect((await world.feed()).slice(start)).toEqual([]);
    await world.act('submit', filler, [first]);
    await world.act('approve', reviewer, [first]);
    await world.act('return', lead, [first], { reasonCode: 'OTHER', reason: '请再核对一遍' });
    await world.act('submit', filler, [first]);
    await world.act('approve', reviewer, [first]);
    await world.act('accept', lead, [first]);
    const { publication } = await world.withdraw(first, { submit: true });
    await world.act('approve', reviewer, [publication?.id ?? '']);
    await world.lock('110106', 2001);
    await world.act('accept', lead, [publication?.id ?? '']);
    expect((await world.feed()).slice(start).map(({ state }) => state)).toEqual([
      'SUBMITTED',
      'APPROVED',
      'RETURNED',
      'SUBMITTED',
      'APPROVED',
      'ACCEPTED',
      'LOCKED',
      'WITHDRAWN',
    ]);
    expect(await world.faults()).toEqual([]);
    await world.decide('AUTOMATIC');
  });

  it('brings computed values only with acceptance, anew with an amendment, and takes them back with a part', async () => {
    await world.decide('FOUR_EYES');
    const computed = async () => (await world.values()).get('110106 highly-skilled-workers 2002') ?? null;
    const id = await world.approved(skilled('2002', '10'));
    expect(await computed()).toBeNull();
    await world.act('accept', lead, [id]);
    expect(await computed()).toBe('50');
    const amendment = await world.amend([aRow({ measure: 'technicians', period: '2002', value: '12' })], {
      submit: true,
    });
    await world.act('approve', reviewer, [amendment.publication?.id ?? '']);
    expect(await computed()).toBe('50');
    await world.act('accept', lead, [amendment.publication?.id ?? '']);
    expect(await computed()).toBe('52');
    const request = await world.withdraw(amendment.publication?.id ?? '', { submit: true });
    await world.act('approve', reviewer, [request.publication?.id ?? '']);
    await world.act('accept', lead, [request.publication?.id ?? '']);
    expect(await computed()).toBeNull();
    expect(await world.faults()).toEqual([]);
    await world.decide('AUTOMATIC');
  });
});

type Step =
  | { readonly kind: 'policy'; readonly isManual: boolean }
  | { readonly kind: 'publish' | 'amend'; readonly cells: readonly number[]; readonly value: number }
  | { readonly kind: 'withdraw' | 'settle'; readonly pick: number }
  | { readonly kind: 'act'; readonly verb: number; readonly picks: readonly number[]; readonly isPartial: boolean }
  | { readonly kind: 'lock'; readonly year: number };

const cells = fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('policy' as const), isManual: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('publish' as const), cells, value: fc.integer({ min: 1, max: 40 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('amend' as const), cells, value: fc.integer({ min: 1, max: 40 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), pick: fc.nat(30) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('settle' as const), pick: fc.nat(30) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      verb: fc.nat(4),
      picks: fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
      isPartial: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lock' as const), year: fc.nat(1) }) },
);

const ACTS = ['submit', 'approve', 'accept', 'return', 'recall'] as const;
const PEOPLE = { submit: filler, approve: reviewer, accept: lead, return: lead, recall: filler };

/** One walk through the life of a subject's values, on cells of its own. */
class Walk {
  private readonly ids: string[] = [];

  /** How many publications were accepted by hand. */
  settled = 0;

  constructor(private readonly subject: string) {}

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'policy':
        await world.decide(step.isManual ? 'FOUR_EYES' : 'AUTOMATIC');
        return;
      case 'publish':
      case 'amend': {
        const rows = step.cells.map((cell) =>
          aRow({
            subject: this.subject,
            measure: SKILLED[cell % 5],
            period: cell < 5 ? '2023' : '2024',
            value: String(step.value),
          }),
        );
        const { publication } = await world[step.kind](rows, { submit: step.value % 2 === 0 });
        if (publication) this.ids.push(publication.id);
        return;
      }
      case 'withdraw': {
        const { publication } = await world.withdraw(this.pick(step.pick));
        if (publication) this.ids.push(publication.id);
        return;
      }
      case 'settle': {
        const ids = [this.pick(step.pick)];
        await world.act('submit', filler, ids);
        await world.act('approve', reviewer, ids);
        const { publications } = await world.act('accept', lead, ids);
        this.settled += publications.length;
        return;
      }
      case 'act': {
        const verb = ACTS[step.verb] ?? 'submit';
        const rest = verb === 'return' ? { reasonCode: 'OTHER', reason: '请再核对一遍' } : {};
        const ids = step.picks.map((pick) => this.pick(pick));
        await world.act(verb, PEOPLE[verb], ids, { ...rest, mode: step.isPartial ? 'PARTIAL' : 'ATOMIC' });
        return;
      }
      case 'lock':
        await world.lock(this.subject, 2023 + step.year);
    }
  }

  private pick(index: number): string {
    return this.ids[index % Math.max(this.ids.length, 1)] ?? 'none';
  }
}

describe('any sequence of reports and acts', () => {
  it('leaves a feed without gaps that replays to the record, whole chains, and instants that can be repeated', async () => {
    const subjects = ['990101', '990102', '990103', '990104', '990105', '990106', '990107', '990108'];
    let run = 0;
    let settled = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 30, size: 'max' }), async (steps) => {
        const walk = new Walk(subjects[run % subjects.length] ?? '');
        run += 1;
        await walk.take({ kind: 'policy', isManual: false });
        await walk.take({ kind: 'publish', cells: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], value: 10 });
        await walk.take({ kind: 'policy', isManual: true });
        const then = new Map<string, Map<string, string>>();
        for (const each of steps) {
          await walk.take(each);
          expect(await world.faults()).toEqual([]);
          const [{ at }] = await world.running.dataSource.query(
            'select recorded_at as at from feed_mark order by position desc limit 1',
          );
          const instant = new Date(at).toISOString();
          const now = await world.values();
          expect(then.get(instant) ?? now).toEqual(now);
          then.set(instant, now);
        }
        settled += walk.settled;
        for (const [asOf, values] of then) expect(await world.values(lead, { asOf })).toEqual(values);
      }),
      { numRuns: 6, interruptAfterTimeLimit: 90_000 },
    );
    expect(settled).toBeGreaterThan(0);
  }, 180_000);
});

import fc from 'fast-check';
import type { Measure } from '../../shared/catalogue/framework/measure.ts';
import type { ScoringMethod } from '../../shared/catalogue/scoring-model/scoring-model.ts';
import { indexValues, type InputValue, type Mark, type PeerValue } from '../../shared/scoring/reading/input-value.ts';
import type { ScoringInput } from '../../shared/scoring/scoring-input.ts';
import {
  type OracleFacts,
  type OracleIndicator,
  oracleMean,
  oracleScore,
} from '../../shared/scoring/testing/oracle.ts';
import type { Rational } from '../../shared/scoring/testing/rational.ts';
import {
  aMark,
  aMeasure,
  aPlan,
  aValue,
  type SmallIndicator,
  type SmallWorld,
} from '../../shared/scoring/testing/small-framework.ts';

/** A random indicator set with complete values, as the calculator and as the oracle see it. */
export interface RandomSet {
  readonly world: SmallWorld;
  readonly oracle: readonly (OracleIndicator & { readonly group: string; readonly pillar: string })[];
  readonly facts: OracleFacts;
  readonly values: readonly InputValue[];
  readonly marks: ReadonlyMap<string, readonly Mark[]>;
  readonly peers: ReadonlyMap<string, readonly PeerValue[]>;
}

interface Rule {
  readonly method: ScoringMethod;
  readonly parameters: Record<string, unknown>;
  readonly measures: readonly Measure[];
  readonly now: readonly (readonly [string, string])[];
  readonly before: readonly (readonly [string, string])[];
  readonly marks: readonly (readonly [string, readonly string[]])[];
  /** What the peers have in a measure. */
  readonly peers?: readonly (readonly [string, readonly string[]])[];
}

const thousandths = (min: number, max: number) => fc.integer({ min, max }).map((n) => (n / 1000).toFixed(3));
const span = fc
  .tuple(thousandths(0, 600), thousandths(1, 400))
  .map(([floor, width]) => [floor, (Number(floor) + Number(width)).toFixed(3)] as const);

let counter = 0;
const code = fc.constant(null).map(() => {
  counter += 1;
  return `m${counter}`;
});

interface Single {
  readonly measure: string;
  readonly now: string;
  readonly before?: string;
}

function single(method: ScoringMethod, parameters: Record<string, unknown>, { measure, now, before }: Single): Rule {
  const type = method === 'growth' ? 'count' : 'ratio';
  return {
    method,
    parameters: { measure, ...parameters },
    measures: [aMeasure(measure, { type, temporal: 'state' })],
    now: [[measure, now]],
    before: before === undefined ? [] : [[measure, before]],
    marks: [],
  };
}

const value = thousandths(0, 1200);

const linear = fc
  .tuple(code, span, value, fc.boolean())
  .map(([m, [low, high], now, lower]) =>
    single(
      'linear-to-target',
      lower ? { floor: high, target: low, direction: 'lower' } : { floor: low, target: high, direction: 'higher' },
      { measure: m, now },
    ),
  );
const plan = fc
  .tuple(code, span, value)
  .map(([m, [floor, full], now]) => single('plan-completion', { floor, full, cap: '100' }, { measure: m, now }));
const effort = fc
  .tuple(code, span, value, value, thousandths(1, 100), fc.integer({ min: 0, max: 100 }), fc.boolean())
  .map(([m, [low, high], now, before, change, cap, lower]) => {
    const limits = lower
      ? { floor: high, target: low, direction: 'lower' }
      : { floor: low, target: high, direction: 'higher' };
    return single(
      'attainment-and-effort',
      { ...limits, effortFullChange: change, effortCap: String(cap) },
      { measure: m, now, before },
    );
  });
const growth = fc
  .tuple(
    code,
    thousandths(-300, 0),
    thousandths(1, 200),
    fc.integer({ min: 0, max: 99_999 }),
    fc.integer({ min: 1, max: 99_999 }),
  )
  .map(([m, zeroAt, width, now, before]) =>
    single(
      'growth',
      { zeroAt, fullAt: (Number(zeroAt) + Number(width)).toFixed(3) },
      { measure: m, now: String(now), before: String(before) },
    ),
  );
const bands = fc
  .tuple(
    code,
    fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }),
    fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 }),
    fc.integer({ min: 0, max: 11 }),
  )
  .map(([m, steps, scores, now]) => {
    const table = [...steps]
      .sort((a, b) => b - a)
      .map((atLeast, index) => ({ atLeast: String(atLeast), score: String([...scores].sort((a, b) => b - a)[index]) }));
    return single('bands', { bands: table }, { measure: m, now: String(now) });
  });
const rubric = fc.tuple(code, fc.array(thousandths(0, 100_000), { minLength: 1, maxLength: 3 })).map(
  ([item, marks]): Rule => ({
    method: 'rubric',
    parameters: { assessmentItem: item },
    measures: [],
    now: [],
    before: [],
    marks: [[item, marks]],
  }),
);
const checklist = fc
  .tuple(fc.integer({ min: 1, max: 99 }), code, code, fc.boolean(), fc.integer({ min: 0, max: 4 }), fc.boolean())
  .map(
    ([share, yes, count, isYes, number, anyOf]): Rule => ({
      method: 'checklist',
      parameters: {
        items: [
          { measure: yes, atLeast: 'true', share: String(share) },
          { measure: count, atLeast: '2', share: String(100 - share) },
        ],
        ...(anyOf ? { anyOf: '有专门平台或有专栏，其一即得80分' } : {}),
      },
      measures: [aMeasure(yes, { type: 'boolean', temporal: 'state' }), aMeasure(count)],
      now: [
        [yes, String(isYes)],
        [count, String(number)],
      ],
      before: [],
      marks: [],
    }),
  );

/** The group of every random subject; half of the standards are for it, half for another. */
const OWN_GROUP = 'own-group';
const standards = fc
  .tuple(code, span, span, value, fc.boolean())
  .map(([m, [floor, target], [own, ownTarget], now, isOwn]) => {
    const standard = { peerGroup: isOwn ? OWN_GROUP : 'other-group', name: '组别', status: 'derived', reason: '不同' };
    const parameters = { floor, target, standards: [{ ...standard, floor: own, target: ownTarget }] };
    return single('linear-to-target', parameters, { measure: m, now });
  });
const survey = fc.tuple(code, code, span, value).map(([m, size, [floor, target], now]): Rule => {
  const rule = single('survey', { floor, target, minimumValid: '30', sizeMeasure: size }, { measure: m, now });
  return { ...rule, measures: [...rule.measures, aMeasure(size)], now: [...rule.now, [size, '30']] };
});
const rank = fc.tuple(code, value, fc.array(value, { minLength: 3, maxLength: 9 })).map(([m, now, peers]): Rule => {
  const rule = single('rank', { within: 'kind', minimumPeers: '3' }, { measure: m, now });
  return { ...rule, peers: [[m, peers]] };
});

const leaf = fc.oneof(linear, plan, effort, growth, bands, rubric, checklist, standards, survey, rank);
const parts = fc.tuple(fc.integer({ min: 1, max: 98 }), leaf, leaf, leaf).map(([share, a, b, c]): Rule => {
  const rules = [a, b, c];
  const shares = [share, 99 - share, 1];
  return {
    method: a.method,
    parameters: {
      parts: rules.map(({ method, parameters }, index) => ({ share: String(shares[index]), method, parameters })),
    },
    measures: rules.flatMap(({ measures }) => measures),
    now: rules.flatMap(({ now }) => now),
    before: rules.flatMap(({ before }) => before),
    marks: rules.flatMap(({ marks }) => marks),
    peers: rules.flatMap(({ peers = [] }) => peers),
  };
});

const row = fc.record({
  rule: fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: parts }),
  weight: fc.integer({ min: 1, max: 99 }).map((n) => (n / 10).toFixed(1)),
  group: fc.constantFrom('1', '2', '3', '4'),
});

/** Random sets of one to six indicators in up to four groups and two pillars. */
export const randomSet: fc.Arbitrary<RandomSet> = fc.array(row, { minLength: 1, maxLength: 6 }).map((rows) => {
  const indicators = rows.map(
    ({ rule, weight, group }): SmallIndicator & { group: string; pillar: string; weight: string } => ({
      method: rule.method,
      parameters: rule.parameters,
      weight,
      group,
      pillar: Number(group) % 2 === 0 ? '2' : '1',
    }),
  );
  const rules = rows.map(({ rule }) => rule);
  const now = rules.flatMap((rule) => rule.now);
  const before = rules.flatMap((rule) => rule.before);
  const marks = rules.flatMap((rule) => rule.marks);
  const peers = rules.flatMap((rule) => rule.peers ?? []);
  return {
    world: { indicators, measures: rules.flatMap((rule) => rule.measures), items: marks.map(([item]) => item) },
    oracle: indicators.map(({ weight, method, parameters, group, pillar }) => ({
      weight,
      group,
      pillar,
      rule: { method, parameters },
    })),
    facts: {
      now: new Map(now),
      before: new Map(before),
      marks: new Map(marks),
      peers: new Map(peers),
      peerGroup: OWN_GROUP,
    },
    values: [...now.map(([m, v]) => aValue(m, v)), ...before.map(([m, v]) => aValue(m, v, { period: '2024' }))],
    marks: new Map(
      marks.map(([item, list]) => [item, list.map((mark, index) => aMark(mark, { id: `${item} ${index}` }))]),
    ),
    peers: new Map(
      peers.map(([m, list]) => [`${m}\t2025\t`, list.map((value, index) => ({ subject: `peer ${index}`, value }))]),
    ),
  };
});

/** The set as the calculator gets it. */
export function inputOf({ world, values, marks, peers }: RandomSet): ScoringInput {
  return { plan: aPlan(world), values: indexValues(values), marks, peers, peerGroups: [OWN_GROUP] };
}

/** Score of the whole set by the oracle: the weighted mean of its indicators. */
export function oracleTotal({ oracle, facts }: RandomSet): Rational | null {
  return oracleMean(oracle.map(({ weight, rule }) => [weight, oracleScore(rule, facts)]));
}

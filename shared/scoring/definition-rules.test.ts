import { describe, expect, it } from 'vitest';
import type { Framework, Indicator } from '../catalogue/framework/framework.ts';
import type { Derivation, Measure } from '../catalogue/framework/measure.ts';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { decimal } from '../primitives/decimal.ts';
import { calculateEvaluation } from './calculate.ts';
import { indexValues, type InputValue } from './reading/input-value.ts';
import { prepareScoring } from './compile/prepare-scoring.ts';
import { readScoringModel, type ScoringRule } from './compile/read-scoring-model.ts';
import { aValue } from './testing/small-framework.ts';

/**
 * The rules inside the 88 definitions (产改字〔2022〕1号 附件1), each over the shipped catalogue and models. Numbers of
 * indicators are those of the national framework; the district's are found by the same key.
 */
const catalogue = loadCatalogue();
const national = the('national-2022');
const district = the('fengtai-2023');

function the(id: string): Framework {
  const framework = catalogue.frameworks.get(id);
  if (framework === undefined) throw new Error(id);
  return framework;
}

/** The indicator of a national number in both frameworks; the district's only where it has kept it. */
function both(code: string): { readonly framework: Framework; readonly indicator: Indicator }[] {
  const own = find(national, code);
  const kept = district.indicators.find(({ key }) => key === own.key);
  return [{ framework: national, indicator: own }, ...(kept ? [{ framework: district, indicator: kept }] : [])];
}

function find(framework: Framework, code: string): Indicator {
  const indicator = framework.indicators.find((each) => each.code === code);
  if (indicator === undefined) throw new Error(code);
  return indicator;
}

function measure(framework: Framework, code: string): Measure {
  const found = framework.measures.get(code);
  if (found === undefined) throw new Error(`${framework.id} has no measure ${code}`);
  return found;
}

/** The measures of an indicator, its own and those it reads. */
function measuresOf(framework: Framework, { measures, uses }: Indicator): Measure[] {
  return [...measures, ...uses].map((code) => measure(framework, code));
}

function derivationsOf(framework: Framework, indicator: Indicator, op: Derivation['op']): Derivation[] {
  return measuresOf(framework, indicator).flatMap(({ derivation }) => (derivation?.op === op ? [derivation] : []));
}

function rulesOf(framework: Framework, code: string): ScoringRule[] {
  const model = catalogue.scoringModels.get(framework.id);
  const rule = model && readScoringModel(model).indicators.get(code)?.rule;
  if (rule === undefined) throw new Error(code);
  return leaves(rule);
}

function leaves(rule: ScoringRule): ScoringRule[] {
  if (rule.method === 'parts') return rule.parts.flatMap((part) => leaves(part.rule));
  return rule.method === 'by-peer-group' ? leaves(rule.general) : [rule];
}

/** Measures that the score of an indicator rests on. */
function scoredMeasures(framework: Framework, code: string): string[] {
  return rulesOf(framework, code).flatMap((rule) => {
    if (rule.method === 'checklist') return rule.parameters.items.map((item) => item.measure);
    return 'parameters' in rule && 'measure' in rule.parameters ? [rule.parameters.measure] : [];
  });
}

function shares(framework: Framework, code: string): readonly [string, string] {
  const { derivation } = measure(framework, code);
  if (derivation?.op !== 'share') throw new Error(`${code} is no share`);
  return [derivation.numerator, derivation.denominator];
}

function valuesOf(framework: Framework, dimension: string): string[] {
  return (framework.dimensions.get(dimension)?.values ?? []).map(({ code }) => code);
}

/** Score of one indicator on given values. */
function scoreOf(framework: Framework, code: string, values: readonly InputValue[]) {
  const model = catalogue.scoringModels.get(framework.id);
  const split = catalogue.splits.get(framework.id);
  if (model === undefined || split === undefined) throw new Error(framework.id);
  const plan = prepareScoring({ framework, model, split, year: 2025 });
  const { indicators } = calculateEvaluation({ plan, values: indexValues(values) });
  const found = indicators.find((each) => each.code === code);
  if (found === undefined) throw new Error(code);
  return found;
}

describe('the definitions of the framework, carried out by the shipped catalogue', () => {
  it('rule 89: annual growth is measured against the year before', () => {
    for (const code of ['23', '24', '25', '41', '42', '53', '55', '59']) {
      for (const { framework, indicator } of both(code)) {
        expect([code, derivationsOf(framework, indicator, 'growth').length > 0]).toEqual([code, true]);
      }
    }
    const before = aValue('industrial-workers', '100', { period: '2024' });
    const now = scoreOf(national, '53', [before, aValue('industrial-workers', '97')]);
    expect(now.derivedEvidence).toMatchObject([{ operation: 'growth', period: '2025', value: '-0.03' }]);
    expect(now.score.value).toBe('85');
  });

  it('rule 90: skill grades and education are shares of the local industrial workers', () => {
    for (const code of ['highly-skilled-share', 'senior-worker-share', 'technician-share', 'senior-technician-share']) {
      expect([code, shares(national, code)[1]]).toEqual([code, 'industrial-workers']);
    }
    for (const framework of [national, district]) {
      expect(shares(framework, 'highly-skilled-share')[1]).toBe('industrial-workers');
      expect(shares(framework, 'college-educated-share')[1]).toBe('industrial-workers');
      expect(shares(framework, 'college-educated-migrant-share')[1]).toBe('industrial-workers');
    }
  });

  it('rule 91: degree study of migrant workers is a share of the local migrant workers', () => {
    for (const framework of [national, district]) {
      expect(shares(framework, 'migrants-in-degree-study-share')).toEqual([
        'migrants-in-degree-study',
        'migrant-workers',
      ]);
    }
  });

  it('rule 92: the change of a share stands beside the share', () => {
    for (const code of ['38', '40', '61']) {
      for (const { framework, indicator } of both(code)) {
        const asked = measuresOf(framework, indicator).filter(({ derivation }) => derivation?.op === 'share');
        const changed = derivationsOf(framework, indicator, 'change').map((each) => ('base' in each ? each.base : ''));
        expect([code, changed.sort()]).toEqual([code, asked.map((each) => each.code).sort()]);
      }
    }
  });

  it('rule 93: industrial workers are shares of local workers and of local employment, those in manufacturing of local workers', () => {
    expect(shares(national, 'industrial-share-of-workers')).toEqual(['industrial-workers', 'local-workers']);
    expect(shares(national, 'industrial-share-of-employment')).toEqual(['industrial-workers', 'local-employment']);
    expect(shares(national, 'manufacturing-share-of-workers')).toEqual(['manufacturing-workers', 'local-workers']);
  });

  it('rule 94: Party members and organisations are counted apart by kind of organisation', () => {
    for (const { framework } of both('24')) {
      expect(measure(framework, 'small-org-party-members').dimensions).toEqual(['org-kind']);
      expect(valuesOf(framework, 'org-kind')).toHaveLength(3);
    }
    expect(measure(national, 'party-organisation-coverage').dimensions).toEqual(['org-kind']);
    const names = national.dimensions.get('org-kind')?.values.map(({ zh }) => zh) ?? [];
    expect(names).toEqual([
      expect.stringMatching(/非公/),
      expect.stringMatching(/社会组织/),
      expect.stringMatching(/小微/),
    ]);
  });

  it('rule 95: recruitment is completion over plan, and more than the plan earns nothing', () => {
    expect(measure(national, 'party-recruitment-completion').derivation).toEqual({
      op: 'completion',
      numerator: 'party-recruits',
      denominator: 'party-recruitment-plan',
    });
    const values = (recruits: string) => [aValue('party-recruitment-plan', '100'), aValue('party-recruits', recruits)];
    const [plan] = rulesOf(national, '24');
    expect(plan?.method).toBe('plan-completion');
    const full = scoreOf(national, '24', values('100')).score;
    expect(scoreOf(national, '24', values('180')).score).toEqual(full);
  });

  it('rule 96: skill grades are counted from senior worker to engineer, one by one', () => {
    const grades = ['senior-workers', 'technicians', 'senior-technicians', 'engineers'];
    for (const { framework, indicator } of both('37')) {
      expect(measuresOf(framework, indicator).map(({ code }) => code)).toEqual(expect.arrayContaining(grades));
    }
  });

  it('rule 97: migrant workers are counted apart in training', () => {
    for (const { framework, indicator } of both('44')) {
      const codes = measuresOf(framework, indicator).map(({ code }) => code);
      expect(codes).toEqual(expect.arrayContaining(['migrant-training-participations', 'migrant-skill-upgrades']));
    }
    expect(scoredMeasures(national, '44')).toContain('migrant-skill-upgrades');
  });

  it('rule 98: the weights of skill assessment are three, shown and not scored', () => {
    const three = ['innovation-ability-weight', 'on-site-problem-weight', 'performance-weight'];
    for (const { framework, indicator } of both('45')) {
      expect(indicator.measures).toEqual(expect.arrayContaining(three));
      expect(scoredMeasures(framework, indicator.code)).toEqual([]);
    }
  });

  it('rule 99: three delegates and three committee members are six rolls, never summed', () => {
    for (const { framework } of both('61')) {
      expect(valuesOf(framework, 'organ')).toHaveLength(6);
      expect(framework.dimensions.get('organ')?.partition).toBe(false);
      expect(measure(framework, 'worker-delegate-share').dimensions).toEqual(['organ']);
    }
  });

  it('rule 100: membership is asked apart for new-form, migrant and flexible workers', () => {
    for (const { framework } of both('64')) {
      expect(measure(framework, 'union-membership-rate').dimensions).toEqual(['member-group']);
      const asked = ['new-form-worker', 'migrant-worker', 'flexible-worker'];
      expect(valuesOf(framework, 'member-group')).toEqual(expect.arrayContaining(asked));
    }
  });

  it('rule 101: union chairs are a share of the chairs who sit in the leadership', () => {
    for (const { framework } of both('68')) {
      expect(shares(framework, 'union-chair-leadership-rate')).toEqual([
        'union-chairs-in-leadership',
        'enterprise-union-chairs',
      ]);
    }
  });

  it('rule 102: annual priorities are four lists, each of which earns points', () => {
    for (const { framework, indicator } of both('5')) expect(scoredMeasures(framework, indicator.code)).toHaveLength(4);
    const three = ['in-standing-committee-priorities', 'in-region-annual-priorities', 'in-department-priorities'];
    const values = [...three.map((code) => aValue(code, 'true')), aValue('in-union-priorities', 'false')];
    expect(scoreOf(national, '5', values).score.value).toBe('80');
  });

  it('rule 103: supervision is two lists, Party supervision and comprehensive appraisal', () => {
    for (const { framework, indicator } of both('6')) {
      expect(scoredMeasures(framework, indicator.code)).toEqual([
        'in-party-supervision-items',
        'in-comprehensive-appraisal',
      ]);
    }
  });

  it('rule 104: fiscal investment has amount, share, recipients, their share and a performance review', () => {
    for (const { framework, indicator } of both('20')) {
      expect(measuresOf(framework, indicator).map(({ code }) => code)).toEqual(
        expect.arrayContaining([
          'fiscal-vocational-fund',
          'fiscal-vocational-fund-share',
          'subsidy-recipients',
          'subsidy-recipient-share',
          'fund-performance-review-done',
        ]),
      );
    }
  });

  it('rule 105: named craftsman colleges are national or provincial', () => {
    expect(measure(national, 'named-craftsman-colleges').dimensions).toEqual(['academy-level']);
    const names = national.dimensions.get('academy-level')?.values.map(({ zh }) => zh) ?? [];
    expect(names).toEqual([expect.stringContaining('国家级'), expect.stringContaining('省')]);
  });

  it('rule 106: a joint conference that never meets does not earn all the points', () => {
    for (const { framework, indicator } of both('77')) {
      expect(scoredMeasures(framework, indicator.code)).toEqual(
        expect.arrayContaining(['safety-health-conference-meetings']),
      );
    }
    const built = ['work-safety-joint-conference', 'occupational-disease-joint-conference'].map((c) =>
      aValue(c, 'true'),
    );
    const never = scoreOf(national, '77', [...built, aValue('safety-health-conference-meetings', '0')]);
    expect(decimal(never.score.value ?? 100).lt(100)).toBe(true);
    expect(never.explanation).toContain('未达到');
  });

  it('rule 107: those asked are four groups of workers, two of enterprises and three of staff', () => {
    expect(valuesOf(national, 'worker-respondent')).toHaveLength(4);
    expect(valuesOf(national, 'enterprise-respondent')).toHaveLength(2);
    expect(valuesOf(national, 'staff-respondent')).toHaveLength(3);
    for (const code of ['83', '84', '85'])
      expect(rulesOf(national, code).map(({ method }) => method)).toEqual(['survey']);
  });

  it('rule 108: information sent is counted with its adoption', () => {
    for (const code of ['86', '87']) {
      for (const { framework, indicator } of both(code)) {
        expect([code, derivationsOf(framework, indicator, 'share').length > 0]).toEqual([code, true]);
      }
    }
  });

  it('rule 109: media coverage is central or provincial, of the work or of a special task', () => {
    for (const code of ['central-media-reports', 'provincial-media-reports']) {
      expect(measure(national, code).dimensions).toEqual(['media-subject']);
    }
    expect(valuesOf(national, 'media-subject')).toHaveLength(2);
  });

  it('rule 110: turnover of skilled workers is the one rate where lower is better, and is scored so', () => {
    for (const framework of [national, district]) {
      const lower = [...framework.measures.values()].filter(
        (each) => each.direction === 'lower' && each.type === 'ratio',
      );
      expect(lower.map(({ code }) => code)).toEqual(['skilled-worker-turnover']);
    }
    const of = (leavers: string) =>
      decimal(
        scoreOf(national, '57', [aValue('skilled-worker-leavers', leavers), aValue('skilled-workers', '100')]).score
          .value ?? -1,
      );
    expect(of('5').toFixed()).toBe('100');
    expect(of('8').gt(of('12'))).toBe(true);
    expect(of('20').toFixed()).toBe('0');
  });
});

describe.each([national, district])('the weights of $id', (framework) => {
  const model = catalogue.scoringModels.get(framework.id);
  const byKey = (key: string) => {
    const scoring = [...(model?.indicators.values() ?? [])].find((each) => each.key === key);
    if (scoring === undefined) throw new Error(key);
    return decimal(scoring.weight);
  };

  it('rule 8: what is only felt weighs less than what is done', () => {
    const pillars = new Map(model?.pillars.map(({ code, weight }) => [code, decimal(weight)]));
    const felt = framework.pillars.filter(({ kind }) => kind === 'satisfaction').map(({ code }) => code);
    const sum = felt.reduce((total, code) => total.plus(pillars.get(code) ?? 0), decimal(0));
    expect([sum.gt(0), sum.lt(20)]).toEqual([true, true]);
  });

  it('rule 9: the sense of gain of workers outweighs every other opinion, and 优秀 asks for it', () => {
    const others = framework.indicators.filter(({ nationalCode }) => ['84', '85'].includes(nationalCode));
    expect(others).toHaveLength(2);
    for (const { key } of others) expect(byKey('satisfaction-of-workers').gt(byKey(key))).toBe(true);
    const split = catalogue.splits.get(framework.id);
    if (model === undefined || split === undefined) throw new Error(framework.id);
    expect(prepareScoring({ framework, model, split, year: 2025 }).grades.satisfaction).not.toBeNull();
  });

  it('rule 10: satisfaction of enterprises and society never outweighs the sense of gain', () => {
    const satisfaction = framework.pillars.find(({ kind }) => kind === 'satisfaction')?.code;
    const rest = framework.indicators
      .filter(({ pillar, key }) => pillar === satisfaction && key !== 'satisfaction-of-workers')
      .filter(({ nationalCode }) => nationalCode !== '85')
      .reduce((total, { key }) => total.plus(byKey(key)), decimal(0));
    expect(byKey('satisfaction-of-workers').gt(rest)).toBe(true);
  });
});

it('rule 14: standards differ for a peer group only with a reason, and say that they are derived', () => {
  const model = catalogue.scoringModels.get('national-2022');
  const found = [...(model?.indicators.values() ?? [])].flatMap(({ parameters }) => {
    const { standards } = parameters;
    return Array.isArray(standards) ? standards : [];
  });
  expect(found.length).toBeGreaterThan(0);
  for (const standard of found)
    expect(standard).toMatchObject({ status: 'derived', reason: expect.stringContaining('差异') });
});

it('rule 15: a place that is far from the target and moves on is scored for its effort, beside the level it has reached', () => {
  const values = (before: string, now: string) => [
    aValue('college-educated-workers', before, { period: '2024' }),
    aValue('college-educated-workers', now),
    ...['2024', '2025'].map((period) => aValue('industrial-workers', '1000', { period })),
  ];
  const [rule] = rulesOf(national, '38');
  if (rule?.method !== 'attainment-and-effort') throw new Error('38 is not scored for effort');
  const { floor, effortFullChange, effortCap } = rule.parameters;
  const low = floor.times(1000);
  const moved = scoreOf(national, '38', values(low.toFixed(), low.plus(effortFullChange.times(1000)).toFixed()));
  const stood = scoreOf(national, '38', values(low.toFixed(), low.toFixed()));
  expect(moved.score.value).toBe(effortCap.toFixed());
  expect(stood.score.value).toBe('0');
  expect(moved.evidence.map(({ period }) => period)).toContain('2025');
});

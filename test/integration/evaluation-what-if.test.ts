// biome-ignore-all lint/suspicious/noExplicitAny: answers are read field by field
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimal } from '../../shared/primitives/decimal.ts';
import type { Role } from '../../shared/identity/role.ts';
import { aDistrictVersion, aWorkbook } from '../testkit/workbook.ts';
import { catalogue, DistrictWorld } from './district-world.ts';

const MOVES = `
  isBaselineOfficial officialDigest { before after } weights { level code name before after }
  impact {
    score { before { value } after { value } } suggestedGrade { before after }
    pillars { pillar { code } score { after { value } } }
    indicators { indicator { key } score { before { value } after { value } } }
    memberUnits { memberUnit { code } } values { before after } valueCount
  }
  version { code isDraft continuedCount added dropped } findings { code severity message } errors { code row path message messageEn remedy rule }`;
const ASK = `query ($input: WhatIfInput!) { whatIf(input: $input) { ${MOVES} } }`;
const SENSITIVITY = `query ($input: WhatIfInput!) { whatIf(input: $input) {
  impact { suggestedGrade { after } }
  sensitivity { level code name weight nearest { weight move grade score } decrease { move grade } increase { move grade } }
} }`;

describe('假设测算', () => {
  let world: DistrictWorld;

  beforeAll(async () => {
    world = await DistrictWorld.open();
  });

  afterAll(() => world.close());

  async function ask(input: Record<string, unknown>, source = ASK, roles: Role[] = ['lead-evaluator'], unit = 'union') {
    const variables = { input: { subject: '110106', year: 2025, ...input } };
    const { data, errors } = await world.ask(source, variables, { roles, unit });
    return { data: data?.whatIf, errors };
  }

  /** Every row of every table of the database, as text. */
  async function wholeDatabase(): Promise<string> {
    const tables: { name: string }[] = await world.dataSource.query(
      `select quote_ident(relname) as name from pg_class
       where relnamespace = current_schema()::regnamespace and relkind = 'r' and has_table_privilege(oid, 'select') order by 1`,
    );
    expect(tables.length).toBeGreaterThan(10);
    const digests: string[] = [];
    for (const { name } of tables) {
      const [row] = await world.dataSource.query(
        `select md5(string_agg(t::text, '|' order by t::text)) as digest from ${name} t`,
      );
      digests.push(`${name} ${row.digest}`);
    }
    return digests.join('\n');
  }

  it('with nothing changed is the official result to the byte', async () => {
    for (const year of [2024, 2025]) {
      const { data, errors } = await ask({ year });
      expect(errors).toBeUndefined();
      expect(data).toMatchObject({ isBaselineOfficial: true, weights: [], errors: [] });
      expect(data.officialDigest.after).toBe(data.officialDigest.before);
      expect(data.impact.score.after).toEqual(data.impact.score.before);
      expect(data.impact).toMatchObject({ indicators: [], pillars: [], memberUnits: [] });
    }
  });

  it('with the official weights written out is the same as with none, at every level', async () => {
    const model = catalogue.scoringModels.get('fengtai-2023');
    const levels = {
      PILLAR: model?.pillars.map(({ code, weight }) => ({ code, weight })),
      GROUP: model?.groups.map(({ code, weight }) => ({ code, weight })),
      INDICATOR: [...(model?.indicators.values() ?? [])].map(({ key, weight }) => ({
        code: key,
        weight: `${weight}0`.replace(/^(\d+)0$/, '$1'),
      })),
    };
    for (const [level, weights] of Object.entries(levels)) {
      const { data } = await ask({ weights: weights?.map((each) => ({ level, ...each })) });
      expect(data).toMatchObject({ weights: [], errors: [], impact: { indicators: [], pillars: [], memberUnits: [] } });
      expect(data.impact.score.after).toEqual(data.impact.score.before);
    }
  });

  it('moves score, pillars, units and grade, and not one row of the database', async () => {
    const before = await wholeDatabase();
    const { data, errors } = await ask({
      weights: [
        { level: 'PILLAR', code: '1', weight: '15' },
        { level: 'PILLAR', code: '3', weight: '25' },
      ],
      parameters: [{ indicator: 'union-membership', path: 'target', value: '0.95' }],
      gradeBands: [
        { grade: 'EXCELLENT', atLeast: '99' },
        { grade: 'GOOD', atLeast: '98' },
        { grade: 'FAIR', atLeast: '97' },
        { grade: 'POOR', atLeast: '0' },
      ],
      values: [{ measure: 'in-five-year-plan', period: '2025', value: 'false' }],
    });
    expect(errors).toBeUndefined();
    expect(data.errors).toEqual([]);
    expect(data.weights.filter(({ level }: any) => level === 'PILLAR')).toEqual([
      { level: 'PILLAR', code: '1', name: '组织领导', before: '20', after: '15' },
      { level: 'PILLAR', code: '3', name: '素质提升', before: '20', after: '25' },
    ]);
    expect(data.impact.score.after.value).not.toBe(data.impact.score.before.value);
    expect(data.impact.suggestedGrade.after).toBe('POOR');
    expect(data.impact.values).toEqual([{ before: 'true', after: 'false' }]);
    expect(data.impact.indicators.map(({ indicator }: any) => indicator.key)).toContain('development-plan-inclusion');
    expect(data.impact.memberUnits.length).toBeGreaterThan(0);
    expect(data.isBaselineOfficial).toBe(true);
    expect(data.officialDigest.after).toBe(data.officialDigest.before);
    await ask({}, SENSITIVITY);
    expect(await wholeDatabase()).toBe(before);
  });

  it('reckons with weights that no model may have, and says which rule they break', async () => {
    const weights = [
      { level: 'PILLAR', code: '7', weight: '32' },
      { level: 'PILLAR', code: '3', weight: '0' },
    ];
    const { data } = await ask({ weights });
    expect(data.errors).toEqual([]);
    expect(data.findings.length).toBeGreaterThan(0);
    for (const { severity } of data.findings) expect(severity).toBe('WARNING');
    expect((await ask({})).data.findings).toEqual([]);
  });

  it('lets the other weights of a level give way in proportion', async () => {
    const { data } = await ask({ weights: [{ level: 'PILLAR', code: '7', weight: '34' }], isRestScaled: true });
    const pillars = data.weights.filter(({ level }: any) => level === 'PILLAR');
    expect(pillars.map(({ after }: any) => after)).toEqual(['15', '9.75', '15', '6.75', '10.5', '9', '34']);
    expect(data.errors).toEqual([]);
  });

  it('tries out a target, with the figures of the model that can be changed named where one is not found', async () => {
    const wrong = await ask({ parameters: [{ indicator: 'union-membership', path: 'nowhere', value: '1' }] });
    expect(wrong.data.errors).toMatchObject([{ code: 'PARAMETER_UNKNOWN', row: 1 }]);
    const [path] = wrong.data.errors[0].remedy.match(/target/) ?? [];
    const { data } = await ask({ parameters: [{ indicator: 'union-membership', path, value: '0.99' }] });
    expect(data.errors).toEqual([]);
    const [moved] = data.impact.indicators;
    expect(moved.indicator.key).toBe('union-membership');
    expect(Number(moved.score.after.value)).toBeLessThan(Number(moved.score.before.value));
  });

  it('tries out a variant of the model that is not in force', async () => {
    const { data } = await ask({ variant: 'from-2024-burden-relief' });
    expect(data.errors).toEqual([]);
    expect(data.weights.length).toBeGreaterThan(0);
    const unknown = await ask({ variant: 'nothing' });
    expect(unknown.data.errors).toMatchObject([{ code: 'VARIANT_UNKNOWN' }]);
  });

  it('reckons with a whole other version, a draft that nobody has published, by the keys of its indicators', async () => {
    const documents = aDistrictVersion('fengtai-2026', 2026);
    const { indicators } = documents.model;
    const [first, second] = indicators;
    if (first === undefined || second === undefined) throw new Error('the model has no indicators');
    [first.weight, second.weight] = [second.weight, first.weight];
    const imported = await world.ask(
      `mutation ($input: ImportFrameworkInput!) { importFramework(input: $input) { version { code state } errors { code message } } }`,
      { input: { workbook: await aWorkbook(documents) } },
    );
    expect(imported.data?.importFramework).toMatchObject({
      version: { code: 'fengtai-2026', state: 'DRAFT' },
      errors: [],
    });
    const before = await wholeDatabase();
    const { data, errors } = await ask({ version: 'fengtai-2026' });
    expect(errors).toBeUndefined();
    expect(data.errors).toEqual([]);
    expect(data.version).toMatchObject({
      code: 'fengtai-2026',
      isDraft: true,
      continuedCount: 80,
      added: [],
      dropped: [],
    });
    expect(data).toMatchObject({ isBaselineOfficial: true, weights: [] });
    // Each indicator scores what it did; only what it weighs is other.
    expect(data.impact.indicators).toEqual([]);
    const swapped = await ask({
      weights: [
        { level: 'INDICATOR', code: first.key, weight: first.weight },
        { level: 'INDICATOR', code: second.key, weight: second.weight },
      ],
    });
    expect(data.impact.score.after).toEqual(swapped.data.impact.score.after);
    expect(await wholeDatabase()).toBe(before);
    expect((await ask({ version: 'nothing' })).data.errors).toMatchObject([{ code: 'FRAMEWORK_VERSION_UNKNOWN' }]);
  });

  it('says in data what cannot be assumed', async () => {
    const weight = { level: 'PILLAR', code: '1', weight: '21' };
    const codes = async (input: Record<string, unknown>) =>
      (await ask(input)).data.errors.map(({ code, row }: any) => [code, row]);
    expect(await codes({ weights: [weight] })).toEqual([['WEIGHT_SUM', null]]);
    expect(await codes({ weights: [weight, { ...weight, level: 'GROUP' }] })).toEqual([['WEIGHT_LEVELS_MIXED', null]]);
    expect(
      await codes({ weights: [weight, weight, { ...weight, code: '8' }, { ...weight, code: '2', weight: '101' }] }),
    ).toEqual([
      ['WEIGHT_REPEATED', 2],
      ['WEIGHT_UNKNOWN', 3],
      ['WEIGHT_WRONG', 4],
    ]);
    expect(await codes({ gradeBands: [{ grade: 'EXCELLENT', atLeast: '90' }] })).toEqual([['GRADE_BANDS_WRONG', null]]);
    expect(
      await codes({
        weights: [weight],
        parameters: [{ indicator: 'nothing', path: 'target', value: '1' }],
        values: [{ measure: 'nothing', period: '2025', value: '1' }],
      }),
    ).toEqual([
      ['WEIGHT_SUM', null],
      ['INDICATOR_UNKNOWN', 1],
      ['MEASURE_UNKNOWN', 1],
    ]);
    expect(await codes({ subject: 'nowhere' })).toEqual([['SUBJECT_UNKNOWN', null]]);
    expect(await codes({ year: 1990 })).toEqual([['YEAR_NOT_EVALUATED', null]]);
    const share = { indicator: 'policy-system', path: 'parts.0.share', value: '30' };
    expect(await codes({ parameters: [share] })).toEqual([['MODEL_NOT_SCORABLE', null]]);
  });

  it('is the business of the office alone', async () => {
    for (const role of ['unit-editor', 'unit-approver', 'assessor', 'integrator', 'auditor', 'service'] as const) {
      const { data, errors } = await ask({}, ASK, [role], 'hrss');
      expect(data).toBeNull();
      expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    }
    expect((await ask({}, ASK, ['lead-approver'])).data.errors).toEqual([]);
  });

  it('knows how far each weight may move before the suggested grade changes', async () => {
    const { data, errors } = await ask({}, SENSITIVITY);
    expect(errors).toBeUndefined();
    const { sensitivity, impact } = data;
    expect(sensitivity).toHaveLength(7 + 80);
    const turning = sensitivity.filter(({ nearest }: any) => nearest !== null);
    expect(turning.length).toBeGreaterThan(0);
    const keys = new Map(catalogue.frameworks.get('fengtai-2023')?.indicators.map(({ code, key }) => [code, key]));
    for (const { level, code, weight, nearest } of turning.slice(0, 6)) {
      const gradeAt = async (moved: string) => {
        const name = level === 'PILLAR' ? code : keys.get(code);
        const { data: at } = await ask({ weights: [{ level, code: name, weight: moved }], isRestScaled: true });
        return at.impact.suggestedGrade.after;
      };
      // The turn is where the calculator itself turns, and one step before it does not yet.
      expect(await gradeAt(nearest.weight)).toBe(nearest.grade);
      expect(nearest.grade).not.toBe(impact.suggestedGrade.after);
      const step = decimal(nearest.move).isNegative() ? '0.0001' : '-0.0001';
      expect(await gradeAt(decimal(nearest.weight).plus(step).toFixed())).toBe(impact.suggestedGrade.after);
      expect(decimal(weight).plus(nearest.move).toFixed()).toBe(decimal(nearest.weight).toFixed());
    }
  }, 60_000);

  it('never finds a grade changed nearer than it told, whatever weight is tried', async () => {
    const { data } = await ask({}, SENSITIVITY);
    const pillars = data.sensitivity.filter(({ level }: any) => level === 'PILLAR');
    const place = fc.record({
      index: fc.nat(pillars.length - 1),
      part: fc.integer({ min: 0, max: 99 }),
      isUp: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ index, part, isUp }) => {
        const { code, weight, decrease, increase } = pillars[index];
        const turn = isUp ? increase : decrease;
        const room = turn?.move ?? (isUp ? decimal(100).minus(weight) : decimal(weight).negated()).toFixed();
        const moved = decimal(weight).plus(decimal(room).times(part).div(100));
        const at = await ask({ weights: [{ level: 'PILLAR', code, weight: moved.toFixed() }], isRestScaled: true });
        expect(at.data.impact.suggestedGrade.after).toBe(data.impact.suggestedGrade.after);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});

// biome-ignore-all lint/suspicious/noExplicitAny: answers are read field by field
import { graphql, type GraphQLSchema } from 'graphql';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { hashVersion } from '../../shared/catalogue/version/version-hash.ts';
import { createSubgraphContext } from '../../shared/graphql/context.ts';
import type { Role } from '../../shared/identity/role.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { runInScope } from '../../shared/observability/request-scope.ts';
import { newTrace } from '../../shared/observability/trace.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import type { FrameworkVersions } from '../../subgraphs/evaluation/framework-version/framework-versions.ts';
import { openFrameworkVersions } from '../../subgraphs/evaluation/framework-version/open-framework-versions.ts';
import { seedFrameworkVersions } from '../../subgraphs/evaluation/framework-version/seed-framework-versions.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { RecalculationService } from '../../subgraphs/evaluation/result/recalculation/recalculation.service.ts';
import { createEvaluationSubgraph } from '../../subgraphs/evaluation/subgraph.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import { aChange, FakeChangeSource } from '../../subgraphs/evaluation/worker/fake-change-source.ts';
import { startWorker } from '../../subgraphs/evaluation/worker/worker.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { aDistrictVersion, aWorkbook, documentsOf } from '../testkit/workbook.ts';

const shipped = loadCatalogue();
const log = createLogger('evaluation', 'silent');
const DECISION = { documentTitle: '协调小组会议纪要', documentNumber: '〔2025〕3号', reason: '年度要点有调整' };

const IMPORT = `mutation Import($input: ImportFrameworkInput!) { importFramework(input: $input) {
  version { code state revision hash years events { action actor revision } } code hash isUnchanged newMeasures
  faults { code sheet cell message rule remedy } errors { code path row message } } }`;
const PUBLISH = `mutation Publish($input: PublishFrameworkInput!) { publishFramework(input: $input) {
  version { code state years events { action actor documentTitle reason } } errors { code path } } }`;
const CARRY = `mutation Carry($input: CarryOverFrameworkInput!) { carryOverFramework(input: $input) {
  version { code years } errors { code path } } }`;
const SCORES = `query Scores($year: Int!, $framework: String) { subject(code: "110106") {
  evaluation(year: $year, framework: $framework) { framework { code } score { value low high } } } }`;

describe('versions of frameworks', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let schema: GraphQLSchema;
  let versions: FrameworkVersions;
  let elsewhere: FrameworkVersions;
  let recalculation: RecalculationService;

  beforeAll(async () => {
    database = await createServiceDatabase('evaluation');
    dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
    await seedSubjects(dataSource, shipped, 'on');
    versions = await openFrameworkVersions(dataSource, shipped, log);
    elsewhere = await openFrameworkVersions(dataSource, shipped, log);
    schema = await createEvaluationSubgraph({ database: dataSource, catalogue: shipped, clock: systemClock, versions });
    const { catalogue } = elsewhere;
    const register = new FrameworkRegister(catalogue);
    const dependencies = { dataSource, catalogue, register, catalogueDigest: 'test', versions: elsewhere };
    recalculation = new RecalculationService(dependencies);
    const values = [
      aChange('union', 1n, { measure: 'in-five-year-plan', value: 'true', memberUnit: 'ndrc' }),
      aChange('union', 2n, { measure: 'industrial-workers', value: '120' }),
    ];
    await new IngestService(dataSource, register).ingest('union', { head: 2n, changes: values });
  });

  afterAll(async () => {
    await versions.close();
    await elsewhere.close();
    await dataSource.destroy();
    await database.drop();
  });

  async function ask(source: string, variables: Record<string, unknown> = {}, role: Role = 'lead-evaluator') {
    const viewer = { subject: `test:${role}`, memberUnit: 'union', roles: [role], purpose: 'test' };
    const scope = { trace: newTrace(), statements: 0 };
    const contextValue = createSubgraphContext(viewer, scope.trace, log);
    const answer = await runInScope(scope, () => graphql({ schema, source, variableValues: variables, contextValue }));
    const codes = (answer.errors ?? []).map(({ extensions }) => extensions['code']);
    return { data: answer.data as any, codes, statements: scope.statements };
  }

  const load = async (documents: Parameters<typeof aWorkbook>[0], more: object = {}, role?: Role) =>
    (await ask(IMPORT, { input: { workbook: await aWorkbook(documents), ...more } }, role)).data?.importFramework;
  const stored = async (code: string) =>
    dataSource.query('select revision, hash from framework_version where code = $1 order by revision', [code]);

  it('ships what the catalogue holds as published, and seeding again changes nothing', async () => {
    const before = await dataSource.query('select count(*)::int as count from framework_version_event');
    await seedFrameworkVersions(dataSource, log);
    expect(await dataSource.query('select count(*)::int as count from framework_version_event')).toEqual(before);
    const { data } = await ask('{ frameworkVersions { code state years hash events { action year documentTitle } } }');
    expect(data.frameworkVersions.map(({ code, state }: any) => `${code} ${state}`)).toEqual([
      'national-2022 PUBLISHED',
      'fengtai-2023 PUBLISHED',
    ]);
    const [, district] = data.frameworkVersions;
    expect(district).toMatchObject({ years: [2023, 2024, 2025], hash: hashVersion(documentsOf('fengtai-2023')) });
    expect(district.events.filter(({ action }: any) => action === 'CARRIED_OVER')).toHaveLength(2);
  });

  it('takes a template filled from a version back as no change', async () => {
    for (const code of ['fengtai-2023', 'national-2022']) {
      const imported = await load(documentsOf(code));
      expect(imported).toMatchObject({ code, isUnchanged: true, faults: [], errors: [] });
      expect(await stored(code)).toHaveLength(1);
    }
  });

  it('refuses to change a version that is published', async () => {
    const documents = documentsOf('fengtai-2023');
    documents.framework.title += '（改）';
    const imported = await load(documents);
    expect(imported.errors).toEqual([expect.objectContaining({ code: 'FRAMEWORK_VERSION_FIXED' })]);
    expect(await stored('fengtai-2023')).toHaveLength(1);
  });

  it('tells every fault by sheet and cell and stores nothing of a faulty workbook', async () => {
    const documents = aDistrictVersion('fengtai-2025', 2025);
    const [first, second] = documents.responsibility.indicators;
    if (first === undefined || second === undefined) throw new Error('no rows');
    first.lead = 'nobody';
    second.lead = 'no-one';
    const imported = await load(documents);
    expect(imported.version).toBeNull();
    expect(imported.faults.map(({ code, sheet, cell }: any) => `${code} ${sheet} ${cell}`)).toEqual(
      expect.arrayContaining(['UNKNOWN_UNIT 责任分工 D4', 'UNKNOWN_UNIT 责任分工 D5']),
    );
    expect(imported.errors).toHaveLength(imported.faults.length);
    expect(imported.errors[0].path.slice(0, 2)).toEqual(['input', 'workbook']);
    expect(await stored('fengtai-2025')).toEqual([]);
  });

  it('checks without storing when asked to', async () => {
    expect(await load(aDistrictVersion('fengtai-2025', 2025), { dryRun: true })).toMatchObject({
      version: null,
      code: 'fengtai-2025',
      isUnchanged: false,
      errors: [],
    });
    expect(await stored('fengtai-2025')).toEqual([]);
  });

  it('is imported as a draft by an evaluator alone, and shown to the office alone', async () => {
    const workbook = await aWorkbook(aDistrictVersion('fengtai-2025', 2025));
    expect((await ask(IMPORT, { input: { workbook } }, 'lead-approver')).codes).toEqual(['FORBIDDEN']);
    expect((await ask(IMPORT, { input: { workbook } }, 'unit-editor')).codes).toEqual(['FORBIDDEN']);
    const imported = await load(aDistrictVersion('fengtai-2025', 2025));
    expect(imported.version).toMatchObject({ code: 'fengtai-2025', state: 'DRAFT', revision: 1, years: [2025] });
    const seen = async (role: Role) =>
      (await ask('{ frameworkVersion(code: "fengtai-2025") { state } }', {}, role)).data.frameworkVersion;
    expect(await seen('lead-approver')).toEqual({ state: 'DRAFT' });
    expect(await seen('unit-editor')).toBeNull();
    expect((await ask('{ framework(code: "fengtai-2025") { code } }')).data.framework).toBeNull();
  });

  it('may be imported anew while it is a draft; the earlier one stays in the record', async () => {
    const documents = aDistrictVersion('fengtai-2025', 2025);
    const [first, second] = documents.model.indicators;
    if (first === undefined || second === undefined) throw new Error('no rows');
    [first.weight, second.weight] = ['0.7', String(Number(second.weight) + Number(first.weight) - 0.7)];
    const imported = await load(documents);
    expect(imported.version).toMatchObject({ state: 'DRAFT', revision: 2, hash: hashVersion(documents) });
    expect(await stored('fengtai-2025')).toHaveLength(2);
    const { data } = await ask(`{ frameworkDiff(from: "fengtai-2023", to: "fengtai-2025") {
      pointsMoved indicators { key fate changes { aspect points explanation } } } }`);
    expect(data.frameworkDiff.indicators.every(({ fate }: any) => fate === 'CONTINUED')).toBe(true);
    expect(data.frameworkDiff.indicators[0].changes).toEqual([
      { aspect: 'WEIGHT', points: '-0.1', explanation: '权重由“0.8”改为“0.7”' },
    ]);
  });

  it('rule 13: is published by an approver with the decision; the newest judges the year, the other stays reachable', async () => {
    await recalculation.recalculate({ subject: '110106', year: 2025 });
    expect((await ask(SCORES, { year: 2025 })).data.subject.evaluation.framework.code).toBe('fengtai-2023');
    const input = { code: 'fengtai-2025', ...DECISION };
    expect((await ask(PUBLISH, { input }, 'lead-evaluator')).codes).toEqual(['FORBIDDEN']);
    const silent = await ask(PUBLISH, { input: { ...input, reason: ' ' } }, 'lead-approver');
    expect(silent.data.publishFramework.errors).toEqual([{ code: 'TEXT_REQUIRED', path: ['input', 'reason'] }]);
    const { data } = await ask(PUBLISH, { input }, 'lead-approver');
    expect(data.publishFramework).toMatchObject({ version: { state: 'PUBLISHED' }, errors: [] });
    const jobs = await dataSource.query(`select payload from graphile_worker._private_jobs`);
    expect(jobs.map(({ payload }: any) => payload)).toContainEqual({ subject: '110106', year: 2025 });
    // The worker's own catalogue learns of it before it calculates, whether or not it was told.
    await recalculation.recalculate({ subject: '110106', year: 2025 });
    const both = await Promise.all(
      [null, 'fengtai-2025', 'fengtai-2023'].map((framework) => ask(SCORES, { year: 2025, framework })),
    );
    expect(both.map((answer) => answer.data.subject.evaluation.framework.code)).toEqual([
      'fengtai-2025',
      'fengtai-2025',
      'fengtai-2023',
    ]);
    expect(both[1]?.data.subject.evaluation.score).not.toEqual(both[2]?.data.subject.evaluation.score);
    expect((await ask('{ framework(code: "fengtai-2025") { years } }', {}, 'unit-editor')).data.framework).toEqual({
      years: [2025],
    });
  });

  it('is used, and never changes, once a result rests on it', async () => {
    const { data } = await ask('{ frameworkVersion(code: "fengtai-2025") { state events { action actor } } }');
    expect(data.frameworkVersion.state).toBe('USED');
    expect(data.frameworkVersion.events.at(-1)).toEqual({ action: 'USED', actor: 'system:recalculation' });
    const insert = `insert into framework_version (code, revision, hash, documents, recorded_by, recorded_at)
      values ('fengtai-2025', 9, 'x', '{}', 'somebody', now())`;
    await expect(dataSource.query(insert)).rejects.toThrow('in use and never changes');
    await expect(dataSource.query(`update framework_version set hash = 'x'`)).rejects.toThrow('permission denied');
    await expect(dataSource.query('delete from framework_version_event')).rejects.toThrow('permission denied');
  });

  it('is not published by the one who imported it, nor twice', async () => {
    await load(aDistrictVersion('fengtai-2027', 2027));
    await dataSource.query(`insert into framework_version (code, revision, hash, documents, recorded_by, recorded_at)
      select code, 2, hash, documents, 'test:lead-approver', now() from framework_version where code = 'fengtai-2027'`);
    await dataSource.query(`insert into framework_version_event (code, revision, action, actor, happened_at, trace_id)
      values ('fengtai-2027', 2, 'IMPORTED', 'test:lead-approver', now(), '')`);
    const own = await ask(PUBLISH, { input: { code: 'fengtai-2027', ...DECISION } }, 'lead-approver');
    expect(own.data.publishFramework.errors[0].code).toBe('PUBLISHED_BY_IMPORTER');
    const again = await ask(PUBLISH, { input: { code: 'fengtai-2025', ...DECISION } }, 'lead-approver');
    expect(again.data.publishFramework.errors[0].code).toBe('FRAMEWORK_VERSION_NOT_DRAFT');
    const none = await ask(PUBLISH, { input: { code: 'nothing', ...DECISION } }, 'lead-approver');
    expect(none.data.publishFramework.errors[0].code).toBe('FRAMEWORK_VERSION_UNKNOWN');
  });

  it('rules 12, 13: is carried over to a further year by a recorded act, which every process honours', async () => {
    const carry = async (year: number, code = 'fengtai-2025') =>
      (await ask(CARRY, { input: { code, year, ...DECISION } }, 'lead-approver')).data.carryOverFramework;
    expect((await carry(2025)).errors[0].code).toBe('CARRY_OVER_YEAR');
    expect((await carry(2099)).errors[0].code).toBe('CARRY_OVER_YEAR');
    expect((await carry(2028, 'fengtai-2027')).errors[0].code).toBe('FRAMEWORK_VERSION_IS_DRAFT');
    expect(await carry(2026)).toMatchObject({ version: { years: [2025, 2026] }, errors: [] });
    expect((await carry(2026)).errors[0].code).toBe('CARRIED_OVER_ALREADY');
    await expect
      .poll(() => new FrameworkRegister(elsewhere.catalogue).forYear('district', 2026)?.id, { timeout: 5_000 })
      .toBe('fengtai-2025');
    const { data } = await ask(
      '{ frameworkYearDiff(kind: DISTRICT, from: 2024, to: 2026) { from { code } to { code } } }',
    );
    expect(data.frameworkYearDiff).toEqual({ from: { code: 'fengtai-2023' }, to: { code: 'fengtai-2025' } });
  });

  it('is worked with by a running worker within about a second', async () => {
    const worker = await startWorker({
      ...{ dataSource, databaseUrl: database.appUrl, catalogue: elsewhere.catalogue, versions: elsewhere, log },
      source: new FakeChangeSource(),
    });
    try {
      await load(aDistrictVersion('fengtai-2025-b', 2025));
      await ask(PUBLISH, { input: { code: 'fengtai-2025-b', ...DECISION } }, 'lead-approver');
      const published = Date.now();
      const results = () =>
        dataSource.query(`select 1 from evaluation_result where framework = 'fengtai-2025-b' and known_to is null`);
      await expect.poll(async () => (await results()).length, { timeout: 15_000, interval: 20 }).toBe(1);
      expect(Date.now() - published).toBeLessThan(5_000);
      expect((await ask(SCORES, { year: 2025 })).data.subject.evaluation.framework.code).toBe('fengtai-2025-b');
    } finally {
      await worker.stop();
    }
  });

  it('follows the shipped files until something rests on a version, then keeps what it rests on', async () => {
    const changed = documentsOf('national-2022');
    changed.framework.title += '（改）';
    const seed = (code: string) => seedFrameworkVersions(dataSource, log, new Map([[code, changed]]));
    await seed('national-2022');
    expect(await stored('national-2022')).toEqual([
      { revision: 1, hash: hashVersion(documentsOf('national-2022')) },
      { revision: 2, hash: hashVersion(changed) },
    ]);
    const title = async () =>
      (await ask('{ frameworkVersion(code: "national-2022") { title state } }')).data.frameworkVersion;
    expect(await title()).toEqual({ title: changed.framework.title, state: 'PUBLISHED' });
    await expect.poll(() => elsewhere.catalogue.frameworks.get('national-2022')?.title).toBe(changed.framework.title);
    await seed('fengtai-2023');
    expect(await stored('fengtai-2023')).toHaveLength(1);
  });

  it('is in use once a round rests on it', async () => {
    await dataSource.query(`insert into round (code, framework, year, edition, state, base_years, opened_by, opened_at)
      values ('national-2022@2025', 'national-2022', 2025, 1, 'PLANNED', '{2024}', 'test', now())`);
    const { data } = await ask('{ frameworkVersion(code: "national-2022") { state } }');
    expect(data.frameworkVersion.state).toBe('USED');
  });

  it('rule 23: tells its agreement with the key performance indicators', async () => {
    const { data } = await ask(`{ frameworkVersion(code: "fengtai-2023") { keyIndicatorAgreement {
      agreeingCount totalCount share keyPerformanceIndicators { code isAgreeing missingMeasures } } } }`);
    const { agreeingCount, totalCount, keyPerformanceIndicators } = data.frameworkVersion.keyIndicatorAgreement;
    expect(totalCount).toBe(shipped.kpis.length);
    expect(keyPerformanceIndicators.filter((row: any) => row.isAgreeing)).toHaveLength(agreeingCount);
    expect(keyPerformanceIndicators.every((row: any) => row.isAgreeing === (row.missingMeasures.length === 0))).toBe(
      true,
    );
  });

  it('leaves an act of everybody in the audit trail', async () => {
    const rows = await dataSource.query(
      `select action, actor from audit_event where target = 'fengtai-2025' order by happened_at, id`,
    );
    expect(rows.map(({ action, actor }: any) => `${action} ${actor}`)).toEqual([
      'framework.import test:lead-evaluator',
      'framework.import test:lead-evaluator',
      'framework.publish test:lead-approver',
      'framework.carry-over test:lead-approver',
    ]);
  });

  it('asks no statement more of a read than before', async () => {
    const { statements } = await ask(SCORES, { year: 2025 });
    expect(statements).toBe(2);
    expect((await ask('{ frameworks { code years } }')).statements).toBe(0);
  });
});

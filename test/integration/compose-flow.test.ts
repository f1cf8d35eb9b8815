import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { projectRoot } from '../../shared/config/project-root.ts';
import { EmbeddedPostgres } from '../../shared/topology/postgres/embedded-postgres.ts';
import { freePorts } from '../../shared/topology/process/free-port.ts';
import { urlOf, withClient } from '../../shared/topology/provision.ts';
import { type LocalPlace, toLocalProcess } from '../testkit/compose-process.ts';
import { ComposeRunner } from '../testkit/compose-runner.ts';
import { type ComposeTopology, readComposeTopology } from '../testkit/compose-topology.ts';
import { buildRuntimeTree } from '../testkit/dockerfile.ts';

/**
 * The services of docker-compose.yml as plain processes, from a folder that holds what the image would: the same commands,
 * environments, secret files and health checks, with names of hosts and ports mapped. PostgreSQL is the embedded one.
 */
const folder = mkdtempSync(join(tmpdir(), 'hub-compose-'));
const installation = join(folder, 'installation');
let topology: ComposeTopology;
let place: LocalPlace;
let postgres: EmbeddedPostgres;
let runner: ComposeRunner;

const service = (name: string) => topology.service(name);
const addressOf = (name: string) => `http://127.0.0.1:${place.ports.get(name)}`;

beforeAll(async () => {
  chmodSync(folder, 0o711);
  for (const name of ['image', 'tmp', 'postgres']) mkdirSync(join(folder, name), { mode: 0o711 });
  topology = readComposeTopology({ HUB_INSTALLATION: installation, HUB_DEMO: 'on', LOG_LEVEL: 'warn' });
  buildRuntimeTree(join(folder, 'image'));
  postgres = await EmbeddedPostgres.prepare({
    dataFolder: join(folder, 'postgres'),
    installation: folder,
    password: 'of the first minute',
    logFile: join(folder, 'postgres.log'),
    startTimeoutMs: 60_000,
  });
  await postgres.start();
  const ports = await freePorts(
    '127.0.0.1',
    topology.services.map(({ name }) => name),
    0,
  );
  ports.set('postgres', Number(new URL(postgres.adminUrl).port));
  place = { ports, temporary: join(folder, 'tmp'), root: join(folder, 'image') };
  runner = new ComposeRunner((each) => toLocalProcess(each, topology, place));
});

afterAll(async () => {
  runner.kill();
  await postgres.stop();
  postgres.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(query: string, who: 'lead' | 'hrss' = 'lead'): Promise<{ status: number; body: unknown }> {
  const tokens: Record<string, string> = JSON.parse(readFileSync(join(installation, 'demo/tokens.json'), 'utf8'));
  const response = await fetch(`${addressOf('gateway')}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[who]}` },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: await response.json() };
}

/** How long is waited for what must come; a loaded machine is slow, not wrong. */
const PATIENT = { timeout: 180_000, interval: 100 };

const PUBLISH = `mutation { publishHrssObservations(input: { idempotencyKey: "compose-1", observations: [
  { subject: "110106", measure: "technicians", period: "2025", value: "50", explanation: "统计口径调整，核减重复计数" }
] }) { publication { state } errors { code } } }`;

const departmentSchema = z.object({ observations: z.object({ totalCount: z.number() }) }).nullable();
const districtSchema = z.object({
  errors: z.undefined().optional(),
  data: z.object({
    subject: z.object({
      hrss: departmentSchema,
      sasac: departmentSchema,
      education: departmentSchema,
      tradeUnion: departmentSchema,
      evaluation: z
        .object({ score: z.object({ value: z.string().nullable() }).nullable() })
        .nullable()
        .optional(),
    }),
  }),
});

/** Everything secret that the installation holds, by path. */
function secretTexts(): string[] {
  return Object.values(topology.secretFiles).map((path) => readFileSync(path, 'utf8'));
}

describe('the secrets of an installation', () => {
  it('are not there before the one who makes them has run, and are then for their readers only', async () => {
    const early = await runner.run(service('provision'));
    expect(early).toMatchObject({ code: 1, output: expect.stringContaining('HUB_POSTGRES_URL_FILE') });
    expect(early.output).toContain('cannot be read (ENOENT)');
    const { code, output } = await runner.run(service('secrets'));
    expect(output).toContain('demo on');
    expect(code).toBe(0);
    for (const [name, path] of Object.entries(topology.secretFiles)) {
      const { mode, uid } = statSync(path);
      expect(mode & 0o077, name).toBe(0);
      if (process.getuid?.() === 0) expect(uid, name).toBe(name === 'postgres_password' ? 999 : 1000);
    }
  });

  it('are never made anew', async () => {
    const before = secretTexts();
    expect(await runner.run(service('secrets'))).toMatchObject({
      code: 0,
      output: expect.stringContaining('kept as it is'),
    });
    expect(secretTexts()).toEqual(before);
  });
});

describe('the services of docker-compose.yml as plain processes', () => {
  it('come up in order from what the image holds, each healthy by its own check', async () => {
    const password = readFileSync(topology.secretFiles['postgres_password'] ?? '', 'utf8');
    await withClient(postgres.adminUrl, (admin) => admin.query(`ALTER ROLE postgres PASSWORD '${password}'`));
    expect(existsSync(join(place.root, 'node_modules/vitest'))).toBe(false);
    const services = topology.running(['demo']).filter(({ name }) => name !== 'postgres' && name !== 'demo-data');
    await runner.up(services);
    expect(services).toHaveLength(12);
  }, 600_000);

  it('give each service a role of its own in a database of its own', async () => {
    const url = new URL(readFileSync(topology.secretFiles['hrss_database_url'] ?? '', 'utf8'));
    expect([url.username, url.pathname]).toEqual(['hrss_app', '/hrss']);
    await expect(withClient(urlOf(url.href, { database: 'sasac' }), async () => 'in')).rejects.toThrow(
      /permission denied/,
    );
    await expect(withClient(url.href, (app) => app.query('create table hrss.own (id int)'))).rejects.toThrow(
      /permission denied/,
    );
  });

  it('answer at the published addresses', async () => {
    const answers = ['gateway/health', 'gateway/readiness', 'identity/.well-known/openid-configuration'].map(
      async (path) => {
        const [name = '', ...rest] = path.split('/');
        return (await fetch(`${addressOf(name)}/${rest.join('/')}`)).status;
      },
    );
    expect(await Promise.all(answers)).toEqual([200, 200, 200]);
  });

  it('answer one consolidated query across all of them', async () => {
    const departments = `hrss { observations(first: 1) { totalCount } } sasac { observations(first: 1) { totalCount } }
      education { observations(first: 1) { totalCount } } tradeUnion { observations(first: 1) { totalCount } }`;
    const district = async (fields: string) =>
      districtSchema.parse((await ask(`{ subject(code: "110106") { ${departments} ${fields} } }`)).body).data.subject;
    // The rest of the demo data would only take time: whole, they are loaded by another test.
    const said = await runner.interrupt(service('demo-data'), async () => {
      const counts = async () => {
        const { hrss, sasac, education, tradeUnion } = await district('');
        return [hrss, sasac, education, tradeUnion].map((part) => part?.observations.totalCount ?? -1);
      };
      await expect.poll(async () => Math.max(...(await counts())), PATIENT).toBeGreaterThan(0);
      await expect.poll(async () => Math.min(...(await counts())), PATIENT).toBeGreaterThanOrEqual(0);
    });
    expect(said).not.toContain('demo: ');
    // One value of its own, from a department through the gateway to the worker and back into the graph.
    const published = async () => JSON.stringify((await ask(PUBLISH, 'hrss')).body);
    await expect.poll(published, PATIENT).toContain('"state":"ACCEPTED"');
    const scored = async () =>
      (await district('evaluation(year: 2025) { score { value } }')).evaluation?.score?.value ?? '';
    await expect.poll(scored, PATIENT).toMatch(/^\d/);
    const { body } = await ask('{ memberUnits { code availability { state } } }');
    expect(JSON.stringify(body)).not.toContain('UNAVAILABLE');
  }, 600_000);

  it('let the command line, the first administrators and the audit’s scheduler in by the same files', async () => {
    const [doctor, administrators, audit] = await Promise.all([
      runner.run(service('cli')),
      runner.run(service('first-administrators'), ['王芳']),
      runner.run(service('retain-audit')),
    ]);
    expect(doctor, doctor.output).toMatchObject({ code: 0 });
    // A demonstration has its administrators already.
    expect(administrators).toMatchObject({ code: 1, output: expect.stringContaining('ADMINISTRATOR_EXISTS') });
    expect(audit, audit.output).toMatchObject({ code: 0 });
  }, 60_000);

  it('are kept as they are by the tasks of a second start', async () => {
    const tokens = readFileSync(join(installation, 'demo/tokens.json'), 'utf8');
    for (const name of ['provision', 'migrate', 'tokens'])
      expect(await runner.run(service(name))).toMatchObject({ code: 0 });
    expect(readFileSync(join(installation, 'demo/tokens.json'), 'utf8')).toBe(tokens);
    expect((await ask('{ __typename memberUnits { code } }')).status).toBe(200);
  }, 60_000);

  it('hold no secret in their environments', () => {
    const environments = topology.services.flatMap((each) =>
      each.command[0] === 'node' ? Object.values(toLocalProcess(each, topology, place).environment) : [],
    );
    const secrets = Object.entries(topology.secretFiles).filter(([name]) => name !== 'demo' && name !== 'oidc_issuers');
    for (const [name, path] of secrets) {
      const text = readFileSync(path, 'utf8').trim();
      expect(text.length, name).toBeGreaterThan(10);
      expect(environments.filter((value) => value.includes(text))).toEqual([]);
    }
  });

  it('refuse to become the real thing after having been a demonstration', async () => {
    const real = readComposeTopology({ HUB_INSTALLATION: installation, HUB_DEMO: 'off' });
    const again = new ComposeRunner((each) => toLocalProcess(each, real, place));
    expect(await again.run(real.service('secrets'))).toMatchObject({
      code: 1,
      output: expect.stringContaining('demo data'),
    });
  });

  it('stop one after the other, who needs others before them, each with 0', async () => {
    const codes = await runner.down();
    expect(
      [...codes.values()].every((code) => code === 0),
      JSON.stringify([...codes]),
    ).toBe(true);
    const order = [...codes.keys()];
    const gateway = order.indexOf('gateway');
    expect(order.indexOf('worker')).toBeLessThan(gateway);
    expect(gateway).toBeLessThan(Math.min(order.indexOf('hub'), order.indexOf('evaluation')));
  }, 60_000);
});

it('needs nothing of this project but what the image holds', () => {
  expect(place.root.startsWith(projectRoot)).toBe(false);
});

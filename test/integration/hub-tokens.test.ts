import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../shared/topology/provision.ts';
import { hashToken, newTokenText } from '../../subgraphs/hub/token/token.ts';
import { HubWorld } from './hub-world.ts';

const request = {
  subject: 'system:hrss',
  memberUnit: 'hrss',
  roles: ['unit-editor', 'unit-approver'],
  purpose: '人社系统报送',
  days: 30,
};

let world: HubWorld;
beforeAll(async () => {
  world = await HubWorld.open();
});
afterAll(() => world.close());

async function issue(): Promise<string> {
  const issued = await world.services.tokens.issue([request], 'bootstrap');
  return issued.ok ? issued.value[0]! : '';
}

async function introspect(token: unknown): Promise<unknown> {
  return (await world.post('/internal/introspect', { token })).body;
}

async function code(statement: Promise<unknown>): Promise<string> {
  return statement.then(
    () => 'accepted',
    (error: { code?: string; constraint?: string }) => error.constraint ?? error.code ?? 'no code',
  );
}

describe('a token', () => {
  it('is answered with its viewer from the moment it is issued', async () => {
    const { subject, memberUnit, roles, purpose } = request;
    expect(await introspect(await issue())).toEqual({ viewer: { subject, memberUnit, roles, purpose } });
  });

  it('is stored as its hash only, nowhere in the database as text', async () => {
    const token = await issue();
    const rows = await world.dataSource.query(
      'select t::text as row from token t union all select a::text from access_audit a',
    );
    const stored = rows.map(({ row }: { row: string }) => row).join('\n');
    expect(stored).toContain(hashToken(token).toString('hex'));
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(token.slice('hub_'.length));
  });

  it('leaves a record of its issue, written with it', async () => {
    await issue();
    const [entry] = await world.dataSource.query('select * from access_audit order by at desc, id desc limit 1');
    expect(entry).toMatchObject({
      actor: 'bootstrap',
      action: 'token.issue',
      object: expect.stringMatching(/^token:/),
      result: 'DONE',
      detail: { subject: 'system:hrss', memberUnit: 'hrss', roles: request.roles, purpose: request.purpose },
    });
  });

  it('is not told apart from an unknown one once it has expired or was revoked', async () => {
    const [expired, revoked] = [await issue(), await issue()];
    await withClient(world.database.ownerUrl, async (owner) => {
      await owner.query(
        `update hub.token set created_at = now() - interval '2 days', expires_at = now() - interval '1 second' where hash = $1`,
        [hashToken(expired)],
      );
    });
    await world.dataSource.query('update token set revoked_at = now() where hash = $1', [hashToken(revoked)]);
    for (const token of [expired, revoked, newTokenText(), '', 'hub_', 'x'.repeat(1_000), 7, null]) {
      expect(await introspect(token)).toEqual({ viewer: null });
    }
  });

  it('is spoken of to signed callers only', async () => {
    const answer = await world.post('/internal/introspect', { token: await issue() }, { isSigned: false });
    expect(answer.status).toBe(401);
    expect(JSON.stringify(answer.body)).not.toContain('system:hrss');
  });
});

describe('the table of tokens', () => {
  const insert = (roles: readonly string[], subject = 'x'): Promise<unknown> =>
    world.dataSource.query(
      `insert into token (id, hash, subject, roles, purpose, created_by, created_at, expires_at)
       values (gen_random_uuid(), $1, $3, $2, 'x', 'x', now(), now() + interval '1 day')`,
      [hashToken(newTokenText()), roles, subject],
    );

  it.each([
    ['system-administrator', 'security-administrator'],
    ['system-administrator', 'auditor'],
    ['auditor', 'security-administrator'],
    ['system-administrator', 'security-administrator', 'auditor'],
  ])('refuses %s together with %s', async (...roles) => {
    expect(await code(insert(['unit-editor', ...roles]))).toBe('token_one_administrator');
  });

  it('admits each administrator alone', async () => {
    for (const role of ['system-administrator', 'security-administrator', 'auditor']) {
      expect(await code(insert([role], `only ${role}`))).toBe('accepted');
    }
  });

  it('lets the application neither change what a token grants nor remove it', async () => {
    await issue();
    expect(await code(world.dataSource.query(`update token set roles = '{auditor}'`))).toBe('42501');
    expect(await code(world.dataSource.query('delete from token'))).toBe('42501');
  });
});

describe('the access audit', () => {
  it('can be appended to and read, but changed by nobody', async () => {
    await issue();
    expect(await code(world.dataSource.query(`update access_audit set actor = 'x'`))).toBe('42501');
    expect(await code(world.dataSource.query('delete from access_audit'))).toBe('42501');
    const asOwner = await withClient(world.database.ownerUrl, (owner) =>
      code(owner.query(`update hub.access_audit set actor = 'x'`)),
    );
    expect(asOwner).toBe('42501');
  });

  it('is read but not written by the maintenance role', async () => {
    const [read, write] = await withClient(world.database.maintenanceUrl, async (maintenance) => [
      await code(maintenance.query('select count(*) from hub.access_audit')),
      await code(maintenance.query('delete from hub.access_audit')),
    ]);
    expect([read, write]).toEqual(['accepted', '42501']);
  });
});

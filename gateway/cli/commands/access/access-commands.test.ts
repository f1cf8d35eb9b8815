import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GraphqlClient } from '../../graphql-client.ts';
import { renderOutcome } from '../../outcome.ts';
import { adminBootstrapCommand } from './admin-bootstrap.command.ts';
import { auditExportCommand } from './audit-export.command.ts';
import { tokenCreateCommand, tokenListCommand, tokenRevokeCommand } from './token.command.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-cli-access-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Sent {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** A client whose gateway answers one thing after the other, and remembers what it was asked. */
function fakeClient(...answers: readonly object[]): { client: GraphqlClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const answering: typeof fetch = (_url, init) => {
    sent.push(JSON.parse(String(init?.body)));
    const answer = answers[sent.length - 1] ?? answers.at(-1);
    return Promise.resolve(new Response(JSON.stringify({ data: answer }), { status: 200 }));
  };
  return { client: new GraphqlClient({ url: 'http://hub.test/graphql', token: 't', fetch: answering }), sent };
}

const TEXT = 'hub_0123456789abcdefghijkl';
const refusal = { code: 'TOKEN_UNIT_MISSING', message: '缺单位', messageEn: 'no unit', remedy: '补充' };

describe('hub token', () => {
  it('prints the new token alone on standard output, and says the rest beside it', async () => {
    const token = { id: 'i', subject: 'token:i', expiresAt: '2026-01-02T00:00:00Z' };
    const { client, sent } = fakeClient({ payload: { text: TEXT, token, errors: [] } });
    const options = { role: ['lead-evaluator', 'integrator'] as const, purpose: '试用', days: 1 };
    const { stdout, stderr, exitCode } = renderOutcome(await tokenCreateCommand(client, options), 'plain');
    expect({ stdout, exitCode }).toEqual({ stdout: `${TEXT}\n`, exitCode: 0 });
    expect(stderr).toContain('仅显示这一次');
    expect(sent[0]?.variables).toEqual({
      input: { roles: ['LEAD_EVALUATOR', 'INTEGRATOR'], purpose: '试用', days: 1 },
    });
  });

  it('prints nothing on standard output when the token is refused', async () => {
    const { client } = fakeClient({ payload: { text: null, token: null, errors: [refusal] } });
    const outcome = await tokenCreateCommand(client, { role: ['unit-editor'], purpose: 'x', days: 1 });
    const { stdout, stderr, exitCode } = renderOutcome(outcome, 'plain');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr).toContain('TOKEN_UNIT_MISSING');
  });

  it('lists all pages and tells which are over', async () => {
    const node = (id: string, revokedAt: string | null, expiresAt: string) => ({
      node: {
        id,
        subject: 's',
        memberUnit: null,
        roles: ['LEAD_EVALUATOR'],
        purpose: 'p',
        createdAt: '2026-01-01T00:00:00Z',
        expiresAt,
        revokedAt,
        lastUsedOn: null,
      },
    });
    const page = (edges: object[], endCursor: string | null) => ({
      tokens: { edges, pageInfo: { hasNextPage: endCursor !== null, endCursor } },
    });
    const { client, sent } = fakeClient(
      page([node('a', null, '2999-01-01T00:00:00Z'), node('b', '2026-01-01T00:00:00Z', '2999-01-01T00:00:00Z')], 'c1'),
      page([node('c', null, '2026-01-01T00:00:00Z')], null),
    );
    const { plain } = await tokenListCommand(client, { live: true });
    const states = plain
      .split('\n')
      .slice(2)
      .map((line) => line.split(/ +/).at(-1));
    expect(states).toEqual(['有效', '已吊销', '已失效']);
    expect(sent.map(({ variables }) => variables['after'])).toEqual([null, 'c1']);
    expect(plain).toContain('lead-evaluator');
  });

  it('revokes by the id of the list', async () => {
    const token = { id: 'i', subject: 's', revokedAt: '2026-01-01T00:00:00Z' };
    const { client, sent } = fakeClient({ payload: { token, errors: [] } });
    expect((await tokenRevokeCommand(client, 'i')).error).toBeNull();
    expect(sent[0]?.variables).toEqual({ input: { id: 'i' } });
  });
});

describe('hub audit export', () => {
  it('writes one object a line, over all pages, to a file of the owner’s', async () => {
    const node = (id: string) => ({
      node: { id, at: 'x', actor: 'a', actorUnit: { code: 'hrss' }, details: [{ name: 'n', value: 'v' }] },
    });
    const page = (ids: string[], endCursor: string | null) => ({
      auditTrail: { edges: ids.map(node), pageInfo: { hasNextPage: endCursor !== null, endCursor } },
    });
    const { client, sent } = fakeClient(page(['1', '2'], 'c'), page(['3'], null));
    const output = join(folder, 'audit.ndjson');
    const outcome = await auditExportCommand(client, { from: '2026-11-01', to: '2026-11-30', output });
    expect(outcome.data).toEqual({ records: 3, output });
    const lines = readFileSync(output, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(['1', '2', '3']);
    expect(JSON.parse(lines[0] ?? '')).toEqual({ id: '1', at: 'x', actor: 'a', actorUnit: 'hrss', detail: { n: 'v' } });
    expect(sent[0]?.variables).toMatchObject({ from: '2026-11-01T00:00:00+08:00', to: '2026-11-30T16:00:00.000Z' });
    expect(statSync(output).mode & 0o777).toBe(0o600);
  });

  it('asks nothing when the file cannot be written', async () => {
    const { client, sent } = fakeClient({});
    const output = join(folder, 'nowhere', 'audit.ndjson');
    const outcome = await auditExportCommand(client, { from: '2026-11-01', to: '2026-11-30', output });
    expect(outcome.error?.code).toBe('FILE_NOT_WRITABLE');
    expect(sent).toEqual([]);
  });
});

describe('hub admin bootstrap', () => {
  const program = (text: string): string => {
    const path = join(folder, `program-${text.length}.mjs`);
    writeFileSync(path, text);
    return path;
  };

  it('prints both tokens with their roles', async () => {
    const issued = { 'security-administrator': 'hub_a', 'system-administrator': 'hub_b' };
    const outcome = await adminBootstrapCommand(
      'zhang',
      program(`console.log(${JSON.stringify(JSON.stringify(issued))})`),
    );
    expect(outcome.plain).toBe('security-administrator hub_a\nsystem-administrator hub_b');
  });

  it('says when there is an administrator already, and when there is no hub', async () => {
    const refusing = (said: string) => program(`process.stderr.write('${said}'); process.exit(1)`);
    expect((await adminBootstrapCommand('x', refusing('#- ADMINISTRATOR_EXISTS'))).error?.code).toBe(
      'ADMINISTRATOR_EXISTS',
    );
    expect((await adminBootstrapCommand('x', refusing('not running'))).error?.code).toBe('ADMIN_BOOTSTRAP_FAILED');
  });
});

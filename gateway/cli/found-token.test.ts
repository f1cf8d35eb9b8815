import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clientFor } from './client-for.ts';
import { readCliConfig } from './config.ts';
import { findAdministratorToken, findToken } from './found-token.ts';
import { GraphqlClient } from './graphql-client.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-token-'));
  writeFileSync(join(folder, 'tokens.json'), JSON.stringify({ lead: 'of-lead', hrss: 'of-hrss' }));
  writeFileSync(join(folder, 'unit-tokens.json'), JSON.stringify({ auditor: 'of-auditor' }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const config = (token?: string) => readCliConfig('http://hub.test', { HUB_DATA: folder, HUB_TOKEN: token });

it('takes the demo token of the unit, the lead’s where it has none, and says from which file', () => {
  expect(findToken(config(), 'hrss')).toEqual({ text: 'of-hrss', from: '数据目录 tokens.json 中的演示令牌 hrss' });
  expect(findToken(config(), 'tax')?.text).toBe('of-lead');
  expect(findToken(config(), null)?.text).toBe('of-lead');
});

it('takes HUB_TOKEN before all, and says whose demo token it overrides and how to get that', () => {
  const found = findToken(config('hub_secret'), 'hrss');
  expect(found?.text).toBe('hub_secret');
  expect(found?.from).toBe(
    '环境变量 HUB_TOKEN，它优先于数据目录 tokens.json 中的演示令牌 hrss；要用后者，先 unset HUB_TOKEN',
  );
});

it('never takes somebody else for an administrator', () => {
  expect(findAdministratorToken(config(), 'auditor')?.text).toBe('of-auditor');
  expect(findAdministratorToken(config(), 'security-administrator')).toBeNull();
  expect(clientFor(config(), 'hrss').token).toBe('of-hrss');
});

const viewer = { subject: 'demo:lead', memberUnit: { code: 'union', name: '区总工会' }, roles: ['LEAD_EVALUATOR'] };

function refusing(code: string, who: unknown): GraphqlClient {
  const answering: typeof fetch = (_url, init) => {
    const body = String(init?.body).includes('viewer')
      ? { data: { viewer: who } }
      : { errors: [{ message: '没有权限', extensions: { code } }] };
    return Promise.resolve(new Response(JSON.stringify(body), { status: 200 }));
  };
  const tokenFrom = findToken(config('hub_secret'), 'hrss')?.from;
  return new GraphqlClient({ url: 'http://hub.test/graphql', token: 'hub_secret', tokenFrom, fetch: answering });
}

it('says with a refusal whose token was used and where it came from, never the token', async () => {
  const error = await refusing('FORBIDDEN', viewer).toCliError({
    message: '没有权限',
    extensions: { code: 'FORBIDDEN' },
  });
  expect(error.remedy).toBe(
    '换用有此权限的令牌。所用令牌属于 demo:lead（单位 区总工会 union，角色 lead-evaluator），取自环境变量 HUB_TOKEN，' +
      '它优先于数据目录 tokens.json 中的演示令牌 hrss；要用后者，先 unset HUB_TOKEN',
  );
  expect(JSON.stringify(error)).not.toContain('hub_secret');
});

it('says where a token came from that the hub does not know, and nothing of tokens with other faults', async () => {
  const client = refusing('UNAUTHENTICATED', null);
  const unknown = await client.toCliError({ message: '令牌无效', extensions: { code: 'UNAUTHENTICATED' } });
  expect(unknown.remedy).toContain('所用令牌取自环境变量 HUB_TOKEN');
  const other = await client.toCliError({ message: '坏', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } });
  expect(other.remedy).not.toContain('令牌');
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loginCommand, logoutCommand } from '../../gateway/cli/commands/access/login.command.ts';
import { readCliConfig } from '../../gateway/cli/config.ts';
import { findToken } from '../../gateway/cli/found-token.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import { Browser, PASSWORD, ProviderWorld } from './oidc-provider-world.ts';

/** `hub login`: the browser in one hand, the command line in the other. */
let provider: ProviderWorld;
let dataFolder: string;

beforeEach(async () => {
  provider = await ProviderWorld.start();
  dataFolder = mkdtempSync(join(tmpdir(), 'hub-login-'));
});
afterEach(async () => {
  await provider.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** Does in a browser what the address on the screen asks for; the address the browser is sent back to. */
async function browse(address: string): Promise<URL> {
  const browser = new Browser(provider);
  const page = await browser.go(address);
  const form = { transaction: page.field('transaction'), username: 'plain', password: PASSWORD, code: '' };
  return (await browser.go('/login', form)).location!;
}

const logIn = (act: (address: string) => Promise<unknown>, more: { issuer?: string; limitMs?: number } = {}) => {
  let acted: Promise<unknown> = Promise.resolve();
  const announce = (address: string) => {
    acted = act(address);
  };
  const outcome = loginCommand({ issuer: provider.issuer, clientId: 'hub-cli', dataFolder, announce, ...more });
  return outcome.then(async (result) => ({ ...result, acted: await acted }));
};

const config = () => readCliConfig(undefined, { HUB_DATA: dataFolder });

describe('hub login', () => {
  it('keeps the token of who logs in, for the commands after it, until hub logout', async () => {
    writeFileSync(join(dataFolder, 'tokens.json'), '{"lead":"hub_lead"}');
    const outcome = await logIn(async (address) => fetch(await browse(address)).then((page) => page.text()));
    expect(outcome.error).toBeNull();
    expect(outcome.plain).toBe('plain 已登录，15 分钟内有效');
    expect(outcome.acted).toContain('可以关闭本页面');
    const file = join(dataFolder, 'session.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { accessToken } = JSON.parse(readFileSync(file, 'utf8'));
    expect(decodeJwt(accessToken).sub).toBe('person:plain');
    expect(JSON.stringify(outcome)).not.toContain(accessToken);
    expect(findToken(config(), null)?.text).toBe(accessToken);
    expect(findToken({ ...config(), token: 'hub_x' }, null)?.text).toBe('hub_x');
    expect([logoutCommand(dataFolder).plain, logoutCommand(dataFolder).plain]).toEqual(['已退出', '没有登录']);
    expect(findToken(config(), null)?.text).toBe('hub_lead');
  });

  it('hears nobody who does not bring its state', async () => {
    const outcome = await logIn(async (address) => {
      const back = await browse(address);
      const forged = new URL(back);
      forged.searchParams.set('state', 'guessed');
      const elsewhere = new URL('/', back);
      const statuses = [(await fetch(forged)).status, (await fetch(elsewhere)).status];
      await fetch(back);
      return statuses;
    });
    expect(outcome.acted).toEqual([400, 400]);
    expect(outcome.error).toBeNull();
  });

  it('refuses an answer of another provider, and one without a code', async () => {
    const changed = (name: string, value: string | null) => async (address: string) => {
      const back = await browse(address);
      if (value === null) back.searchParams.delete(name);
      else back.searchParams.set(name, value);
      await fetch(back);
    };
    for (const change of [changed('iss', 'https://example.org'), changed('code', null), changed('code', 'guessed')]) {
      expect((await logIn(change)).error?.code).toBe('LOGIN_REFUSED');
    }
  });

  it('does not wait forever, and says when it does not know where', async () => {
    expect((await logIn(async () => {}, { limitMs: 10 })).error?.code).toBe('LOGIN_TIMED_OUT');
    expect((await logIn(async () => {}, { issuer: 'http://127.0.0.1:1' })).error?.code).toBe('ISSUER_UNREACHABLE');
    expect((await logIn(async () => {}, { issuer: undefined as never })).error?.code).toBe('ISSUER_MISSING');
  });

  it('is a command that shows the address at once and ends by itself', async () => {
    const child = spawn(process.execPath, [join(projectRoot, 'dist/gateway/cli/main.js'), 'login'], {
      cwd: projectRoot,
      env: { PATH: process.env.PATH, HUB_DATA: dataFolder, IDENTITY_ISSUER: provider.issuer },
    });
    let [said, shown] = ['', ''];
    child.stdout.on('data', (data) => (said += data));
    const exited = once(child, 'exit');
    const address = new Promise<string>((resolve) => {
      child.stderr.on('data', (data) => {
        shown += data;
        const found = /(http\S+authorize\S+)\n/.exec(shown)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    await (await fetch(await browse(await address))).text();
    expect(await exited).toEqual([0, null]);
    expect(said).toBe('plain 已登录，15 分钟内有效\n');
  });
});

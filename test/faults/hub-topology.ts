import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';
import { createEd25519Signer } from '../../shared/primitives/signer.ts';
import { send } from '../integration/upload-world.ts';
import { HubProcess } from '../testkit/hub-process.ts';
import { asking, ledgerFaults } from './ledger.ts';

const TOKENS = [
  { name: 'hrss', memberUnit: 'hrss', roles: ['unit-editor', 'unit-approver'] },
  { name: 'lead', memberUnit: 'union', roles: ['lead-evaluator'] },
].map((token) => ({ ...token, subject: `fault:${token.name}`, purpose: '故障测试', days: 1 }));

/** The whole product as processes, without demo data, and what lies in its database. */
export class HubTopology {
  private constructor(
    readonly hub: HubProcess,
    readonly tokens: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<HubTopology> {
    const hub = await HubProcess.prepare();
    // A breaker that rests for long would measure its own patience and not the faults'.
    await hub.start({ HUB_DEMO: 'off', BREAKER_RESET_MS: '500' });
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(projectRoot, 'dist/subgraphs/hub/bootstrap.js')],
      {
        env: {
          ...process.env,
          DATABASE_URL: databaseUrl(hub, 'hub'),
          BOOTSTRAP: JSON.stringify(TOKENS),
          LOG_LEVEL: 'error',
        },
      },
    );
    return new HubTopology(hub, JSON.parse(stdout));
  }

  ask(token: string, query: string, variables: object = {}, signal?: AbortSignal) {
    return this.hub.ask(this.tokens[token] ?? '', query, variables, signal);
  }

  /** Hands a file in at the gateway. */
  upload(parameters: Record<string, string>, body: AsyncIterable<Uint8Array>, signal?: AbortSignal) {
    return send(`http://127.0.0.1:${this.hub.port}`, {
      token: this.tokens['hrss'] ?? null,
      path: `/uploads/hrss?${new URLSearchParams(parameters)}`,
      body,
      ...(signal ? { signal } : {}),
    });
  }

  /** Process of the database server itself, as its own note tells. */
  get postgresPid(): number {
    return Number(postmaster(this.hub)[0]);
  }

  get launcherPid(): number {
    return JSON.parse(readFileSync(join(this.hub.dataFolder, 'run.json'), 'utf8')).launcher.pid;
  }

  /** `kill -9`; resolves once another process of the name answers. */
  async killAndAwait(service: string): Promise<void> {
    const pid = this.hub.pidOf(service);
    const isBack = `${service} is back`;
    const before = this.hub.output.split(isBack).length;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => this.hub.output.split(isBack).length, { timeout: 90_000, interval: 20 }).toBe(before + 1);
  }

  rows<Row extends object>(sql: string): Promise<Row[]> {
    return asking(databaseUrl(this.hub, 'hrss'), 'hrss')<Row>(sql);
  }

  /** Everything in the record of the unit's department that does not fit together. */
  async ledgerFaults(): Promise<string[]> {
    const { body } = await this.ask('lead', '{ hrssFeedState { position cells stateHash } }');
    const key = readFileSync(join(this.hub.dataFolder, 'keys/hrss.pem'), 'utf8');
    return ledgerFaults((sql) => this.rows(sql), createEd25519Signer(key), body.data?.hrssFeedState);
  }

  async close(): Promise<void> {
    await this.hub.stop();
    this.hub.remove();
  }
}

function postmaster(hub: HubProcess): string[] {
  return readFileSync(join(hub.dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n');
}

function databaseUrl(hub: HubProcess, service: 'hub' | 'hrss'): string {
  const secrets = JSON.parse(readFileSync(join(hub.dataFolder, 'secrets.json'), 'utf8'));
  return `postgres://${service}_app:${secrets.rolePasswords[service].app}@127.0.0.1:${postmaster(hub)[3]}/${service}`;
}

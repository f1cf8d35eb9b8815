import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFile } from './write-private-file.ts';

/** One token to be issued, as `subgraphs/hub/bootstrap.js` takes it. */
export interface TokenOrder {
  readonly name: string;
  readonly subject: string;
  readonly memberUnit: string | null;
  readonly roles: readonly string[];
  readonly purpose: string;
  readonly days: number;
}

/** A member unit as far as its demo token is concerned. */
export interface DemoUnit {
  readonly id: string;
  readonly isHosted: boolean;
}

/** Names in `tokens.json`, exactly; the other demo tokens are in `unit-tokens.json`. */
const MAIN_TOKENS = ['lead', 'hrss', 'sasac', 'education', 'union', 'integrator'] as const;
const DEMO_DAYS = 3_650;

/** The worker's own access; without it no observation ever reaches the evaluation. */
export const SERVICE_TOKEN: TokenOrder = {
  name: 'service',
  subject: 'service:evaluation-worker',
  memberUnit: null,
  roles: ['service'],
  purpose: '评价计算服务读取各部门变更流水',
  days: 36_500,
};

/** Everybody who acts in the demo. */
export function demoTokenOrders(units: readonly DemoUnit[]): TokenOrder[] {
  const order = (name: string, memberUnit: string | null, roles: readonly string[]): TokenOrder => ({
    name,
    subject: `demo:${name}`,
    memberUnit,
    roles,
    purpose: '演示',
    days: DEMO_DAYS,
  });
  return [
    order('lead', 'union', ['lead-evaluator', 'lead-approver']),
    ...units.filter((unit) => !unit.isHosted).map(({ id }) => order(id, id, ['unit-editor', 'unit-approver'])),
    ...units.filter((unit) => unit.isHosted).map(({ id }) => order(`unit:${id}`, id, ['unit-editor', 'unit-approver'])),
    order('integrator', null, ['integrator']),
    order('assessor', null, ['assessor']),
  ];
}

/** Reads the answer of the bootstrap program: name → token. */
export function parseIssuedTokens(text: string): Record<string, string> {
  return z.record(z.string(), z.string()).parse(JSON.parse(text));
}

/** The two files of demo tokens in a data folder. */
export class DemoTokenFiles {
  private readonly dataFolder: string;

  constructor(dataFolder: string) {
    this.dataFolder = dataFolder;
  }

  get exist(): boolean {
    return existsSync(this.mainPath) && existsSync(this.unitPath);
  }

  write(tokens: Readonly<Record<string, string>>): void {
    const main = Object.fromEntries(MAIN_TOKENS.map((name) => [name, tokens[name]]));
    const others = Object.entries(tokens)
      .filter(([name]) => name === 'assessor' || name.startsWith('unit:'))
      .map(([name, token]) => [name.replace('unit:', ''), token]);
    writePrivateFile(this.unitPath, `${JSON.stringify(Object.fromEntries(others), null, 2)}\n`);
    writePrivateFile(this.mainPath, `${JSON.stringify(main, null, 2)}\n`);
  }

  private get mainPath(): string {
    return join(this.dataFolder, 'tokens.json');
  }

  private get unitPath(): string {
    return join(this.dataFolder, 'unit-tokens.json');
  }
}

import { join } from 'node:path';
import { z } from 'zod';
import { readFileOrNull, writePrivateFile } from '../config/private-file.ts';

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
/** Three who exclude each other, so they are three in the demo, too. */
const ADMINISTRATORS = ['security-administrator', 'system-administrator', 'auditor'] as const;

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
    ...units.filter((unit) => !unit.isHosted).map(({ id }) => order(`${id}-approver`, id, ['unit-approver'])),
    order('integrator', null, ['integrator']),
    order('assessor', null, ['assessor']),
    ...ADMINISTRATORS.map((name) => order(name, null, [name])),
  ];
}

/** Reads the answer of the bootstrap program: name → token. */
export function parseIssuedTokens(text: string): Record<string, string> {
  return z.record(z.string(), z.string()).parse(JSON.parse(text));
}

/** The tokens of the two administrators that a new installation begins with; each is handed to another person. */
export function firstAdministratorOrders(subject: string): TokenOrder[] {
  return (['security-administrator', 'system-administrator'] as const).map((role) => ({
    name: role,
    subject: `${subject}:${role}`,
    memberUnit: null,
    roles: [role],
    purpose: '首任管理员',
    days: 365,
  }));
}

const fileSchema = z.record(z.string(), z.string());

/** The two files of demo tokens in a data folder. */
export class DemoTokenFiles {
  private readonly dataFolder: string;

  constructor(dataFolder: string) {
    this.dataFolder = dataFolder;
  }

  /** The orders whose tokens are in neither file: all of them at first, later those that a newer version adds. */
  missing(orders: readonly TokenOrder[]): TokenOrder[] {
    const main = this.read(this.mainPath);
    const others = this.read(this.unitPath);
    return orders.filter(({ name }) => (isMain(name) ? main : others)[keyOf(name)] === undefined);
  }

  /** Writes tokens beside those that are kept; a name in both is the new token's. */
  write(tokens: Readonly<Record<string, string>>, options: { readonly isKeeping: boolean }): void {
    const kept = (path: string) => (options.isKeeping ? this.read(path) : {});
    const named = Object.entries(tokens).map(([name, token]) => ({ name, key: keyOf(name), token }));
    const ofFile = (isInMain: boolean) =>
      Object.fromEntries(named.filter(({ name }) => isMain(name) === isInMain).map(({ key, token }) => [key, token]));
    const main: Record<string, string> = { ...kept(this.mainPath), ...ofFile(true) };
    const inOrder = Object.fromEntries(MAIN_TOKENS.map((name) => [name, main[name]]));
    writePrivateFile(this.unitPath, toText({ ...kept(this.unitPath), ...ofFile(false) }));
    writePrivateFile(this.mainPath, toText(inOrder));
  }

  private read(path: string): Record<string, string> {
    const text = readFileOrNull(path);
    return text === null ? {} : fileSchema.parse(JSON.parse(text));
  }

  private get mainPath(): string {
    return join(this.dataFolder, 'tokens.json');
  }

  private get unitPath(): string {
    return join(this.dataFolder, 'unit-tokens.json');
  }
}

function isMain(name: string): boolean {
  return MAIN_TOKENS.some((main) => main === name);
}

/** A hosted unit stands under its own code. */
function keyOf(name: string): string {
  return name.replace('unit:', '');
}

function toText(tokens: Readonly<Record<string, string | undefined>>): string {
  return `${JSON.stringify(tokens, null, 2)}\n`;
}

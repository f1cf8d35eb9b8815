import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DemoTokenFiles, demoTokenOrders, firstAdministratorOrders, type TokenOrder } from './first-tokens.ts';

const UNITS = [
  { id: 'hrss', isHosted: false },
  { id: 'sasac', isHosted: false },
  { id: 'education', isHosted: false },
  { id: 'union', isHosted: false },
  { id: 'media', isHosted: true },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-tokens-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (file: string): Record<string, string> => JSON.parse(readFileSync(join(folder, file), 'utf8'));
const issue = (orders: readonly TokenOrder[], mark: string) =>
  Object.fromEntries(orders.map(({ name }) => [name, `${name} ${mark}`]));

describe('the files of demo tokens', () => {
  it('hold six names in the one, and everybody else in the other', () => {
    const files = new DemoTokenFiles(folder);
    const orders = demoTokenOrders(UNITS);
    expect(files.missing(orders)).toEqual(orders);
    files.write(issue(orders, 'a'), { isKeeping: false });
    expect(Object.keys(read('tokens.json'))).toEqual(['lead', 'hrss', 'sasac', 'education', 'union', 'integrator']);
    expect(Object.keys(read('unit-tokens.json')).sort()).toEqual([
      'assessor',
      'auditor',
      'education-approver',
      'hrss-approver',
      'media',
      'sasac-approver',
      'security-administrator',
      'system-administrator',
      'union-approver',
    ]);
    expect(files.missing(orders)).toEqual([]);
    for (const file of ['tokens.json', 'unit-tokens.json'])
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  });

  it('get what a newer version adds, and keep what they have', () => {
    writeFileSync(
      join(folder, 'tokens.json'),
      JSON.stringify({ lead: 'l', hrss: 'h', sasac: 's', education: 'e', union: 'u', integrator: 'i' }),
    );
    writeFileSync(join(folder, 'unit-tokens.json'), JSON.stringify({ assessor: 'as', media: 'm' }));
    const files = new DemoTokenFiles(folder);
    const missing = files.missing(demoTokenOrders(UNITS));
    expect(missing.map(({ name }) => name)).toEqual([
      'hrss-approver',
      'sasac-approver',
      'education-approver',
      'union-approver',
      'security-administrator',
      'system-administrator',
      'auditor',
    ]);
    files.write(issue(missing, 'new'), { isKeeping: true });
    expect(read('tokens.json')).toMatchObject({ lead: 'l', integrator: 'i' });
    expect(read('unit-tokens.json')).toMatchObject({ assessor: 'as', media: 'm', auditor: 'auditor new' });
  });

  it('keep nothing of a database that is gone', () => {
    const files = new DemoTokenFiles(folder);
    const orders = demoTokenOrders(UNITS);
    files.write(issue(orders, 'old'), { isKeeping: false });
    files.write(issue(orders, 'new'), { isKeeping: false });
    expect(JSON.stringify([read('tokens.json'), read('unit-tokens.json')])).not.toContain('old');
  });
});

describe('first tokens', () => {
  it('make no one two administrators', () => {
    const orders = [...demoTokenOrders(UNITS), ...firstAdministratorOrders('zhang')];
    const administrators = orders.filter(({ roles }) => roles.some((role) => /administrator|auditor/.test(role)));
    expect(administrators).toHaveLength(5);
    expect(administrators.every(({ roles }) => roles.length === 1)).toBe(true);
    expect(new Set(orders.map(({ subject }) => subject)).size).toBe(orders.length);
  });
});

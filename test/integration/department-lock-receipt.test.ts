import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashState, type StateCell } from '../../shared/department/change-feed/feed-state.ts';
import { sha256Hex } from '../../shared/primitives/canonical-json.ts';
import { readVerifier } from '../../shared/primitives/signer.ts';
import { checkReceipt, DepartmentNotLocked } from '../../subgraphs/evaluation/archive/department-locks.ts';
import { FOLLOWED_DEPARTMENTS } from '../../subgraphs/evaluation/input-store/department-register.ts';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { aViewer, lead, service } from '../testkit/viewers.ts';

const LOCK = `mutation ($input: LockHrssObservationsInput!) { lockHrssObservations(input: $input) {
  lockedCount receipt { hash content signature signedBy publicKey } errors { code }
} }`;
const PUBLISH = `mutation ($input: PublishHrssObservationsInput!) {
  publishHrssObservations(input: $input) { publication { id } errors { code message } }
}`;
const FEED = FOLLOWED_DEPARTMENTS.find((each) => each.service === 'hrss');

let department: TestDepartment;
beforeAll(async () => {
  department = await startDepartment(hrss);
});
afterAll(() => department.close());

async function handIn(measure: string, value: string, period = '2025') {
  const observations = [{ subject: '110106', measure, period, value, explanation: '测试用数' }];
  const input = { idempotencyKey: `${measure}-${period}-${value}`, observations };
  const answer = await department.ask(aViewer('hrss'), PUBLISH, { input });
  return answer.data?.publishHrssObservations;
}

async function publish(measure: string, value: string, period = '2025'): Promise<void> {
  expect(await handIn(measure, value, period)).toMatchObject({ publication: { id: expect.any(String) } });
}

async function lock(viewer = service, part: object = {}) {
  const input = { subject: '110106', year: 2025, reason: '随自评锁定', ...part };
  return department.ask(viewer, LOCK, { input });
}

describe('a lock receipt', () => {
  it('attests, signed, exactly what is locked; to the office and to the worker on its behalf', async () => {
    await publish('technicians', '1200');
    await publish('engineers', '80');
    const first = (await lock()).data.lockHrssObservations;
    expect(first).toMatchObject({ lockedCount: 2, errors: [] });
    const { receipt, lockedCount } = (await lock(lead)).data.lockHrssObservations;
    const content = JSON.parse(receipt.content);
    const cells: StateCell[] = await department.dataSource.query(
      `select c.subject, c.period, c.measure, c.dimensions, trim_scale(o.value_number)::text as value, c.state, c.revision,
         c.member_unit as "memberUnit"
       from current_observation c join observation o on o.period_year = c.period_year and o.id = c.observation_id
       where c.subject = '110106' and c.period_year = 2025`,
    );
    // A second lock finds nothing left, and attests all that is locked.
    expect(lockedCount).toBe(0);
    expect(content).toMatchObject({ department: 'hrss', subject: '110106', year: 2025, cells: cells.length });
    expect(content.stateHash).toBe(hashState(cells));
    expect(sha256Hex(receipt.content)).toBe(receipt.hash);
    expect(receipt.signedBy).toBe(department.signer.keyId);
    expect(readVerifier(receipt.publicKey)?.verify(receipt.hash, receipt.signature)).toBe(true);
    const [audited] = await department.dataSource.query(
      `select after_hash from audit where action = 'lockHrssObservations' order by at desc limit 1`,
    );
    expect(audited.after_hash).toBe(receipt.hash);
  });

  it('is given to nobody else', async () => {
    for (const viewer of [aViewer('hrss'), aViewer('hrss', 'unit-approver'), aViewer(null, 'auditor')])
      expect((await lock(viewer)).errors[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  it('is not believed when it was changed, signed by another key, or is about something else', async () => {
    const { receipt } = (await lock()).data.lockHrssObservations;
    if (FEED === undefined) throw new Error('hrss is not followed');
    const order = { subject: '110106', year: 2025, memberUnit: null, reason: '' };
    expect(checkReceipt(receipt, FEED, order)).toMatchObject({ hash: receipt.hash });
    const content = receipt.content.replace(/"cells":\d+/, '"cells":99');
    for (const [forged, about] of [
      [{ ...receipt, content }, order],
      [{ ...receipt, content, hash: sha256Hex(content) }, order],
      [{ ...receipt, signature: receipt.signature.replace(/^./, (sign: string) => (sign === 'A' ? 'B' : 'A')) }, order],
      [{ ...receipt, publicKey: 'nothing' }, order],
      [receipt, { ...order, year: 2024 }],
      [receipt, { ...order, subject: '110101' }],
      [receipt, { ...order, memberUnit: 'hrss' }],
    ] as const)
      expect(() => checkReceipt(forged, FEED, about)).toThrow(DepartmentNotLocked);
  });
});

describe('the lock of one unit’s values', () => {
  const lockUnit = async (memberUnit: string) =>
    (await lock(service, { year: 2024, memberUnit })).data.lockHrssObservations;
  const states = (): Promise<{ measure: string; state: string }[]> =>
    department.dataSource.query(
      `select measure, state from current_observation where subject = '110106' and period_year = 2024 order by measure`,
    );

  it('freezes what it handed in, and leaves to others what is theirs', async () => {
    await publish('technicians', '1100', '2024');
    expect(await lockUnit('education')).toMatchObject({ lockedCount: 0, errors: [] });
    expect(await states()).toEqual([{ measure: 'technicians', state: 'ACCEPTED' }]);
    const { lockedCount, receipt } = await lockUnit('hrss');
    expect(lockedCount).toBe(1);
    expect(JSON.parse(receipt.content)).toMatchObject({ memberUnit: 'hrss', lockedCount: 1, cells: 1 });
    expect(await handIn('technicians', '1150', '2024')).toMatchObject({
      publication: null,
      errors: [{ code: 'CELL_LOCKED' }],
    });
  });

  it('lets in what it had left out, which is locked as soon as it is accepted', async () => {
    await publish('engineers', '70', '2024');
    expect(await states()).toEqual([
      { measure: 'engineers', state: 'LOCKED' },
      { measure: 'technicians', state: 'LOCKED' },
    ]);
  });
});

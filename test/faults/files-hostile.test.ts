import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../shared/primitives/identifiers.ts';
import { DepartmentProcess } from '../testkit/department-process.ts';
import { inPieces } from '../testkit/hostile-bytes.ts';
import { HOSTILE_FILES } from '../testkit/hostile-files.ts';
import { aViewer, service } from '../testkit/viewers.ts';
import { report, rounded, SEED, seeded, sized } from './fault-row.ts';
import { asking, ledgerFaults } from './ledger.ts';

let department: DepartmentProcess;
beforeAll(async () => {
  department = await DepartmentProcess.start('hrss');
});
afterAll(() => department.close());

const EACH = sized(1, 10);
/** What the plan allows a department that takes files. */
const MOST_MB = 400;

describe('A9: hostile files come in at the door of a department', () => {
  it('are answered with findings, stored whole or not at all, and hurt nobody', {
    timeout: 1_800_000,
  }, async (context) => {
    const wrong: string[] = [];
    let [stored, refused, most] = [0, 0, 0];
    for (let round = 0; round < EACH; round += 1)
      for (const [name, make] of HOSTILE_FILES) {
        const random = seeded(SEED + round * 7919 + name.length);
        const file = make(random);
        const contentType = file.format === 'csv' ? 'text/csv' : 'application/x-ndjson';
        const parameters = { idempotencyKey: newId() };
        const { status, body } = await department.upload(
          aViewer('hrss'),
          parameters,
          inPieces(file.bytes, random),
          contentType,
        );
        const isStored = status === 200 && body.publication !== null && body.receipt !== null;
        const isRefused = status === 422 && body.publication === null && body.errors.length > 0;
        if (isStored) stored += 1;
        else if (isRefused) refused += 1;
        else wrong.push(`${name}: ${status} ${JSON.stringify(body).slice(0, 200)}`);
        if (isStored && file.verdict.is === 'refused') wrong.push(`${name}: stored`);
        most = Math.max(most, department.process.memoryMb());
      }
    const ask = asking(department.database.ownerUrl, 'hrss');
    const { body } = await department.ask(service, '{ hrssFeedState { position cells stateHash } }');
    wrong.push(...(await ledgerFaults(ask, department.signer, body.data.hrssFeedState)));
    const [kept] = await ask<{ publications: number; staged: number }>(
      'select (select count(*)::int from publication) as publications, (select count(*)::int from staged_piece) as staged',
    );
    report(context, {
      row: 'A9',
      what: 'hostile files handed to a running department',
      n: HOSTILE_FILES.length * EACH,
      failures: wrong.length,
      figures: { stored, refused, mostMemoryMb: rounded(most) },
    });
    expect(wrong).toEqual([]);
    expect(kept).toEqual({ publications: stored, staged: 0 });
    expect([department.process.isAlive, department.process.starts]).toEqual([true, 1]);
    expect(most).toBeLessThan(MOST_MB);
  });
});

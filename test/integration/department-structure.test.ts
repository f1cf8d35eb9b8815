import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { department } from '../../subgraphs/sasac/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { findStructureFaults } from '../testkit/structure.ts';

let running: TestDepartment;
beforeAll(async () => {
  running = await startDepartment(department);
});
afterAll(() => running.close());

describe('the structure of a department’s database', () => {
  it('is what its entities say', async () => {
    expect(running.dataSource.entityMetadatas.length).toBeGreaterThanOrEqual(4);
    expect(await findStructureFaults(running.dataSource)).toEqual([]);
  });

  it('keeps observations by year, audit by month, for a decade, and nonces in parts that are emptied in turn', async () => {
    const partitions = await running.dataSource.query(
      `select parent.relname as parent, count(*)::int as count from pg_inherits
       join pg_class parent on parent.oid = inhparent where parent.relkind = 'p' group by 1 order by 1`,
    );
    expect(partitions).toEqual([
      { parent: 'audit', count: 37 },
      { parent: 'hop_nonce', count: 4 },
      { parent: 'observation', count: 22 },
    ]);
  });
});

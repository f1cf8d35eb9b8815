import { expect, it } from 'vitest';
import type { BenchCase, BenchContext } from './bench-case.ts';
import { Skipped } from './skipped.ts';
import { measured } from './measurement.ts';
import { runCases } from './run-cases.ts';

const context: BenchContext = {
  isWanted: () => true,
  hub: () => Promise.reject(new Error('no hub here')),
  peers: () => Promise.reject(new Skipped('no network')),
  say: () => undefined,
};

function aCase(id: string, run: BenchCase['run']): BenchCase {
  return { id, title: `row ${id}`, titleZh: '', bar: '', needs: [], run };
}

it('goes on after a row that fails or cannot be measured here, and tells both apart', async () => {
  const row = measured({ id: 'P3', what: 'a thing', unit: 'ms', product: 1 });
  const { measurements, missing } = await runCases(
    [
      aCase('P1', async ({ peers }) => {
        await peers();
        return [];
      }),
      aCase('P2', async ({ hub }) => {
        await hub();
        return [];
      }),
      aCase('P3', async () => [row]),
    ],
    context,
  );
  expect(measurements).toEqual([row]);
  expect(missing).toEqual([
    { id: 'P1', title: 'row P1', kind: 'skipped', reason: 'no network' },
    { id: 'P2', title: 'row P2', kind: 'failed', reason: 'no hub here' },
  ]);
});

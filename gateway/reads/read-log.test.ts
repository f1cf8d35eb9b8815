import { describe, expect, it } from 'vitest';
import { createLogger } from '../../shared/observability/logger.ts';
import { parseFigureReads } from '../../shared/observability/figure-reads.ts';
import { ReadLog, type ReadRecord } from './read-log.ts';

const viewer = { subject: 'reader', memberUnit: 'union', roles: ['lead-evaluator' as const], purpose: '评价' };
const read = { ownerUnit: 'hrss', operation: 'Consolidated', values: 93, traceId: 't' };

function aLog(sink: (batch: readonly ReadRecord[]) => Promise<void>, capacity?: number) {
  return new ReadLog({ sink, log: createLogger('test', 'silent'), flushMs: 3_600_000, ...(capacity && { capacity }) });
}

describe('the access log of the gateway', () => {
  it('delivers in batches, each record once, with who, whose and what for', async () => {
    const batches: (readonly ReadRecord[])[] = [];
    const log = aLog(async (batch) => void batches.push(batch));
    for (let n = 0; n < 1_500; n += 1) log.note(viewer, read);
    await log.close();
    expect(batches.map((batch) => batch.length)).toEqual([1_000, 500]);
    expect(new Set(batches.flat().map(({ id }) => id)).size).toBe(1_500);
    expect(batches[0]?.[0]).toMatchObject({ subject: 'reader', memberUnit: 'union', purpose: '评价', ...read });
  });

  it('keeps what could not be delivered and sends the same records later', async () => {
    const seen: string[][] = [];
    let isUp = false;
    const log = aLog(async (batch) => {
      seen.push(batch.map(({ id }) => id));
      if (!isUp) throw new Error('away');
    });
    log.note(viewer, read);
    await log.flush();
    isUp = true;
    await log.close();
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual(seen[0]);
  });

  it('is bounded while the hub is away', async () => {
    const kept: ReadRecord[] = [];
    const log = aLog(async (batch) => void kept.push(...batch), 10);
    for (let values = 1; values <= 25; values += 1) log.note(viewer, { ...read, values });
    await log.close();
    expect(kept.map(({ values }) => values)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
  });
});

describe('the header in which subgraphs tell whose figures they show', () => {
  it('is read leniently: what is malformed is left out', () => {
    expect(parseFigureReads('hrss=93,union=4')).toEqual([
      { memberUnit: 'hrss', values: 93 },
      { memberUnit: 'union', values: 4 },
    ]);
    expect(parseFigureReads('')).toEqual([]);
    expect(parseFigureReads('x,=1,hrss=-3,hrss=0,party-office=2,<b>=1')).toEqual([
      { memberUnit: 'party-office', values: 2 },
    ]);
  });
});

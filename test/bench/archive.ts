import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replay } from '../../shared/archive/replay.ts';
import { SnapshotBuilder } from '../../shared/archive/snapshot-builder.ts';
import type { Leaf } from '../../shared/archive/snapshot-format.ts';
import { newSigner, smallLeaves } from '../../shared/archive/testing/small-archive.ts';
import { verifySnapshot } from '../../shared/archive/verify-snapshot.ts';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { prepareScoring } from '../../shared/scoring/compile/prepare-scoring.ts';
import type { BenchCase } from './harness/bench-case.ts';
import { atLeast, measured, type Measurement } from './harness/measurement.ts';

const LINES = 400_000;
const SUBJECTS = 32;

/** S6: lines of a snapshot verified a second, each hashed and placed in the tree; and results replayed a second. */
export const archiveCase: BenchCase = {
  id: 'S6',
  title: 'snapshot verified and replayed',
  titleZh: '归档快照的验证与重算',
  bar: 'hash chain ≥ 100,000 rows/s',
  needs: [],
  run: measureArchive,
};

async function measureArchive(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-bench-archive-'));
  const file = join(folder, 'snapshot.ndjson');
  try {
    await write(file, manyLines());
    const verifying = await cpuMs(() => verifySnapshot(file));
    const megabytes = statSync(file).size / 1e6;
    await write(file, nation());
    let indicators = 0;
    const replaying = await cpuMs(async () => {
      const verdict = await replay(file);
      indicators = verdict.isSame ? verdict.indicators : 0;
    });
    const perSecond = Math.round((LINES * 1_000) / verifying);
    return [
      measured({
        id: 'S6',
        what: `snapshot of ${LINES} lines verified, two hashes each`,
        unit: 'lines/CPU-s',
        product: perSecond,
        bar: atLeast(100_000, 'product'),
        beside: { 'MB/CPU-s': Math.round((megabytes * 1_000) / verifying) },
      }),
      measured({
        id: 'S6',
        what: `round of ${SUBJECTS} subjects × 88 replayed`,
        unit: 'results/CPU-s',
        product: Math.round((indicators * 1_000) / replaying),
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** CPU time of an act; the machine does other things too. */
async function cpuMs(act: () => Promise<unknown>): Promise<number> {
  const started = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1_000;
}

async function write(file: string, leaves: Iterable<Leaf>): Promise<void> {
  const builder = new SnapshotBuilder();
  const out = createWriteStream(file);
  for (const leaf of leaves) {
    const block = builder.add(leaf);
    if (block !== null && !out.write(block.text)) await once(out, 'drain');
  }
  const rest = builder.flush();
  if (rest !== null) out.write(rest.text);
  const seal = builder.seal({ round: 'bench@2025', edition: 1, sealedAt: '2026-07-01T00:00:00.000Z' }, newSigner());
  out.end(builder.trailer(seal));
  await once(out, 'finish');
}

function* manyLines(): Generator<Leaf> {
  for (let at = 0; at < LINES; at += 1) {
    const key = `${String(at).padStart(7, '0')}/input/industrial-workers/2025/ownership=private`;
    const value = { id: `hrss:2025:${at}`, measure: 'industrial-workers', period: '2025', value: String(at) };
    yield {
      section: 'subject',
      key,
      content: { ...value, memberUnit: 'hrss', receiptHash: 'a'.repeat(64), revision: 1 },
    };
  }
}

function nation(): Leaf[] {
  const catalogue = loadCatalogue();
  const framework = catalogue.frameworks.get('national-2022');
  const model = catalogue.scoringModels.get('national-2022');
  const split = catalogue.splits.get('national-2022');
  if (!framework || !model || !split) throw new Error('no national framework');
  const plan = prepareScoring({ framework, model, split, year: 2025 });
  const subjects = Array.from({ length: SUBJECTS }, (_, at) => `9900${String(at + 1).padStart(2, '0')}`);
  return smallLeaves(subjects, plan);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { prepareScoring } from '../scoring/compile/prepare-scoring.ts';
import { replay, type ReplayVerdict } from './replay.ts';
import { newSigner, sealed, smallLeaves } from './testing/small-archive.ts';
import { leafText } from './snapshot-format.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-replay-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const signer = newSigner();
const lines = smallLeaves().map(leafText);

async function replayed(text: string): Promise<ReplayVerdict> {
  const path = join(folder, 'snapshot.ndjson');
  await writeFile(path, text);
  return replay(path);
}
const changed = (key: string, from: string, to: string): Promise<ReplayVerdict> =>
  replayed(lines.map((line) => (line.includes(`"${key}"`) ? line.replace(from, to) : line)).join('\n'));

describe('a replay', () => {
  it('of an unchanged snapshot comes to the same bytes', async () => {
    const verdict = await replayed(sealed(smallLeaves(), signer).text);
    expect(verdict).toMatchObject({ isSame: true, subjects: 2, indicators: 6, header: { round: 'test@2025' } });
  });

  it('rests on framework, split and model as they were sealed, so that years stay comparable (rule 12): the shipped ones', async () => {
    const { frameworks, scoringModels, splits, memberUnits } = loadCatalogue();
    for (const framework of frameworks.values()) {
      const [model, split, year] = [scoringModels.get(framework.id), splits.get(framework.id), framework.years[0]];
      if (model === undefined || split === undefined || year === undefined) continue;
      const plan = prepareScoring({ framework, model, split, year, memberUnits });
      const verdict = await replayed(sealed(smallLeaves(['x'], plan), signer).text);
      expect(verdict).toMatchObject({ isSame: true, indicators: framework.indicators.length });
    }
  });

  it('names subject, indicator and member of the first difference', async () => {
    expect(await changed('110106/input/a/2025/-', '"41"', '"42"')).toMatchObject({
      isSame: false,
      difference: { subject: '110106', indicator: '1', path: expect.stringContaining('indicators/0000000') },
    });
    expect(await changed('110101/result/indicators/0000001', '"value":"75"', '"value":"76"')).toMatchObject({
      difference: {
        subject: '110101',
        indicator: '2',
        path: 'indicators/0000001 score.value',
        sealed: '"76"',
        replayed: '"75"',
      },
    });
    expect(await changed('110106/mark/r/0000000', '"80"', '"90"')).toMatchObject({
      difference: { subject: '110106', indicator: '3' },
    });
    expect(await changed('110101/result/score', '"value":', '"valse":')).toMatchObject({
      difference: { subject: '110101', indicator: null, path: expect.stringMatching(/^score/) },
    });
  });

  it('says where a file cannot be calculated with', async () => {
    expect(await replayed('hello\n')).toMatchObject({ isSame: false, difference: null, line: 1 });
    const without = lines.filter((line) => !line.includes('"framework/indicators'));
    expect(await replayed(without.join('\n'))).toMatchObject({ isSame: false, difference: null });
  });

  it('is the same again whatever digit of an input is changed, or names the subject', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 99 }), async (value) => {
        const verdict = await changed('110106/input/a/2025/-', '"41"', `"${value}"`);
        if (value === 41) expect(verdict.isSame).toBe(true);
        else expect(verdict).toMatchObject({ isSame: false, difference: { subject: '110106', indicator: '1' } });
      }),
      { numRuns: 30 },
    );
  });
});

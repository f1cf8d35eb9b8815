import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';
import { type Ended, runHub, runProgram } from '../testkit/hub-command.ts';
import type { HubProcess } from '../testkit/hub-process.ts';
import { RoundRunner } from '../testkit/round-runner.ts';

const YEAR = 2023;
const ROUND = `fengtai-2023@${YEAR}`;
const REHEARSAL = 'test/e2e/rehearse-round.ts';

/** A whole round of the demo district on the running product, to an archive that is verified without it. */
export function describeYearlyRound(running: () => HubProcess): void {
  describe('a yearly round of the demo district', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'hub-round-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const hub = (...parameters: string[]): Promise<Ended> => {
      const { dataFolder, port } = running();
      return runHub(parameters, { folder, environment: { HUB_DATA: dataFolder, HUB_URL: `http://127.0.0.1:${port}` } });
    };
    /** Verifiers need neither a hub nor its data folder. */
    const offline = (...parameters: string[]): Promise<Ended> =>
      runHub(parameters, { folder, environment: { HUB_DATA: join(folder, 'none'), HUB_URL: 'http://127.0.0.1:9' } });

    it('goes from its plan to the circulation by public interfaces alone', { timeout: 180_000 }, async () => {
      const runner = new RoundRunner(running(), 'fengtai-2023', YEAR);
      const { dataFolder, port } = running();
      const rehearsed = await runProgram('npx', ['tsx', REHEARSAL, `${YEAR}`], {
        folder: projectRoot,
        environment: { HUB_DATA: dataFolder, HUB_URL: `http://127.0.0.1:${port}` },
      });
      expect(rehearsed, rehearsed.stderr).toMatchObject({ code: 0 });
      expect(rehearsed.stdout).toContain(`${ROUND} 已通报，7 个参评单位`);
      expect(readFileSync(join(projectRoot, 'docs/guides/evaluation-round.md'), 'utf8')).toContain(
        `npx tsx ${REHEARSAL} `,
      );
      const { subject } = await runner.ask(
        'integrator',
        `{ subject(code: "110106") { evaluation(year: ${YEAR}) { score { value } finalGrade } } }`,
      );
      // Who may not read evaluations before circulation still reads no score after it.
      expect(subject.evaluation?.score ?? null).toBeNull();
      const raised = await runner.act(
        'createResultActions',
        { framework: 'fengtai-2023', year: YEAR },
        'lead',
        'raised { measure kind state participant { code } }',
      );
      expect(raised.raised.length).toBeGreaterThan(0);
      expect(raised.raised.every(({ state }: { state: string }) => state === 'PROPOSED')).toBe(true);
    });

    it('is sealed once every department has locked what is in it, and verified offline', {
      timeout: 180_000,
    }, async () => {
      const archived = await hub('archive', ROUND, '--output', 'round.snapshot');
      expect(archived, archived.stderr).toMatchObject({ code: 0 });
      const verified = await offline('verify', 'snapshot', 'round.snapshot');
      expect(verified, verified.stdout + verified.stderr).toMatchObject({ code: 0 });
      const replayed = await offline('replay', 'round.snapshot');
      expect(replayed, replayed.stdout + replayed.stderr).toMatchObject({ code: 0 });
      const state = await running().ask(
        running().token('lead'),
        'query ($code: String!) { round(code: $code) { state } archive(round: "fengtai-2023@2023") { state } }',
        { code: ROUND },
      );
      expect(state.body.data).toMatchObject({ round: { state: 'ARCHIVED' }, archive: { state: 'SEALED' } });
    });

    it('tells one changed digit and its place', async () => {
      const lines = readFileSync(join(folder, 'round.snapshot'), 'utf8').split('\n');
      const place = lines.findIndex((line) => line.startsWith('["subject"') && /"value":"\d+"/.test(line));
      expect(place).toBeGreaterThan(0);
      lines[place] = (lines[place] ?? '').replace(
        /"value":"(\d)/,
        (_, digit: string) => `"value":"${(Number(digit) + 1) % 10}`,
      );
      writeFileSync(join(folder, 'changed.snapshot'), lines.join('\n'));
      const told = await offline('verify', 'snapshot', 'changed.snapshot');
      expect(told.code).toBe(1);
      expect(told.stdout + told.stderr).toContain(String(place + 1));
    });
  });
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubProcess } from '../testkit/hub-process.ts';
import { RoundRunner } from '../testkit/round-runner.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read by path in tests
type Json = any;

const FRAMEWORK = 'national-2022';
const YEARS = [2023, 2024, 2025] as const;

/**
 * The national framework on the running product: 32 fictitious provinces, evaluated year after year. Its demo data take minutes to be
 * reported, so it runs where it is asked for (`E2E_NATIONAL=1 npx vitest run test/e2e/national`); rounds of provinces without
 * them are in test/integration/round-national.test.ts.
 */
describe.skipIf(process.env['E2E_NATIONAL'] === undefined)('three years of the national framework', () => {
  let hub: HubProcess;
  const runner = (year: number) => new RoundRunner(hub, FRAMEWORK, year);

  beforeAll(async () => {
    hub = await HubProcess.prepare();
    await hub.start({ HUB_DEMO: 'national' });
  }, 400_000);
  afterAll(async () => {
    await hub.stop();
    hub.remove();
  }, 60_000);

  it('has 32 evaluated provinces in each year', { timeout: 300_000 }, async () => {
    for (const year of YEARS) {
      await expect
        .poll(
          async () =>
            (
              await runner(year).ask(
                'lead',
                `query ($year: Int!, $framework: String) { evaluations(year: $year, framework: $framework, first: 1) { totalCount } }`,
                { year, framework: FRAMEWORK },
              )
            ).evaluations.totalCount,
          { timeout: 240_000, interval: 1_000 },
        )
        .toBe(32);
    }
  });

  it.each(YEARS)('runs the round of %i from its plan to the circulation', { timeout: 300_000 }, async (year) => {
    expect(await runner(year).run()).toHaveLength(32);
  });

  it('shows the grades of every province over the years, and what they lead to', { timeout: 60_000 }, async () => {
    const year = 2025;
    const { gradeHistory } = await runner(year).ask(
      'lead',
      `query ($framework: ID!) { gradeHistory(framework: $framework, first: 500) { totalCount edges { node { year finalGrade selfGrade participant { code } } } } }`,
      { framework: FRAMEWORK },
    );
    expect(gradeHistory.totalCount).toBe(96);
    const low = new Set(['FAIR', 'POOR']);
    const lowYears = new Map<string, number>();
    for (const { node } of gradeHistory.edges) {
      const { code } = node.participant;
      if (low.has(node.finalGrade)) lowYears.set(code, (lowYears.get(code) ?? 0) + 1);
    }
    const { raised } = await runner(year).act(
      'createResultActions',
      { framework: FRAMEWORK, year },
      'lead',
      'raised { measure kind state participant { code } }',
    );
    const measures = new Set(raised.map(({ measure }: Json) => measure));
    expect([...lowYears.values()].some((count) => count >= 2)).toBe(true);
    expect([...measures]).toEqual(expect.arrayContaining(['CRITICISM', 'INTERVIEW', 'RECTIFICATION', 'AWARD_QUOTA']));
    for (const { measure, participant, state } of raised as Json[]) {
      expect(state).toBe('PROPOSED');
      if (measure === 'RECTIFICATION') expect(lowYears.get(participant.code)).toBeGreaterThanOrEqual(2);
    }
  });
});

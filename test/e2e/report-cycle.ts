import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, runHub } from '../testkit/hub-command.ts';
import type { HubProcess } from '../testkit/hub-process.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read by path in tests
type Json = any;

const HEADER = 'subject,period,measure,dimensions,value,explanation';
const CELL = '110106,2025,enterprises-with-factor-sharing,ownership=state-owned';

/**
 * A year's figure from a faulty file to its amendment, by the command line and the graph alone. The demo district's
 * state-owned enterprises with factor-based sharing (按要素参与分配) have not been reported, so a score waits for them.
 */
export function describeReportCycle(running: () => HubProcess): void {
  describe('the life of a report', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'hub-cycle-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const hub = (...parameters: string[]): Promise<Ended> => {
      const { dataFolder, port } = running();
      const environment = { HUB_DATA: dataFolder, HUB_URL: `http://127.0.0.1:${port}` };
      return runHub(parameters, { folder, environment });
    };
    const data = async (...parameters: string[]): Promise<Json> => {
      const ended = await hub(...parameters, '--format', 'json');
      const printed: Json = JSON.parse(ended.stdout);
      expect(printed.error, ended.stdout).toBeNull();
      return printed.data;
    };
    const act = (verb: string, id: string, ...rest: string[]): Promise<Json> =>
      data('publication', verb, id, '--unit', 'sasac', ...rest);
    const ask = async (holder: string, query: string, variables: object = {}): Promise<Json> => {
      const { body } = await running().ask(running().token(holder), query, variables);
      expect(body.errors ?? []).toEqual([]);
      return body.data;
    };
    const write = (name: string, ...rows: string[]): string => {
      writeFileSync(join(folder, name), `${[HEADER, ...rows].join('\n')}\n`);
      return name;
    };
    const decide = (policy: string): Promise<Json> =>
      ask(
        'lead',
        `mutation { decideSasacApprovalPolicy(input: { memberUnit: "sasac", policy: ${policy} }) { errors { code } } }`,
      );
    const score = async (): Promise<Json> => {
      const { subject } = await ask('lead', SCORE);
      return subject.evaluation.indicators.edges[0].node.score;
    };

    it('runs from a faulty file to an accepted amendment, and everything can be proved afterwards', async () => {
      await decide('FOUR_EYES');
      const unscored = await score();
      expect(unscored.isComplete).toBe(false);

      const faulty = write('faulty.csv', `${CELL},十四家,`, `${CELL.replace('2025', '20x5')},14,`);
      const told = await hub('indicator', 'validate', faulty, '--unit', 'sasac');
      expect(told.code).toBe(1);
      expect(
        told.stdout
          .trimEnd()
          .split('\n')
          .map((line) => line.split('\t').slice(0, 4)),
      ).toEqual([
        ['ERROR', 'VALUE_NOT_A_NUMBER', '2', 'value'],
        ['ERROR', 'PERIOD_MALFORMED', '3', 'period'],
      ]);

      const right = write('right.csv', `${CELL},１４,`);
      expect((await hub('indicator', 'validate', right, '--unit', 'sasac')).code).toBe(0);
      const { publication, receipt } = await data('indicator', 'publish', right, '--unit', 'sasac');
      expect(publication.state).toBe('DRAFT');
      expect((await data('indicator', 'publish', right, '--unit', 'sasac')).receipt).toEqual(receipt);

      await act('submit', publication.id);
      const own = await hub('publication', 'accept', publication.id, '--unit', 'sasac');
      expect([own.code, own.stdout]).toEqual([1, expect.stringContaining('STATE_NOT_ALLOWED')]);
      await act('approve', publication.id, '--comment', '已核对');
      expect(await score()).toEqual(unscored);
      await act('accept', publication.id);
      await expect.poll(async () => (await score()).isComplete, POLL).toBe(true);
      const scored = await score();
      const known = new Date().toISOString();

      const amendment = write('amended.csv', `${CELL},1,三家企业改制后不再实行`);
      const flags = ['--justification', '企业改制，据实更正', '--submit'];
      const asked = await data('indicator', 'publish', amendment, '--unit', 'sasac', ...flags);
      expect(asked.publication).toMatchObject({ kind: 'AMENDMENT', state: 'SUBMITTED' });
      await act('approve', asked.publication.id);
      expect(await score()).toEqual(scored);
      await act('accept', asked.publication.id);
      await expect.poll(async () => Number((await score()).value), POLL).toBeLessThan(Number(scored.value));

      const now = await ask('sasac', VALUES);
      const [{ node }] = now.sasacObservations.edges;
      expect([node.value, node.revision]).toEqual(['1', 2]);
      expect(node.history.map(({ value, events }: Json) => [value, events.map(({ state }: Json) => state)])).toEqual([
        ['14', ['DRAFT', 'SUBMITTED', 'APPROVED', 'ACCEPTED']],
        ['1', ['DRAFT', 'SUBMITTED', 'APPROVED', 'ACCEPTED']],
      ]);
      expect(node.history[0].receipt.hash).toBe(receipt.hash);
      const then = await ask('sasac', VALUES, { asOf: known });
      expect(then.sasacObservations.edges[0].node.value).toBe('14');

      const { receipts } = await data('receipts', 'export', '--unit', 'sasac', '--output', 'receipts.ndjson');
      const { sasacReceiptKeys: keys } = await ask('lead', '{ sasacReceiptKeys { publicKey } }');
      writeFileSync(join(folder, 'key.pem'), keys[0].publicKey);
      // Nobody is asked: there is nothing under that address.
      const offline = { HUB_URL: 'http://127.0.0.1:1', HUB_DATA: folder };
      const verified = await runHub(['verify', 'receipts', 'receipts.ndjson', '--key', 'key.pem'], {
        folder,
        environment: offline,
      });
      expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining(`${receipts} 份回执均真实`)]);
      await decide('AUTOMATIC');
    }, 120_000);
  });
}

const POLL = { timeout: 20_000, interval: 100 };

const SCORE = `{ subject(code: "110106") { evaluation(year: 2025) {
  indicators(filter: { keys: ["factor-based-sharing"] }, first: 1) { edges { node { score { value low high isComplete } } } }
} } }`;

const VALUES = `query ($asOf: DateTime) { sasacObservations(
  filter: { subject: "110106", period: "2025", exactPeriod: true, measures: ["enterprises-with-factor-sharing"], isDerived: false, memberUnit: "sasac" }
  asOf: $asOf
) { edges { node { value revision history { value events { state actor reason } receipt { hash } } } } } }`;

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { urlOf, withClient } from '../../../shared/topology/provision.ts';
import { HubProcess } from '../../testkit/hub-process.ts';
import { BenchEvaluation } from '../bench-evaluation.ts';
import { timed } from '../measure.ts';
import { copyEvaluations } from '../more-results.ts';
import { fillNationalStore, gatherStatistics, nationalSubjects } from '../national-store.ts';
import { pin } from './pinning.ts';
import { environmentOf, familyOf } from './process-cost.ts';

/** Limits on how much one client may ask are for clients, not for a bench: relaxed, and said with each figure. */
const RELAXED = {
  RATES: JSON.stringify({
    client: { perSecond: 100_000, burst: 100_000 },
    unit: { perSecond: 100_000, burst: 100_000 },
  }),
  // A machine that does other things too is slow, not broken.
  SUBGRAPH_TIMEOUT_MS: '30000',
  REQUEST_BUDGET_MS: '60000',
  MAX_LOOP_DELAY_MS: '10000',
  BUSY_LOOP_DELAY_MS: '1000',
  MAX_IN_FLIGHT: '1000',
  MAX_IN_FLIGHT_PER_CLIENT: '512',
};
/** For rows that measure the work itself and not what was remembered of it. */
export const NO_ANSWER_CACHE = { ANSWER_CACHE_BYTES: '0' } as const;
const CALCULATED = 30;
export const NATION_YEAR = 2025;
/** Subjects of the made-up nation, each with one stored year. */
export const NATION = 3_000;

/** The product as `npm start` runs it, with demo data, for all rows that ask it. */
export class SharedHub {
  private hasNation = false;

  private constructor(
    readonly hub: HubProcess,
    /** Null where the folder was kept from an earlier run. */
    readonly firstStartMs: number | null,
    readonly laterStartMs: number,
  ) {}

  static async start(say: (text: string) => void): Promise<SharedHub> {
    const kept = process.env['BENCH_KEEP'];
    const isNew = kept === undefined || !existsSync(kept);
    const hub = kept === undefined ? await HubProcess.prepare() : await HubProcess.at(kept);
    say('starting the product with demo data');
    const first = isNew ? await timed(() => hub.start({ HUB_DEMO: 'on' })) : null;
    await hub.stop();
    const later = await timed(() => hub.start(RELAXED));
    say(`started in ${first === null ? '' : `${Math.round(first)} and `}${Math.round(later)} ms`);
    return new SharedHub(hub, first, later);
  }

  /** Starts it again with other settings of the gateway, such as without its cache of answers. */
  async restart(environment: Readonly<Record<string, string>>): Promise<void> {
    await this.hub.stop();
    await this.hub.start({ ...RELAXED, ...environment, ...profiling() });
    this.pinGateway();
  }

  /** The gateway alone on its core, everything else on the others. */
  pinGateway(): void {
    for (const pid of familyOf(this.launcherPid)) pin(pid, 'others');
    pin(this.hub.pidOf('gateway'), 'measured');
    pin(process.pid, 'others');
  }

  /** Every process on any core, as where nobody pins. */
  unpin(): void {
    for (const pid of [...familyOf(this.launcherPid), process.pid]) pin(pid, 'anywhere');
  }

  get launcherPid(): number {
    return JSON.parse(readFileSync(join(this.hub.dataFolder, 'run.json'), 'utf8')).launcher.pid;
  }

  /** Three thousand provinces with a stored evaluation each, put straight into the evaluation's database. */
  async withNation(say: (text: string) => void): Promise<readonly { code: string; year: number }[]> {
    if (!this.hasNation) {
      this.hasNation = true;
      const url = environmentOf(this.hub.pidOf('evaluation')).get('DATABASE_URL') ?? '';
      const owner = this.adminUrl('evaluation');
      if (await hasSubject(owner, nationalSubjects(NATION).at(-1) ?? '')) return subjectYears();
      say(`making up a nation of ${NATION} subjects`);
      await fillNationalStore(url, { subjects: CALCULATED, years: [NATION_YEAR - 1, NATION_YEAR], hasFaults: true });
      const evaluation = await BenchEvaluation.open(url);
      try {
        await evaluation.recalculation.recalculateAll(NATION_YEAR, nationalSubjects(CALCULATED));
      } finally {
        await evaluation.close();
      }
      say('calculated');
      await copyEvaluations(owner, { from: CALCULATED, to: NATION, calculated: CALCULATED, year: NATION_YEAR });
      say('copied');
      await gatherStatistics(owner);
    }
    return subjectYears();
  }

  adminUrl(database: string): string {
    const secrets = JSON.parse(readFileSync(join(this.hub.dataFolder, 'secrets.json'), 'utf8'));
    const app = new URL(environmentOf(this.hub.pidOf('evaluation')).get('DATABASE_URL') ?? '');
    app.username = 'postgres';
    app.password = secrets.superuserPassword;
    return urlOf(app.href, { database });
  }

  async close(): Promise<void> {
    await this.hub.stop();
    if (process.env['BENCH_KEEP'] === undefined) this.hub.remove();
  }
}

function subjectYears(): { code: string; year: number }[] {
  return nationalSubjects(NATION).map((code) => ({ code, year: NATION_YEAR }));
}

async function hasSubject(ownerUrl: string, code: string): Promise<boolean> {
  return withClient(ownerUrl, async (client) => {
    const { rowCount } = await client.query('select from evaluation.subject where code = $1', [code]);
    return (rowCount ?? 0) > 0;
  });
}

/** `BENCH_PROFILE` names a folder: every process writes what it spent its time on there when it ends. */
function profiling(): Record<string, string> {
  if (process.env['BENCH_PROFILE'] === undefined) return {};
  return { NODE_OPTIONS: `--import ${new URL('./cpu-profile.mjs', import.meta.url).href}` };
}

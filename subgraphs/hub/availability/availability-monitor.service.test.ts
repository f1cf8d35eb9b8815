import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../shared/observability/logger.ts';
import { AvailabilityMonitor, type MonitorOptions } from './availability-monitor.service.ts';
import type { ProbeOutcome, ServiceAvailability } from './availability.ts';

class Bench {
  now = new Date('2026-11-01T00:00:00Z');
  outcome: ProbeOutcome = 'ANSWERED';
  probes = 0;
  readonly recorded: string[] = [];
  storeIsAway = false;
  storedSince: Date | null = null;

  monitor(options: Partial<MonitorOptions> = {}): AvailabilityMonitor {
    return new AvailabilityMonitor({
      healthUrls: { hrss: 'http://hrss/health', union: 'http://union/health' },
      probe: async () => {
        this.probes += 1;
        return this.outcome;
      },
      store: { record: (changed) => this.record(changed) },
      clock: { now: () => this.now },
      log: createLogger('test', 'silent'),
      intervalMs: 2_000,
      freshnessMs: 50,
      ...options,
    });
  }

  pass(milliseconds: number): void {
    this.now = new Date(this.now.getTime() + milliseconds);
  }

  private async record(changed: readonly ServiceAvailability[]): Promise<ServiceAvailability[]> {
    if (this.storeIsAway) throw new Error('connection refused');
    this.recorded.push(...changed.map(({ service, state }) => `${service} ${state}`));
    return changed.map((row) => ({ ...row, since: this.storedSince ?? row.since }));
  }
}

async function stateOf(monitor: AvailabilityMonitor, service = 'hrss'): Promise<string | undefined> {
  return (await monitor.current()).get(service)?.state;
}

describe('the availability monitor', () => {
  it('probes before its first answer and again once the last round is too old', async () => {
    const bench = new Bench();
    const monitor = bench.monitor();
    expect(await stateOf(monitor)).toBe('AVAILABLE');
    bench.pass(50);
    await monitor.current();
    expect(bench.probes).toBe(2);
    bench.outcome = 'REFUSED';
    bench.pass(1);
    expect(await stateOf(monitor)).toBe('UNAVAILABLE');
    expect(bench.probes).toBe(4);
  });

  it('runs one round for all who ask at once', async () => {
    const bench = new Bench();
    const monitor = bench.monitor();
    await Promise.all(Array.from({ length: 20 }, () => monitor.current()));
    expect(bench.probes).toBe(2);
  });

  it('writes the first state and every change, and nothing in between', async () => {
    const bench = new Bench();
    const monitor = bench.monitor({ healthUrls: { hrss: 'http://hrss/health' } });
    for (const outcome of ['ANSWERED', 'ANSWERED', 'REFUSED', 'REFUSED', 'ANSWERED'] as const) {
      bench.outcome = outcome;
      await monitor.current();
      bench.pass(1_000);
    }
    expect(bench.recorded).toEqual(['hrss AVAILABLE', 'hrss UNAVAILABLE', 'hrss AVAILABLE']);
  });

  it('takes the beginning of a state from the store, so that a restart does not renew it', async () => {
    const bench = new Bench();
    bench.storedSince = new Date('2026-10-01T00:00:00Z');
    const services = await bench.monitor().current();
    expect(services.get('union')?.since).toEqual(bench.storedSince);
  });

  it('answers while its store is away, and writes when it is back', async () => {
    const bench = new Bench();
    const monitor = bench.monitor({ healthUrls: { hrss: 'http://hrss/health' } });
    bench.storeIsAway = true;
    expect(await stateOf(monitor)).toBe('AVAILABLE');
    bench.storeIsAway = false;
    bench.pass(1_000);
    await monitor.current();
    expect(bench.recorded).toEqual(['hrss AVAILABLE']);
  });

  it('knows nothing of a service it was not told to watch', async () => {
    expect(await stateOf(new Bench().monitor(), 'justice')).toBeUndefined();
  });

  it('probes in the background until it is stopped', async () => {
    const bench = new Bench();
    let monitor: AvailabilityMonitor | undefined;
    let rounds = 0;
    await new Promise<void>((thirdRound) => {
      const probe = async (): Promise<ProbeOutcome> => {
        rounds += 1;
        if (rounds === 3) thirdRound();
        return 'ANSWERED';
      };
      monitor = bench.monitor({ intervalMs: 1, healthUrls: { hrss: 'http://hrss/health' }, probe });
      monitor.start();
    });
    await monitor?.stop();
    const atStop = rounds;
    await new Promise((done) => setImmediate(done));
    expect(rounds).toBe(atStop);
  });
});

import type { Logger } from '../../../shared/observability/logger.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { AvailabilityStore } from './availability.repository.ts';
import { judge, type ServiceAvailability, type Verdict } from './availability.ts';
import type { HealthProbe } from './health-probe.ts';

/** Who can say which services answer, by name of the service. */
export interface AvailabilitySource {
  current(): Promise<ReadonlyMap<string, ServiceAvailability>>;
}

export interface MonitorOptions {
  /** Health address by name of the service. */
  readonly healthUrls: Readonly<Record<string, string>>;
  readonly probe: HealthProbe;
  readonly store: AvailabilityStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** Pause between rounds in the background. */
  readonly intervalMs: number;
  /** Age up to which a round answers a query; an older one is repeated first. */
  readonly freshnessMs: number;
}

/**
 * Watches the services: in rounds in the background, and on demand when a query finds the last round too old,
 * so that a service that has just died is reported as it is. Rounds never overlap: who asks during one waits for it.
 */
export class AvailabilityMonitor implements AvailabilitySource {
  private readonly options: MonitorOptions;
  private verdicts = new Map<string, Verdict>();
  /** Services whose verdict is not in the store yet: after the start, after a change, while the store is away. */
  private unrecorded: Set<string>;
  private roundAt = Number.NEGATIVE_INFINITY;
  private round: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;

  constructor(options: MonitorOptions) {
    this.options = options;
    this.unrecorded = new Set(Object.keys(options.healthUrls));
  }

  async current(): Promise<ReadonlyMap<string, ServiceAvailability>> {
    const age = this.options.clock.now().getTime() - this.roundAt;
    if (age > this.options.freshnessMs) await this.probeAll();
    return this.verdicts;
  }

  start(): void {
    const next = (): void => {
      if (!this.isStopped) this.timer = setTimeout(() => void this.probeAll().then(next), this.options.intervalMs);
    };
    void this.probeAll().then(next);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.round;
  }

  private probeAll(): Promise<void> {
    this.round ??= this.runRound().finally(() => {
      this.round = null;
    });
    return this.round;
  }

  private async runRound(): Promise<void> {
    const { healthUrls, probe, clock } = this.options;
    const startedAt = clock.now().getTime();
    const outcomes = await Promise.all(
      Object.entries(healthUrls).map(async ([service, url]) => ({ service, outcome: await probe(url) })),
    );
    const at = clock.now();
    const verdicts = new Map<string, Verdict>();
    for (const { service, outcome } of outcomes) {
      const before = this.verdicts.get(service);
      const verdict = judge(service, outcome, before, at);
      if (before?.state !== verdict.state) this.noteChange(verdict, before === undefined);
      verdicts.set(service, verdict);
    }
    this.verdicts = await this.recorded(verdicts);
    this.roundAt = startedAt;
  }

  private noteChange(verdict: Verdict, isFirst: boolean): void {
    this.unrecorded.add(verdict.service);
    if (!isFirst) this.options.log.warn({ subgraph: verdict.service, state: verdict.state }, 'availability changed');
  }

  /** The verdicts with `since` as the store knows it. What cannot be stored now is kept and tried again. */
  private async recorded(verdicts: Map<string, Verdict>): Promise<Map<string, Verdict>> {
    const news = [...verdicts.values()].filter(({ service }) => this.unrecorded.has(service));
    if (news.length === 0) return verdicts;
    try {
      for (const stored of await this.options.store.record(news)) {
        const verdict = verdicts.get(stored.service);
        if (verdict?.state === stored.state) verdicts.set(stored.service, { ...verdict, since: stored.since });
        this.unrecorded.delete(stored.service);
      }
    } catch (error) {
      this.options.log.error({ err: error }, 'availability not recorded');
    }
    return verdicts;
  }
}

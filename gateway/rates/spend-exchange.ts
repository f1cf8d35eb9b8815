import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Logger } from '../../shared/observability/logger.ts';
import { type HubAddress, postToHub } from '../access/hub-question.ts';
import type { SpendLedger, Spends } from './spend-ledger.ts';

/** What a gateway says of itself, and from where on it has heard the others. */
export interface SpendReport {
  readonly gateway: string;
  /** Null the first time. */
  readonly after: number | null;
  readonly spent: Spends;
}

export interface SpendNews {
  readonly head: number;
  /** What all others have let through since. */
  readonly spent: Spends;
}

/** Where gateways tell each other what they let through. */
export interface SpendSource {
  exchange(report: SpendReport): Promise<SpendNews>;
}

const newsSchema = z.object({
  head: z.number().int().min(0),
  spent: z.record(z.string(), z.number().int().positive()),
});

/** An answer that takes longer is worth little. */
const LONGEST_MS = 1_000;

/** Asks the hub over the signed hop. */
export class HubSpendSource implements SpendSource {
  constructor(private readonly hub: HubAddress) {}

  async exchange(report: SpendReport): Promise<SpendNews> {
    const impatient = { ...this.hub, timeoutMs: Math.min(this.hub.timeoutMs, LONGEST_MS) };
    return newsSchema.parse(await postToHub(impatient, '/internal/gateway-spend', report));
  }
}

export interface ExchangeOptions {
  readonly source: SpendSource;
  readonly ledger: SpendLedger;
  readonly debit: (spent: Spends) => void;
  readonly everyMs: number;
  readonly log: Logger;
}

/**
 * Has several gateways count together: tells in short intervals what this one has let through, and counts what the others
 * did. While nobody can be asked each counts by itself, and nothing is made up for afterwards.
 *
 * Of N gateways one client gets at most burst + rate × time, and once (N − 1) × (burst + rate × delay) more, where the delay
 * is two intervals and two answers of the hub: the first of them that can know, knows.
 */
export class SpendExchange {
  private readonly gateway = randomUUID();
  private after: number | null = null;
  private isFollowing = true;
  private timer: NodeJS.Timeout | null = null;
  private isClosed = false;

  constructor(private readonly options: ExchangeOptions) {}

  start(): void {
    const next = (): void => {
      if (this.isClosed) return;
      this.timer = setTimeout(() => void this.exchange().then(next), this.options.everyMs);
      this.timer.unref();
    };
    next();
  }

  close(): void {
    this.isClosed = true;
    if (this.timer) clearTimeout(this.timer);
  }

  /** Once; never rejects. */
  async exchange(): Promise<void> {
    const { source, ledger, debit, log } = this.options;
    const { gateway, after } = this;
    try {
      const { head, spent } = await source.exchange({ gateway, after, spent: ledger.take() });
      this.after = head;
      debit(spent);
      if (!this.isFollowing) log.info('rates are counted together again');
      this.isFollowing = true;
    } catch (error) {
      if (this.isFollowing) log.warn({ err: error }, 'rates are counted by this gateway alone');
      this.isFollowing = false;
    }
  }
}

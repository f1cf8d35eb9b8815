/**
 * - `CLAIMED` nobody had taken it
 * - `REPLAYED` it was taken before, here or by another process of the service
 * - `UNKNOWN` nobody can say now: the database is away, or has lost its memory since the call was signed
 */
export type NonceClaim = 'CLAIMED' | 'REPLAYED' | 'UNKNOWN';

/** A nonce as it came, with the time that was signed with it, in milliseconds since the epoch. */
export interface SignedNonce {
  readonly nonce: string;
  readonly signedAt: number;
}

/** The nonces of one service, wherever its processes keep them together. */
export interface NonceTable {
  /** Takes those nobody has taken; of a nonce that was taken before the answer says nothing. */
  claim(nonces: readonly string[], signedAt: readonly number[]): Promise<ReadonlyMap<string, 'CLAIMED' | 'TOO_OLD'>>;
  close(): Promise<void>;
}

/** More in one statement make nobody faster. */
const MOST_IN_BATCH = 500;

interface Waiting extends SignedNonce {
  readonly settle: (claim: NonceClaim) => void;
}

/**
 * Takes nonces for all processes of a service. Claims together what comes in one turn of the event loop, and what comes
 * while `mostAtOnce` statements are on their way: the more there is to do, the fewer statements it takes for each call.
 */
export class NonceRegister {
  private waiting: Waiting[] = [];
  private running = 0;
  private isPlanned = false;

  constructor(
    private readonly table: NonceTable,
    private readonly mostAtOnce = 2,
  ) {}

  /** Never rejects. */
  claim(nonce: SignedNonce): Promise<NonceClaim> {
    return new Promise((settle) => {
      this.waiting.push({ ...nonce, settle });
      this.plan();
    });
  }

  close(): Promise<void> {
    return this.table.close();
  }

  private plan(): void {
    if (this.isPlanned || this.waiting.length === 0 || this.running >= this.mostAtOnce) return;
    this.isPlanned = true;
    setImmediate(() => {
      this.isPlanned = false;
      void this.send();
    });
  }

  private async send(): Promise<void> {
    const batch = this.waiting.splice(0, MOST_IN_BATCH);
    this.running += 1;
    this.plan();
    const claims = await this.claimAll(batch);
    this.running -= 1;
    for (const [index, { settle }] of batch.entries()) settle(claims[index] ?? 'UNKNOWN');
    this.plan();
  }

  private async claimAll(batch: readonly SignedNonce[]): Promise<NonceClaim[]> {
    try {
      const states = new Map(
        await this.table.claim(
          batch.map(({ nonce }) => nonce),
          batch.map(({ signedAt }) => signedAt),
        ),
      );
      return batch.map(({ nonce }) => {
        const state = states.get(nonce);
        // The same one twice in a batch is taken once.
        states.delete(nonce);
        if (state === 'TOO_OLD') return 'UNKNOWN';
        return state ?? 'REPLAYED';
      });
    } catch {
      return [];
    }
  }
}

/** Where the nonces of a service are remembered: in each process for itself, or in its database for all of them. */
export const NONCE_STORES = ['memory', 'database'] as const;

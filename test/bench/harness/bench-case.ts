import type { SharedHub } from './shared-hub.ts';
import type { Measurement } from './measurement.ts';
import type { PeerFolder } from './peer-folder.ts';

/** What a row needs of the machine. Where it is not there, the row is skipped and the reason printed. */
export type Need = 'postgres' | 'hub' | 'peers' | 'linux';

/** One row of the bars, or a family that shares its data. A file each; `registry.ts` lists them. */
export interface BenchCase {
  /** First of the rows it measures: `P5`. */
  readonly id: string;
  /** Others it answers to: `npm run bench -- P9`. */
  readonly also?: readonly string[];
  readonly title: string;
  readonly titleZh: string;
  /** The bar in words. */
  readonly bar: string;
  readonly needs: readonly Need[];
  /** Too long for a run of everything: only when named. */
  readonly isOnlyNamed?: true;
  run(context: BenchContext): Promise<readonly Measurement[]>;
}

export interface BenchContext {
  /** Whether a row was asked for, by name or by asking for all. */
  isWanted(id: string): boolean;
  /** The product with demo data and a made-up nation, shared by all rows that ask it; started when first needed. */
  hub(): Promise<SharedHub>;
  /** Packages of the peers, installed outside the product; throws `Skipped` where that is not possible. */
  peers(): Promise<PeerFolder>;
  say(text: string): void;
}

import { type CryptoKey, createLocalJWKSet, errors } from 'jose';
import type { Logger } from '../../../shared/observability/logger.ts';
import { type Clock, systemClock } from '../../../shared/primitives/clock.ts';
import { fetchDocument, type FetchDocument } from './fetch-document.ts';
import { fetchKeySet } from './issuer-documents.ts';
import type { OidcIssuer } from './oidc-issuer.ts';

export interface KeyPolicy {
  /** After this long the keys are fetched anew, without anybody waiting for it. */
  readonly freshMs: number;
  /** How long the last keys are good while the provider does not answer: longer than any token of that time. */
  readonly keepMs: number;
  /** Pause between two fetches, so that tokens with invented key ids make no storm. */
  readonly pauseMs: number;
}

export const defaultKeyPolicy: KeyPolicy = { freshMs: 300_000, keepMs: 7_200_000, pauseMs: 10_000 };

export interface IssuerKeysOptions {
  readonly log: Logger;
  readonly policy?: KeyPolicy;
  readonly clock?: Clock;
  readonly fetchDocument?: FetchDocument;
}

interface HeldKeys {
  readonly find: ReturnType<typeof createLocalJWKSet>;
  readonly fetchedAt: number;
}

/** The keys of one provider: fetched when first needed, again when old or when a token names one not known. */
export class IssuerKeys {
  private held: HeldKeys | null = null;
  private triedAt = Number.NEGATIVE_INFINITY;
  private fetching: Promise<void> | null = null;
  private readonly policy: KeyPolicy;
  private readonly clock: Clock;

  constructor(
    private readonly issuer: OidcIssuer,
    private readonly options: IssuerKeysOptions,
  ) {
    this.policy = options.policy ?? defaultKeyPolicy;
    this.clock = options.clock ?? systemClock;
  }

  /** The public key of that name; null when the provider has none. Throws when no keys can be had at all. */
  async find(kid: string, alg: string): Promise<CryptoKey | null> {
    if (this.age() >= this.policy.keepMs) this.held = null;
    if (this.held === null) await this.refresh();
    else if (this.age() >= this.policy.freshMs) void this.refresh();
    if (this.held === null) throw new Error(`no keys of ${this.issuer.issuer} can be had`);
    const known = await lookUp(this.held, kid, alg);
    if (known !== null) return known;
    await this.refresh();
    return this.held === null ? null : lookUp(this.held, kid, alg);
  }

  /** One fetch at a time, shared by all who wait; a failure keeps what is held. */
  private refresh(): Promise<void> {
    if (this.fetching !== null) return this.fetching;
    if (this.now() - this.triedAt < this.policy.pauseMs) return Promise.resolve();
    this.triedAt = this.now();
    this.fetching = this.fetch().finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  private async fetch(): Promise<void> {
    const { log, fetchDocument: fetchBy = fetchDocument } = this.options;
    try {
      const find = createLocalJWKSet(await fetchKeySet(this.issuer, fetchBy));
      this.held = { find, fetchedAt: this.now() };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ issuer: this.issuer.issuer, reason }, 'keys of a provider could not be fetched');
    }
  }

  private age(): number {
    return this.held === null ? 0 : this.now() - this.held.fetchedAt;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

async function lookUp({ find }: HeldKeys, kid: string, alg: string): Promise<CryptoKey | null> {
  try {
    return await find({ kid, alg });
  } catch (error) {
    // None of that name for that algorithm, several of it, or one that is no key: a token by it is nobody's.
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException) return null;
    throw error;
  }
}

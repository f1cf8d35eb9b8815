import { z } from 'zod';
import type { Logger } from '../../shared/observability/logger.ts';
import { type HubAddress, postToHub } from './hub-question.ts';
import { WaitingRoom } from '../../shared/primitives/waiting-room.ts';

/** What has changed since a version. */
export interface EntitlementChanges {
  readonly version: number;
  /** Whose entitlements changed; null when it may be anybody's. */
  readonly subjects: readonly string[] | null;
}

/** Waits for changes of what callers may do: tokens revoked, grants, memberships and roles. */
export interface EntitlementSource {
  /** Answers at once when the version is not the newest, else with the next change or after a while. */
  changesSince(version: number): Promise<EntitlementChanges>;
}

const LONGEST_WAIT_MS = 20_000;
const RETRY_MS = 1_000;

const answerSchema = z.object({ version: z.number().int().min(0), subjects: z.array(z.string()).optional() });

/** Asks the hub over the signed hop, in a long poll. */
export class HubEntitlementSource implements EntitlementSource {
  constructor(
    private readonly hub: HubAddress,
    private readonly waitMs = LONGEST_WAIT_MS,
  ) {}

  async changesSince(version: number): Promise<EntitlementChanges> {
    const patient = { ...this.hub, timeoutMs: this.hub.timeoutMs + this.waitMs };
    const body = { after: version, waitMs: this.waitMs };
    const answer = answerSchema.parse(await postToHub(patient, '/internal/entitlement-changes', body));
    return { version: answer.version, subjects: answer.subjects ?? null };
  }
}

export interface FollowerOptions {
  readonly source: EntitlementSource;
  /** Forgets what is remembered of these subjects; of everybody for null. */
  readonly forget: (subjects: readonly string[] | null) => void;
  readonly log: Logger;
  readonly retryMs?: number;
}

/**
 * Follows the hub's entitlement version for as long as the gateway runs. It only makes forgetting early: while the hub
 * cannot be followed, what is remembered still dies of its own short age.
 */
export class EntitlementFollower {
  private version = 0;
  private isClosed = false;
  private readonly room = new WaitingRoom();

  constructor(private readonly options: FollowerOptions) {}

  start(): void {
    void this.follow();
  }

  close(): void {
    this.isClosed = true;
    this.room.release();
  }

  private async follow(): Promise<void> {
    let isFollowing = true;
    while (!this.isClosed) {
      try {
        const changes = await this.options.source.changesSince(this.version);
        this.apply(changes);
        if (!isFollowing) this.options.log.info({ version: this.version }, 'entitlements are followed again');
        isFollowing = true;
      } catch (error) {
        if (isFollowing) this.options.log.warn({ err: error }, 'entitlements cannot be followed');
        isFollowing = false;
        await this.room.wait(this.options.retryMs ?? RETRY_MS);
      }
    }
  }

  private apply({ version, subjects }: EntitlementChanges): void {
    if (version !== this.version && !this.isClosed) this.options.forget(subjects);
    this.version = version;
  }
}

import type { DataSource } from 'typeorm';
import { badUserInput, forbidden } from '../../graphql/errors.ts';
import type { Viewer } from '../../identity/viewer.ts';
import { mayFollowFeed } from '../publication/publication.permission.ts';
import { type Change, readChanges } from './change.repository.ts';
import type { ChangeSignal } from './change-signal.ts';
import { type FeedState, readFeedState } from './feed-state.ts';
import { readHead } from './feed-head.repository.ts';

/** A page of the feed and where the feed stands. */
export interface ChangePage {
  readonly head: string;
  readonly changes: readonly Change[];
}

export interface ChangeRequest {
  /** Entries after this position; `0` from the start. */
  readonly after: string;
  readonly first: number;
  /** How long to wait for something new when there is nothing yet. */
  readonly waitMs: number;
}

/** Largest page and longest wait; the wait stays inside the gateway's time for one department. */
export const FEED_LIMITS = { first: 5000, waitMs: 1500 } as const;

export interface ChangeFeedService {
  follow(request: ChangeRequest, viewer: Viewer): Promise<ChangePage>;
  /** Where the feed stands and what replaying it comes to. */
  state(viewer: Viewer): Promise<FeedState>;
}

/** The change feed (commit order, no gaps) for the evaluation's worker and the lead. */
export function createChangeFeedService(dataSource: DataSource, signal: ChangeSignal): ChangeFeedService {
  return {
    async follow(request, viewer) {
      if (!mayFollowFeed(viewer)) throw forbidden('只有评价服务和牵头单位可以读取变更流');
      checkRequest(request);
      const changes = await readChanges(dataSource.manager, request.after, request.first);
      if (changes.length > 0 || request.waitMs === 0) return page(dataSource, changes);
      const woken = signal.wait(request.waitMs);
      // What was committed between reading and listening has already been announced: look before waiting.
      if (BigInt(await readHead(dataSource.manager)) <= BigInt(request.after)) await woken;
      return page(dataSource, await readChanges(dataSource.manager, request.after, request.first));
    },
    async state(viewer) {
      if (!mayFollowFeed(viewer)) throw forbidden('只有评价服务和牵头单位可以读取变更流');
      return readFeedState(dataSource.manager);
    },
  };
}

async function page(dataSource: DataSource, changes: readonly Change[]): Promise<ChangePage> {
  return { head: await readHead(dataSource.manager), changes };
}

function checkRequest({ after, first, waitMs }: ChangeRequest): void {
  if (!/^\d{1,18}$/.test(after)) throw badUserInput('after 应为变更流位置，从头读取时为 "0"');
  if (first < 1 || first > FEED_LIMITS.first) throw badUserInput(`first 应在 1 至 ${FEED_LIMITS.first} 之间`);
  if (waitMs < 0 || waitMs > FEED_LIMITS.waitMs) throw badUserInput(`waitMs 应在 0 至 ${FEED_LIMITS.waitMs} 之间`);
}

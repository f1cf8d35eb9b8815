import type { FollowedDepartment } from '../input-store/department-register.ts';
import type { FeedPage } from '../input-store/feed-change.ts';

/** How a page of a feed is asked for. */
export interface FeedRequest {
  /** Position after which to begin. */
  readonly after: bigint;
  readonly first: number;
  /** How long the department may wait for something new. */
  readonly waitMs: number;
}

/** Where changes come from; a fault or an unreachable department is an exception. */
export interface ChangeSource {
  read(department: FollowedDepartment, request: FeedRequest, signal: AbortSignal): Promise<FeedPage>;
}

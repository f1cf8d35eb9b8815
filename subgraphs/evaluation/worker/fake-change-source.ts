import type { FollowedDepartment } from '../input-store/department-register.ts';
import type { FeedChange, FeedObservation, FeedPage, FeedState } from '../input-store/feed-change.ts';
import { pause } from './backoff.ts';
import type { ChangeSource, FeedRequest } from './change-source.ts';

/** What a test says about a value; the rest is filled in. */
export type FakeValue = Pick<FeedObservation, 'measure' | 'value'> &
  Partial<FeedObservation> & { readonly state?: FeedState };

/** Departments with feeds in memory, for tests. */
export class FakeChangeSource implements ChangeSource {
  private readonly feeds = new Map<string, FeedChange[]>();
  private readonly down = new Set<string>();
  /** Requests that arrived, by department. */
  readonly requests: { readonly department: string; readonly after: bigint }[] = [];

  /** Appends changes to a department's feed, one for each value. */
  publish(department: string, ...values: readonly FakeValue[]): FeedChange[] {
    const feed = this.feeds.get(department) ?? [];
    this.feeds.set(department, feed);
    const changes = values.map((value, index) => aChange(department, BigInt(feed.length + index + 1), value));
    feed.push(...changes);
    return changes;
  }

  /** Makes a department fail, or answer again. */
  setDown(department: string, isDown: boolean): void {
    if (isDown) this.down.add(department);
    else this.down.delete(department);
  }

  async read({ service }: FollowedDepartment, { after, first }: FeedRequest, signal: AbortSignal): Promise<FeedPage> {
    this.requests.push({ department: service, after });
    if (this.down.has(service)) throw new Error(`${service} is down`);
    const feed = this.feeds.get(service) ?? [];
    const changes = feed.filter(({ position }) => position > after).slice(0, first);
    if (changes.length === 0) await pause(10, signal);
    return { head: BigInt(feed.length), changes };
  }
}

/** One change with defaults: an accepted value of the demo district. */
export function aChange(department: string, position: bigint, { state = 'ACCEPTED', ...value }: FakeValue): FeedChange {
  const period = value.period ?? '2025';
  return {
    position,
    state,
    recordedAt: '2026-01-10T02:00:00.000Z',
    observation: {
      id: `${department}:${period.slice(0, 4)}:${position}`,
      subject: '110106',
      period,
      dimensions: '',
      revision: 1,
      isDerived: false,
      isDemo: true,
      reportedOn: '2026-01-10',
      recordedAt: '2026-01-10T02:00:00.000Z',
      memberUnit: department,
      publication: `${department}-publication`,
      stage: null,
      receiptHash: 'a'.repeat(64),
      ...value,
    },
  };
}

/** A page that holds these values and nothing before or after them. */
export function aFeedPage(department: string, values: readonly FakeValue[]): FeedPage {
  return {
    head: BigInt(values.length),
    changes: values.map((value, index) => aChange(department, BigInt(index + 1), value)),
  };
}

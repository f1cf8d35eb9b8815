import { sha256Hex } from '../../shared/primitives/canonical-json.ts';
import { type Clock, systemClock } from '../../shared/primitives/clock.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import type { TokenIntrospector } from './token-introspection.ts';

export interface ViewerCachePolicy {
  readonly size: number;
  readonly knownMs: number;
  readonly unknownMs: number;
  /** How old a good answer may be used while the hub cannot be asked. */
  readonly staleMs: number;
}

export const defaultViewerCachePolicy: ViewerCachePolicy = {
  size: 10_000,
  knownMs: 5_000,
  unknownMs: 2_000,
  staleMs: 60_000,
};

interface Entry {
  readonly viewer: Viewer | null;
  readonly askedAt: number;
}

/**
 * Remembers for a few seconds whom a token belongs to, so that a revoked one dies soon and the hub is not asked each time.
 * Fails closed: an unreachable hub lets in only who was good a minute ago. Tokens are kept as hashes.
 */
export class ViewerCache implements TokenIntrospector {
  private readonly entries = new Map<string, Entry>();
  private readonly asking = new Map<string, Promise<Viewer | null>>();
  /** Grows with each forgetting: an answer asked for before it may be of before it, and is not kept. */
  private forgotten = 0;

  constructor(
    private readonly source: TokenIntrospector,
    private readonly policy: ViewerCachePolicy = defaultViewerCachePolicy,
    private readonly clock: Clock = systemClock,
  ) {}

  async introspect(token: string): Promise<Viewer | null> {
    const key = sha256Hex(token);
    const entry = this.entries.get(key);
    if (entry && this.age(entry) < (entry.viewer ? this.policy.knownMs : this.policy.unknownMs)) {
      this.keep(key, entry);
      return entry.viewer;
    }
    const running = this.asking.get(key);
    if (running !== undefined) return running;
    const asked = this.ask(key, token, entry).finally(() => {
      // After a forgetting somebody newer may be asking.
      if (this.asking.get(key) === asked) this.asking.delete(key);
    });
    this.asking.set(key, asked);
    return asked;
  }

  private async ask(key: string, token: string, entry: Entry | undefined): Promise<Viewer | null> {
    const askedAt = this.clock.now().getTime();
    const forgottenBefore = this.forgotten;
    try {
      const viewer = await this.source.introspect(token);
      if (this.forgotten === forgottenBefore) this.keep(key, { viewer, askedAt });
      return viewer;
    } catch (error) {
      if (this.forgotten !== forgottenBefore) throw error;
      if (entry?.viewer && this.age(entry) < this.policy.staleMs) return entry.viewer;
      throw error;
    }
  }

  /** Drops whom it knows by these subjects, or everybody; who asks next is looked up anew. */
  forget(subjects: readonly string[] | null): void {
    this.forgotten += 1;
    this.asking.clear();
    const gone = subjects && new Set(subjects);
    for (const [key, { viewer }] of this.entries) {
      // A token that nobody held may be somebody's now.
      if (viewer === null || gone === null || gone.has(viewer.subject)) this.entries.delete(key);
    }
  }

  /** The newest stands last; the one unused longest is dropped first. */
  private keep(key: string, entry: Entry): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    const oldest = this.entries.keys().next();
    if (this.entries.size > this.policy.size && !oldest.done) this.entries.delete(oldest.value);
  }

  private age(entry: Entry): number {
    return this.clock.now().getTime() - entry.askedAt;
  }
}

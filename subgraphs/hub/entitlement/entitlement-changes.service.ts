import type { EntitlementSignal } from './entitlement-signal.ts';
import type { EntitlementChanges, EntitlementStore } from './entitlement.repository.ts';

export interface EntitlementDependencies {
  readonly store: EntitlementStore;
  readonly signal: Pick<EntitlementSignal, 'wait'>;
}

/** Tells gateways whose entitlements have changed, as soon as they have. */
export class EntitlementChangesService {
  private readonly dependencies: EntitlementDependencies;

  constructor(dependencies: EntitlementDependencies) {
    this.dependencies = dependencies;
  }

  /** What changed since the version; when nothing has, waits for a change up to `waitMs`. */
  async since(version: number, waitMs: number): Promise<EntitlementChanges> {
    const { store, signal } = this.dependencies;
    const before = await store.since(version);
    if (before.version !== version || waitMs <= 0) return before;
    const change = signal.wait(waitMs);
    // What was committed between reading and waiting woke nobody.
    const between = await store.since(version);
    if (between.version !== version) return between;
    await change;
    return store.since(version);
  }
}

import type { TokenIntrospector } from '../access/token-introspection.ts';
import type { BreakerState } from '../resilience/breaker.ts';

export interface ReadinessOptions {
  readonly supergraph: () => { readonly hash: string; readonly origin: string } | null;
  readonly tokens: TokenIntrospector;
  readonly breakers: () => Record<string, BreakerState>;
  /** Whether requests are being refused for want of capacity. */
  readonly isOverloaded: () => boolean;
}

export interface ReadinessReport {
  readonly isReady: boolean;
  readonly body: { readonly status: 'UP' | 'STARTING' | 'OVERLOADED' | 'DRAINING' };
  readonly verbose: Record<string, unknown>;
}

/** Belongs to nobody; asking for it proves that the hub answers. */
const PROBE_TOKEN = 'readiness';

/**
 * Whether requests should be sent here: a supergraph is served, the hub has answered once, we can take more and are
 * not leaving.
 * Departments do not matter: without them there are still partial answers.
 */
export class Readiness {
  private isDraining = false;
  private hasReachedHub = false;

  constructor(private readonly options: ReadinessOptions) {}

  drain(): void {
    this.isDraining = true;
  }

  get draining(): boolean {
    return this.isDraining;
  }

  async report(): Promise<ReadinessReport> {
    if (!this.isDraining && !this.hasReachedHub) await this.tryHub();
    const supergraph = this.options.supergraph();
    const isStarted = supergraph !== null && this.hasReachedHub;
    const status = this.statusOf(isStarted);
    const subgraphs = Object.fromEntries(
      Object.entries(this.options.breakers()).map(([name, circuit]) => [name, { circuit }]),
    );
    return {
      isReady: status === 'UP',
      body: { status },
      verbose: {
        status,
        supergraph: supergraph && { hash: supergraph.hash, origin: supergraph.origin },
        hubReached: this.hasReachedHub,
        subgraphs,
      },
    };
  }

  private statusOf(isStarted: boolean): ReadinessReport['body']['status'] {
    if (this.isDraining) return 'DRAINING';
    if (!isStarted) return 'STARTING';
    return this.options.isOverloaded() ? 'OVERLOADED' : 'UP';
  }

  private async tryHub(): Promise<void> {
    try {
      await this.options.tokens.introspect(PROBE_TOKEN);
      this.hasReachedHub = true;
    } catch {
      // Asked again with the next look; until then we are not ready.
    }
  }
}

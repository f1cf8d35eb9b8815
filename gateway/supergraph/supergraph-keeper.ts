import { ok, type Result } from '../../shared/primitives/result.ts';
import { sha256Hex } from '../../shared/primitives/canonical-json.ts';
import type { Logger } from '../../shared/observability/logger.ts';
import type { LastGoodSupergraph } from './last-good.ts';
import { withRoutingUrls } from './routing-urls.ts';
import type { SupergraphSource } from './supergraph-source.ts';

export interface SupergraphKeeperOptions {
  readonly source: SupergraphSource;
  readonly lastGood: LastGoodSupergraph | null;
  readonly urls: Readonly<Record<string, string>>;
  /** Whether a graph can be served; the reason when it cannot. */
  readonly check: (routed: string) => Promise<string | null>;
  readonly log: Logger;
}

export interface ServedSupergraph {
  /** With the addresses of this deployment. */
  readonly routed: string;
  readonly hash: string;
  readonly origin: 'source' | 'last-good';
}

/** Holds the one supergraph that is served. A bad new one is refused with its reason; the old one goes on serving. */
export class SupergraphKeeper {
  private served: ServedSupergraph | null = null;
  private refused: string | null = null;
  private work: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: SupergraphKeeperOptions) {}

  current(): ServedSupergraph {
    if (this.served === null) throw new Error('no supergraph has been accepted yet');
    return this.served;
  }

  /** Accepts the present graph, or the last good one, or fails: without any there is nothing to serve. */
  async start(): Promise<void> {
    await this.refresh();
    if (this.served !== null) return;
    const kept = (await this.options.lastGood?.load()) ?? ({ ok: false, error: 'none is kept' } as const);
    const reason = kept.ok ? await this.accept(kept.value, 'last-good') : kept.error;
    if (reason !== null)
      throw new Error(`no supergraph can be served; the current one: ${this.refused}; the last good one: ${reason}`);
    this.options.log.warn('serving the last good supergraph');
  }

  /** Reads the source again; true when another graph is served now. One at a time, in the order asked. */
  refresh(): Promise<boolean> {
    const next = this.work.then(() => this.readSource());
    this.work = next.catch(() => {});
    return next;
  }

  private async readSource(): Promise<boolean> {
    const read = await this.read();
    const reason = read.ok ? await this.acceptNew(read.value) : read.error;
    if (typeof reason !== 'string') {
      this.refused = null;
      return reason;
    }
    if (reason !== this.refused)
      this.options.log.error({ reason, serving: this.served?.hash ?? null }, 'supergraph refused');
    this.refused = reason;
    return false;
  }

  private async read(): Promise<Result<string, string>> {
    try {
      return ok(await this.options.source.load());
    } catch (error) {
      return { ok: false, error: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  /** True or false whether something changed; text when it is refused. */
  private async acceptNew(supergraph: string): Promise<boolean | string> {
    if (this.served?.hash === sha256Hex(supergraph) && this.served.origin === 'source') return false;
    const reason = await this.accept(supergraph, 'source');
    if (reason !== null) return reason;
    await this.options.lastGood?.save(supergraph).catch((error: unknown) => {
      this.options.log.error({ err: error }, 'the last good supergraph could not be kept');
    });
    return true;
  }

  private async accept(supergraph: string, origin: ServedSupergraph['origin']): Promise<string | null> {
    const routed = withRoutingUrls(supergraph, this.options.urls);
    if (!routed.ok) return routed.error;
    const reason = await this.options.check(routed.value);
    if (reason !== null) return reason;
    this.served = { routed: routed.value, hash: sha256Hex(supergraph), origin };
    return null;
  }
}

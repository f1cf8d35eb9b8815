import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withRoutingUrls } from '../../../gateway/supergraph/routing-urls.ts';
import { projectRoot } from '../../../shared/config/project-root.ts';
import { encodeViewer, type Viewer } from '../../../shared/identity/viewer.ts';
import type { HubProcess } from '../../testkit/hub-process.ts';
import { withoutSecurity } from './plain-supergraph.ts';
import type { PeerFolder } from './peer-folder.ts';
import { pin } from './pinning.ts';
import { environmentOf } from './process-cost.ts';

/** The peer's gateway before the subgraphs of a running hub. */
export class PeerGateway {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(
    hub: HubProcess,
    { folder, viewer, hasCache }: { folder: PeerFolder; viewer: Viewer; hasCache: boolean },
  ): Promise<PeerGateway> {
    const gateway = environmentOf(hub.pidOf('gateway'));
    const urls: Record<string, string> = JSON.parse(gateway.get('SUBGRAPH_URLS') ?? '{}');
    const sdl = readFileSync(join(projectRoot, 'gateway/supergraph/supergraph.graphql'), 'utf8');
    const routed = withRoutingUrls(withoutSecurity(sdl), urls);
    if (!routed.ok) throw new Error(routed.error);
    const child = fork(new URL('../peers/peer-gateway.ts', import.meta.url), [folder.path], {
      execArgv: ['--import', new URL('./cpu-profile.mjs', import.meta.url).href, '--import', 'tsx'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the peer's gateway ended with ${String(code)}`);
    });
    ended.catch(() => undefined);
    await Promise.race([once(child, 'message'), ended]);
    const hopKeys = gateway.get('HOP_KEYS') ?? '';
    child.send({ supergraphSdl: routed.value, hopKeys, viewer: encodeViewer(viewer), hasCache });
    const [said] = await Promise.race([once(child, 'message'), ended]);
    const { url }: { url: string } = said;
    pin(child.pid, 'measured');
    return new PeerGateway(child, url);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    await exited;
  }
}

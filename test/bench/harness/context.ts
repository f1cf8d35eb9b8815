import type { BenchContext } from './bench-case.ts';
import { installPeers, type PeerFolder } from './peer-folder.ts';
import { SharedHub } from './shared-hub.ts';

/** What the cases of one run share; `close` ends what was started. */
export function openContext(wanted: ReadonlySet<string>): BenchContext & { close(): Promise<void> } {
  let hub: Promise<SharedHub> | null = null;
  let peers: Promise<PeerFolder> | null = null;
  const started = performance.now();
  const say = (text: string): void =>
    void process.stderr.write(`  ${((performance.now() - started) / 1_000).toFixed(0).padStart(4)} s  ${text}\n`);
  return {
    isWanted: (id) => wanted.size === 0 || wanted.has(id),
    hub() {
      hub ??= SharedHub.start(say);
      // Another row may try again.
      hub.catch(() => {
        hub = null;
      });
      return hub;
    },
    peers: () => (peers ??= installPeers(say)),
    say,
    async close() {
      await (await hub?.catch(() => null))?.close();
    },
  };
}

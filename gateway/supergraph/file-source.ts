import { type FSWatcher, unwatchFile, watch, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { SupergraphSource } from './supergraph-source.ts';

/**
 * The supergraph in a file. The folder is watched, because editors and deployments replace a file rather than write it;
 * polling stands behind it for file systems that report nothing (network mounts, some containers).
 */
export class FileSupergraphSource implements SupergraphSource {
  constructor(
    private readonly path: string,
    private readonly pollMs = 2_000,
  ) {}

  load(): Promise<string> {
    return readFile(this.path, 'utf8');
  }

  watch(onChange: () => void): () => void {
    const watcher = this.watchFolder(onChange);
    const polled = () => onChange();
    watchFile(this.path, { interval: this.pollMs, persistent: false }, polled);
    return () => {
      watcher?.close();
      unwatchFile(this.path, polled);
    };
  }

  private watchFolder(onChange: () => void): FSWatcher | null {
    try {
      const name = basename(this.path);
      const watcher = watch(dirname(this.path), { persistent: false }, (_event, file) => {
        if (file === null || file === name) onChange();
      });
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return null; // polling remains
    }
  }
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { HopKey } from '../../shared/identity/signed-hop.ts';
import { err, ok, type Result } from '../../shared/primitives/result.ts';

const recordSchema = z.strictObject({
  savedAt: z.string(),
  key: z.string(),
  signature: z.string(),
  supergraph: z.string(),
});

const FILE = 'last-good-supergraph.json';

/** The last supergraph that served, kept on disk and signed: what starts the gateway when the current one is bad. */
export class LastGoodSupergraph {
  readonly path: string;

  constructor(
    private readonly folder: string,
    private readonly keys: readonly HopKey[],
  ) {
    this.path = join(folder, FILE);
  }

  async save(supergraph: string): Promise<void> {
    const [key] = this.keys;
    if (!key) throw new Error('a key is needed to sign the last good supergraph');
    const record = {
      savedAt: new Date().toISOString(),
      key: key.id,
      signature: sign(supergraph, key).toString('base64url'),
      supergraph,
    };
    await mkdir(this.folder, { recursive: true });
    // Replaced in one step: a crash leaves the old copy or the new one, never half of one.
    const draft = `${this.path}.${process.pid}.tmp`;
    await writeFile(draft, JSON.stringify(record), { mode: 0o600 });
    await rename(draft, this.path);
  }

  async load(): Promise<Result<string, string>> {
    const text = await readFile(this.path, 'utf8').catch(() => null);
    if (text === null) return err('there is none');
    const record = parseRecord(text);
    if (record === null) return err('is not readable');
    const key = this.keys.find((candidate) => candidate.id === record.key);
    if (!key) return err(`is signed with the unknown key ${record.key}`);
    const given = Buffer.from(record.signature, 'base64url');
    const expected = sign(record.supergraph, key);
    const isGenuine = given.length === expected.length && timingSafeEqual(given, expected);
    return isGenuine ? ok(record.supergraph) : err('was altered: its signature does not match');
  }
}

function parseRecord(text: string): z.infer<typeof recordSchema> | null {
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Signed under a name of its own, so that it can never pass for a signed call. */
function sign(supergraph: string, key: HopKey): Buffer {
  return createHmac('sha256', key.secret).update('last-good-supergraph\n').update(supergraph).digest();
}

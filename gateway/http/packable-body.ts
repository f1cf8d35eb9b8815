import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { AcceptedCodings } from './accepted-codings.ts';
import type { Reply } from './reply.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Smaller bodies go in one packet either way. */
const WORTH_PACKING_BYTES = 1_024;
const PACKING = { level: 6 };

/** Told with plain bodies, too: another client might be sent another form. */
export const PLAIN_HEADERS = { vary: 'Accept-Encoding' } as const;
const PACKED_HEADERS = { ...PLAIN_HEADERS, 'content-encoding': 'gzip' } as const;

interface BothForms {
  readonly plain: Buffer;
  readonly packed: Buffer;
}
type HeldForms = BothForms | { readonly plain: Buffer; readonly packed: null } | { plain: null; packed: Buffer };

/** The body of one answer, plain and packed: a form is made of the other when it is first wanted, off the event loop. */
export class PackableBody {
  private readonly plainBytes: number;
  private held: HeldForms;
  private completing: Promise<BothForms> | null = null;

  constructor(text: string) {
    const plain = Buffer.from(text);
    this.plainBytes = plain.byteLength;
    this.held = { plain, packed: null };
  }

  /** Of the forms that are held. */
  get bytes(): number {
    return (this.held.plain?.byteLength ?? 0) + (this.held.packed?.byteLength ?? 0);
  }

  /** Lets go of the plain form where the packed one is there, of which it can be made again. */
  shrink(): void {
    if (this.held.packed !== null) this.held = { plain: null, packed: this.held.packed };
  }

  /** What a reply has of it for a client that takes these codings. */
  async sentTo({ gzip: takesPacked, identity }: AcceptedCodings): Promise<Pick<Reply, 'headers' | 'body'>> {
    const isPacked = takesPacked && (this.plainBytes >= WORTH_PACKING_BYTES || !identity);
    const form = isPacked ? 'packed' : 'plain';
    const body = this.held[form] ?? (await this.complete())[form];
    return { headers: isPacked ? PACKED_HEADERS : PLAIN_HEADERS, body };
  }

  /** Makes the form that is missing, once for all who want it at the same time. */
  private complete(): Promise<BothForms> {
    this.completing ??= completed(this.held)
      .then((forms) => (this.held = forms))
      .finally(() => (this.completing = null));
    return this.completing;
  }
}

async function completed({ plain, packed }: HeldForms): Promise<BothForms> {
  if (plain === null) return { plain: await unpack(packed), packed };
  // A copy: what comes of packing is part of a larger buffer that would be held with it.
  return { plain, packed: packed ?? Buffer.from(await pack(plain, PACKING)) };
}

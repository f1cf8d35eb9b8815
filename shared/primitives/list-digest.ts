import { createHash, type Hash } from 'node:crypto';

/** Text given to the hash at once. */
const DIGEST_PIECE = 16_384;

/** SHA-256 (hex) over a head and a JSON list whose items come one at a time as canonical JSON; memory stays flat. */
export class ListDigest {
  private readonly hash: Hash = createHash('sha256');
  private isFirst = true;
  private waiting = '';

  /** The head stands before the list as it is. */
  constructor(head = '') {
    this.hash.update(`${head}[`);
  }

  add(item: string): void {
    this.waiting += this.isFirst ? item : `,${item}`;
    this.isFirst = false;
    if (this.waiting.length < DIGEST_PIECE) return;
    this.hash.update(this.waiting);
    this.waiting = '';
  }

  end(): string {
    return this.hash.update(`${this.waiting}]`).digest('hex');
  }
}

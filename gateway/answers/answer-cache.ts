/** Something remembered, with the bytes it takes; they may become others. */
export interface Sized {
  readonly bytes: number;
}

interface Weighed<T> {
  readonly entry: T;
  readonly bytes: number;
}

/** An entry larger than this share of the whole would push out too many others. */
const LARGEST_SHARE = 8;

/** Answers by key, bounded by their bytes; the one unused longest goes first. */
export class AnswerCache<T extends Sized> {
  private readonly entries = new Map<string, Weighed<T>>();
  private taken = 0;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.entries.size;
  }

  get bytes(): number {
    return this.taken;
  }

  find(key: string): T | null {
    const found = this.entries.get(key);
    if (found === undefined) return null;
    this.entries.delete(key);
    this.entries.set(key, found);
    return found.entry;
  }

  /** False where it is too large to be kept. */
  keep(key: string, entry: T): boolean {
    this.drop(key);
    const { bytes } = entry;
    if (bytes > this.capacity / LARGEST_SHARE) return false;
    this.entries.set(key, { entry, bytes });
    this.taken += bytes;
    for (const oldest of this.entries.keys()) {
      if (this.taken <= this.capacity) break;
      this.drop(oldest);
    }
    return true;
  }

  /** Counts anew what an entry takes, if it is still there. */
  weigh(key: string, entry: T): void {
    const known = this.entries.get(key);
    if (known?.entry === entry && known.bytes !== entry.bytes) this.keep(key, entry);
  }

  drop(key: string): void {
    const known = this.entries.get(key);
    if (known === undefined) return;
    this.entries.delete(key);
    this.taken -= known.bytes;
  }

  clear(): void {
    this.entries.clear();
    this.taken = 0;
  }
}

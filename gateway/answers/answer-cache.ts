/** Something remembered, with the bytes it takes. */
export interface Sized {
  readonly bytes: number;
}

/** An entry larger than this share of the whole would push out too many others. */
const LARGEST_SHARE = 8;

/** Answers by key, bounded by their bytes; the one unused longest goes first. */
export class AnswerCache<T extends Sized> {
  private readonly entries = new Map<string, T>();
  private taken = 0;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.entries.size;
  }

  get bytes(): number {
    return this.taken;
  }

  find(key: string): T | null {
    const entry = this.entries.get(key);
    if (entry === undefined) return null;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry;
  }

  /** False where it is too large to be kept. */
  keep(key: string, entry: T): boolean {
    this.drop(key);
    if (entry.bytes > this.capacity / LARGEST_SHARE) return false;
    this.entries.set(key, entry);
    this.taken += entry.bytes;
    for (const oldest of this.entries.keys()) {
      if (this.taken <= this.capacity) break;
      this.drop(oldest);
    }
    return true;
  }

  drop(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.entries.delete(key);
    this.taken -= entry.bytes;
  }

  clear(): void {
    this.entries.clear();
    this.taken = 0;
  }
}

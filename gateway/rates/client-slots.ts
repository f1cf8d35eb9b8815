const FEW = 8;

/** How many requests each client has under way, so that one who sends many at once leaves room for the others. */
export class ClientSlots {
  private readonly taken = new Map<string, number>();
  private count = 0;

  /** All clients' together. */
  get total(): number {
    return this.count;
  }

  /**
   * Whether a client has as much as falls to each when so many are divided evenly among all who have any. A few are left
   * to everybody: who asks little is not refused because another asks much.
   */
  hasShare(key: string, ofMany: number): boolean {
    const own = this.taken.get(key) ?? 0;
    const clients = this.taken.size + (own === 0 ? 1 : 0);
    return own >= Math.max(FEW, Math.ceil(ofMany / clients));
  }

  /** Takes a slot; the way to give it back, or null when the client has all of its own. */
  take(key: string, most: number): (() => void) | null {
    const own = this.taken.get(key) ?? 0;
    if (own >= most) return null;
    this.taken.set(key, own + 1);
    this.count += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.count -= 1;
      const left = (this.taken.get(key) ?? 1) - 1;
      if (left === 0) this.taken.delete(key);
      else this.taken.set(key, left);
    };
  }
}

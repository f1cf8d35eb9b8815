/** How many requests each client has under way, so that one who sends many at once leaves room for the others. */
export class ClientSlots {
  private readonly taken = new Map<string, number>();

  /** Takes a slot; the way to give it back, or null when the client has all of its own. */
  take(key: string, most: number): (() => void) | null {
    const count = this.taken.get(key) ?? 0;
    if (count >= most) return null;
    this.taken.set(key, count + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (this.taken.get(key) ?? 1) - 1;
      if (left === 0) this.taken.delete(key);
      else this.taken.set(key, left);
    };
  }
}

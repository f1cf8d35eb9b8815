/** Counts requests being served, and tells when there are none. */
export class InFlight {
  private count = 0;
  private waiting: (() => void)[] = [];

  async track<T>(run: () => Promise<T>): Promise<T> {
    this.count += 1;
    try {
      return await run();
    } finally {
      this.count -= 1;
      if (this.count === 0) for (const resume of this.waiting.splice(0)) resume();
    }
  }

  get size(): number {
    return this.count;
  }

  idle(): Promise<void> {
    return this.count === 0 ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));
  }
}

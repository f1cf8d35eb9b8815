/** Where those wait who are told of something, or go on by themselves after a time. Nobody waits here for ever. */
export class WaitingRoom {
  private readonly waiting = new Set<() => void>();
  private isOver = false;

  /** Whether waiting has been ended for good. */
  get isReleased(): boolean {
    return this.isOver;
  }

  /** Resolves at the next `wake`, at once after `release`, or after `ms` at the latest. Keeps no process alive. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.isOver) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      timer.unref();
      this.waiting.add(done);
    });
  }

  /** Lets all go on who wait now. */
  wake(): void {
    for (const done of this.waiting) done();
  }

  /** Lets nobody wait any more. */
  release(): void {
    this.isOver = true;
    this.wake();
  }
}

import pc from 'picocolors';

/** What the operator sees: one line for each step, with its time. */
export class Progress {
  private readonly write: (text: string) => void;
  private readonly now: () => number;

  constructor(write: (text: string) => void = (text) => process.stdout.write(text), now: () => number = Date.now) {
    this.write = write;
    this.now = now;
  }

  /** Runs a step and prints its line; `act` may return what to say instead of the bare name. */
  async step<T>(name: string, act: (say: (detail: string) => void) => Promise<T>): Promise<T> {
    const started = this.now();
    let detail = '';
    try {
      const result = await act((text) => {
        detail = text;
      });
      this.line(pc.green('✓'), name, detail, started);
      return result;
    } catch (error) {
      this.line(pc.red('✗'), name, detail, started);
      throw error;
    }
  }

  /** An event outside the steps, with the time of day. */
  event(text: string): void {
    this.write(`  ${pc.yellow('•')} ${new Date(this.now()).toTimeString().slice(0, 8)} ${text}\n`);
  }

  print(text: string): void {
    this.write(`${text}\n`);
  }

  private line(mark: string, name: string, detail: string, started: number): void {
    const seconds = `${((this.now() - started) / 1_000).toFixed(1)} s`;
    this.write(`  ${mark} ${name.padEnd(12)} ${pc.dim(seconds.padStart(7))}  ${detail}\n`);
  }
}

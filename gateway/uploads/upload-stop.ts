import type { ServerResponse } from 'node:http';

/** Why we end an upload: the client has hung up, it takes too long, the gateway stops. */
export type StopReason = 'GONE' | 'LATE' | 'CLOSING';

/** What can end one upload from outside of it. The first reason counts. */
export class UploadStop {
  private why: StopReason | null = null;
  private readonly waiting: (() => void)[] = [];
  private readonly timer: NodeJS.Timeout;
  private readonly onClose: () => void;

  constructor(
    private readonly response: ServerResponse,
    limitMs: number,
  ) {
    this.timer = setTimeout(() => this.stop('LATE'), limitMs);
    this.onClose = () => {
      if (!response.writableFinished) this.stop('GONE');
    };
    response.once('close', this.onClose);
    if (response.destroyed) this.stop('GONE');
  }

  get reason(): StopReason | null {
    return this.why;
  }

  onStop(act: () => void): void {
    if (this.why === null) this.waiting.push(act);
    else act();
  }

  stop(reason: StopReason): void {
    if (this.why !== null) return;
    this.why = reason;
    for (const act of this.waiting.splice(0)) act();
  }

  /** From now on the client's leaving ends nothing. */
  keepFromClient(): void {
    this.response.off('close', this.onClose);
  }

  /** Nothing more can end it: it is over. */
  end(): void {
    clearTimeout(this.timer);
    this.keepFromClient();
  }
}

import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Logger } from '../observability/logger.ts';
import { isFleeting } from '../observability/lasting-reply.ts';
import type { RequestScope } from '../observability/request-scope.ts';
import { WaitingRoom } from '../primitives/waiting-room.ts';
import { listenTo } from './notification-listener.ts';

/** The channel on which a database tells of every commit that can change an answer; its migrations install the triggers. */
const REVISION_CHANNEL = 'data_revision';

/**
 * Tells every process of the service that answers may be others now, though nothing was committed: this one has just read
 * into memory what was.
 */
export async function tellRevision(database: Pick<DataSource, 'query'>): Promise<void> {
  await database.query('select pg_notify($1, $2)', [REVISION_CHANNEL, randomUUID()]);
}

/**
 * The revision of what a database holds: the latest transaction it told of. While the channel is lost it is not known,
 * and afterwards it is another than any before, for commits may have passed unheard.
 */
export class NotifiedRevision {
  private revision: string | null = null;
  private readonly room = new WaitingRoom();
  private closeListener: () => Promise<void> = async () => undefined;

  static async open(url: string, log: Logger): Promise<NotifiedRevision> {
    const revision = new NotifiedRevision();
    const onState = (isListening: boolean): void => revision.become(isListening ? randomUUID() : null);
    const listener = await listenTo({ url, channel: REVISION_CHANNEL, log, onState }, (payload) =>
      revision.become(payload),
    );
    revision.closeListener = () => listener.close();
    return revision;
  }

  current(): string | null {
    return this.revision;
  }

  async change(known: string, ms: number): Promise<void> {
    if (this.revision === known) await this.room.wait(ms);
  }

  covers(scope: RequestScope): boolean {
    return !isFleeting(scope);
  }

  release(): void {
    this.room.release();
  }

  async close(): Promise<void> {
    this.release();
    await this.closeListener();
  }

  private become(revision: string | null): void {
    this.revision = revision;
    this.room.wake();
  }
}

import type { EntitySubscriberInterface, QueryRunner } from 'typeorm';

type QueryEvent = Parameters<NonNullable<EntitySubscriberInterface['afterQuery']>>[0];
type EndEvent = Parameters<NonNullable<EntitySubscriberInterface['afterTransactionCommit']>>[0];

/** How long the department's turn to commit was held, transaction by transaction, as the process sees it. */
export class TurnWatch implements EntitySubscriberInterface {
  private readonly since = new Map<QueryRunner, number>();
  heldMs: number[] = [];

  afterQuery({ query, queryRunner }: QueryEvent): void {
    if (/update feed_head\s+set recorded_at/.test(query)) this.since.set(queryRunner, performance.now());
  }

  afterTransactionCommit(event: EndEvent): void {
    this.note(event);
  }

  afterTransactionRollback(event: EndEvent): void {
    this.note(event);
  }

  /** What was noted since the last time. */
  take(): number[] {
    const taken = this.heldMs;
    this.heldMs = [];
    return taken;
  }

  private note({ queryRunner }: EndEvent): void {
    const since = this.since.get(queryRunner);
    if (since === undefined) return;
    this.since.delete(queryRunner);
    this.heldMs.push(performance.now() - since);
  }
}

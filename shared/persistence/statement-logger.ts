import type { Logger as TypeOrmLogger } from 'typeorm';
import type { Logger } from '../observability/logger.ts';
import { meansOver } from '../observability/request-over.ts';
import { currentScope } from '../observability/request-scope.ts';

/** Counts statements for the running request and logs failed ones, without their parameters: those may hold figures. */
export class StatementLogger implements TypeOrmLogger {
  private readonly sink: Logger;

  constructor(sink: Logger) {
    this.sink = sink;
  }

  logQuery(): void {
    const scope = currentScope();
    if (scope) scope.statements += 1;
  }

  logQueryError(error: string | Error, query: string): void {
    const traceId = currentScope()?.trace.traceId;
    // Given up because nobody waits: no fault of the statement.
    if (meansOver(error)) {
      this.sink.debug({ query, traceId }, 'statement given up');
      return;
    }
    const err = error instanceof Error ? error : new Error('statement failed');
    this.sink.error({ err, query, traceId }, 'statement failed');
  }

  logQuerySlow(time: number, query: string): void {
    this.sink.warn({ time, query, traceId: currentScope()?.trace.traceId }, 'slow statement');
  }

  logSchemaBuild(): void {}

  logMigration(message: string): void {
    this.sink.info(message);
  }

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    if (level === 'warn') this.sink.warn(String(message));
  }
}

import pg from 'pg';
import { metrics } from '../observability/metrics.ts';
import { isOver, RequestOver } from '../observability/request-over.ts';
import { type SpanSubject, withSpan } from '../observability/span.ts';
import { currentScope, type RequestScope } from '../observability/request-scope.ts';

/** What ends a transaction is always sent: a transaction that was begun is finished or rolled back as a whole. */
const ENDING = /^\s*(commit|rollback|abort|end|release)\b/i;

const QUERY_CANCELLED = '57014';

/** The statement itself stays out: what it is about is in the span around it. */
const SQL_SPAN: SpanSubject = { name: 'sql statement', kind: 'client', attributes: { 'db.system': 'postgresql' } };

const send: unknown = Reflect.get(pg.Client.prototype, 'query');

/**
 * A connection that measures its statements and stops them for nobody: after the request's deadline, or once its caller
 * has hung up, none is sent and the running one is cancelled. That costs no statement unless one has to be cancelled.
 */
export class WatchedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    Object.defineProperty(this, 'query', {
      value: (...parameters: unknown[]) => watch(this, config, parameters),
    });
  }
}

function watch(client: pg.Client, config: string | pg.ClientConfig | undefined, parameters: unknown[]): unknown {
  const [text] = parameters;
  const run = (): unknown => (typeof send === 'function' ? Reflect.apply(send, client, parameters) : undefined);
  // Callbacks and submittables are the pool's and the driver's own.
  if (typeof text !== 'string' || typeof parameters.at(-1) === 'function') return run();
  const scope = ENDING.test(text) ? undefined : currentScope();
  if (scope !== undefined && isOver(scope)) return Promise.reject(new RequestOver());
  const end = metrics.statementDuration.startTimer();
  const watcher = scope === undefined ? null : new Watcher(scope, () => cancel(client, config));
  return withSpan(SQL_SPAN, async () => run()).then(
    async (answer: unknown) => {
      end({ result: 'ok' });
      await watcher?.end();
      return answer;
    },
    async (error: unknown) => {
      end({ result: 'failed' });
      await watcher?.end();
      throw watcher?.hasCancelled === true && isCancellation(error) ? new RequestOver() : error;
    },
  );
}

/** Cancels one running statement when its request is over. */
class Watcher {
  private cancelling: Promise<void> | null = null;
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly stop: () => void;
  private readonly signal: AbortSignal | undefined;

  constructor(scope: RequestScope, cancelStatement: () => Promise<void>) {
    this.stop = () => {
      this.cancelling ??= cancelStatement();
    };
    if (scope.deadlineAt !== undefined) {
      this.timer = setTimeout(this.stop, Math.max(0, scope.deadlineAt - Date.now()));
      this.timer.unref();
    }
    this.signal = scope.isMutation === true ? undefined : scope.gone;
    this.signal?.addEventListener('abort', this.stop);
  }

  get hasCancelled(): boolean {
    return this.cancelling !== null;
  }

  /** The connection is given back only after a cancellation has arrived: it must not hit the next statement on it. */
  async end(): Promise<void> {
    clearTimeout(this.timer);
    this.signal?.removeEventListener('abort', this.stop);
    await this.cancelling;
  }
}

/** Asks the server to cancel what the connection runs; where that fails, the statement's own time limit ends it. */
async function cancel(client: pg.Client, config: string | pg.ClientConfig | undefined): Promise<void> {
  const process: unknown = Reflect.get(client, 'processID');
  const messenger = new pg.Client(config);
  messenger.on('error', () => undefined);
  try {
    await messenger.connect();
    await messenger.query('select pg_cancel_backend($1)', [process]);
  } catch {
    // Nothing to do: see above.
  } finally {
    await messenger.end().catch(() => undefined);
  }
}

function isCancellation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === QUERY_CANCELLED;
}

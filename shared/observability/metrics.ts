import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5];
const MOST_LABELS = 100;

const registry = new Registry();
const registers = [registry];

/** What a service measures about itself. One registry for the process, since one process is one service. */
export const metrics = {
  httpDuration: new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'HTTP requests by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  }),
  operationDuration: new Histogram({
    name: 'graphql_operation_duration_seconds',
    help: 'GraphQL operations by name',
    labelNames: ['operation'],
    buckets: SECONDS,
    registers,
  }),
  errors: new Counter({
    name: 'graphql_errors_total',
    help: 'GraphQL errors by code',
    labelNames: ['code'],
    registers,
  }),
  statementDuration: new Histogram({
    name: 'sql_statement_duration_seconds',
    help: 'SQL statements until their answer, by result',
    labelNames: ['result'],
    buckets: SECONDS,
    registers,
  }),
} as const;

/** Memory, event loop and so on; asked for once, by the program. */
export function collectProcessMetrics(): void {
  collectDefaultMetrics({ register: registry });
}

/** Everything measured, in the text format of Prometheus. */
export async function printMetrics(): Promise<{ readonly contentType: string; readonly text: string }> {
  return { contentType: registry.contentType, text: await registry.metrics() };
}

/** A label whose values come from outside: past a number of distinct ones, or where one is no plain name, it says `other`. */
export function boundedLabel(most: number = MOST_LABELS): (value: string | undefined) => string {
  const seen = new Set<string>();
  return (value) => {
    if (value === undefined || value === '') return 'anonymous';
    if (seen.has(value)) return value;
    if (seen.size >= most || !/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(value)) return 'other';
    seen.add(value);
    return value;
  };
}

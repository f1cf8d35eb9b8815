import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5];

/** One registry for the process, since one process is one service; a service adds what only it measures. */
export const registry = new Registry();
const registers = [registry];

/** What gateway and services measure alike: requests, operations and errors. */
export function createRequestMetrics(registers: Registry[], buckets: number[]) {
  return {
    httpDuration: new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'HTTP requests by route and status',
      labelNames: ['method', 'route', 'status'],
      buckets,
      registers,
    }),
    operationDuration: new Histogram({
      name: 'graphql_operation_duration_seconds',
      help: 'GraphQL operations by name',
      labelNames: ['operation'],
      buckets,
      registers,
    }),
    errors: new Counter({
      name: 'graphql_errors_total',
      help: 'GraphQL errors by code',
      labelNames: ['code'],
      registers,
    }),
  };
}

/** What every service measures about itself. */
export const metrics = {
  ...createRequestMetrics(registers, SECONDS),
  statementDuration: new Histogram({
    name: 'sql_statement_duration_seconds',
    help: 'SQL statements until their answer, by result',
    labelNames: ['result'],
    buckets: SECONDS,
    registers,
  }),
} as const;

/** Memory, event loop and so on; asked for once, by the program. */
export function collectProcessMetrics(into: Registry = registry): void {
  collectDefaultMetrics({ register: into });
}

const observations = new Counter({
  name: 'publish_observations_total',
  help: 'Rows handed in for publication, by department and what became of them: accepted or refused',
  labelNames: ['department', 'result'],
  registers,
});

/** Counts the rows of one publication when it is decided; a repeated answer and a dry run decide nothing. */
export function countObservations(
  department: string,
  rows: { readonly accepted: number; readonly refused: number },
): void {
  observations.inc({ department, result: 'accepted' }, rows.accepted);
  observations.inc({ department, result: 'refused' }, rows.refused);
}

/** Everything measured, in the text format of Prometheus. */
export async function printMetrics(): Promise<{ readonly contentType: string; readonly text: string }> {
  return { contentType: registry.contentType, text: await registry.metrics() };
}

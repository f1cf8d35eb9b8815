import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { boundedLabel } from '../../shared/observability/bounded-label.ts';
import { createRequestMetrics } from '../../shared/observability/metrics.ts';
import type { BreakerState } from '../resilience/breaker.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5];
const CIRCUIT: Readonly<Record<BreakerState, number>> = { CLOSED: 0, HALF_OPEN: 1, OPEN: 2 };
const MOST_OPERATIONS = 200;

export type GatewayMetrics = ReturnType<typeof createGatewayMetrics>;

/** Metrics of one gateway, in a registry of its own so that several can live in one process. */
export function createGatewayMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const circuit = new Gauge({
    name: 'circuit_state',
    help: '0 closed, 1 half open, 2 open',
    labelNames: ['subgraph'],
    registers,
  });
  return {
    registry,
    ...createRequestMetrics(registers, SECONDS),
    refusals: new Counter({
      name: 'gateway_refusals_total',
      help: 'Requests refused before execution, by code',
      labelNames: ['code'],
      registers,
    }),
    retries: new Counter({
      name: 'subgraph_retries_total',
      help: 'Further attempts of queries after a fault of the connection or 502, 503, 504',
      labelNames: ['subgraph'],
      registers,
    }),
    subgraphDuration: new Histogram({
      name: 'subgraph_request_duration_seconds',
      help: 'Calls to subgraphs over the wire',
      labelNames: ['subgraph'],
      buckets: SECONDS,
      registers,
    }),
    setCircuit: (subgraph: string, state: BreakerState) => circuit.set({ subgraph }, CIRCUIT[state]),
    operationLabel: boundedLabel(MOST_OPERATIONS),
    codeLabel: boundedLabel(),
  };
}

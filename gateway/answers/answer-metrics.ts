import { Counter, Gauge, type Registry } from 'prom-client';

/** What is measured of remembered answers; gauges are read when they are asked for. */
export interface AnswerFacts {
  readonly bytes: () => number;
  readonly size: () => number;
  readonly followed: () => readonly (readonly [string, boolean])[];
}

/** `HIT` answered from memory, `MISS` executed and perhaps kept, `KEPT` kept after a miss. */
export type AnswerEvent = 'HIT' | 'MISS' | 'KEPT';

export function createAnswerMetrics(registry: Registry, facts: AnswerFacts): (event: AnswerEvent) => void {
  const registers = [registry];
  const events = new Counter({
    name: 'gateway_answers_total',
    help: 'Queries by whether their answer was remembered: HIT, MISS, KEPT',
    labelNames: ['result'],
    registers,
  });
  new Gauge({
    name: 'gateway_answers_bytes',
    help: 'Bytes of remembered answers',
    registers,
    collect() {
      this.set(facts.bytes());
    },
  });
  new Gauge({
    name: 'gateway_answers_entries',
    help: 'Number of remembered answers',
    registers,
    collect() {
      this.set(facts.size());
    },
  });
  new Gauge({
    name: 'gateway_revision_followed',
    help: '1 while the data revision of a subgraph is followed; at 0 nothing of it is remembered',
    labelNames: ['subgraph'],
    registers,
    collect() {
      for (const [subgraph, isInTouch] of facts.followed()) this.set({ subgraph }, isInTouch ? 1 : 0);
    },
  });
  const of = {
    HIT: events.labels({ result: 'HIT' }),
    MISS: events.labels({ result: 'MISS' }),
    KEPT: events.labels({ result: 'KEPT' }),
  };
  return (event) => of[event].inc();
}

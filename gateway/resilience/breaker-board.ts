import { type Clock, systemClock } from '../../shared/primitives/clock.ts';
import { Breaker, type BreakerPolicy, type BreakerState } from './breaker.ts';

/** One breaker per subgraph, and what they all say. */
export class BreakerBoard {
  private readonly breakers = new Map<string, Breaker>();

  constructor(
    private readonly policy: BreakerPolicy,
    private readonly onChange: (subgraph: string, state: BreakerState) => void = () => {},
    private readonly clock: Clock = systemClock,
  ) {}

  of(subgraph: string): Breaker {
    const known = this.breakers.get(subgraph);
    if (known) return known;
    const breaker = new Breaker(this.policy, (state) => this.onChange(subgraph, state), this.clock);
    this.breakers.set(subgraph, breaker);
    return breaker;
  }

  states(): Record<string, BreakerState> {
    return Object.fromEntries([...this.breakers].map(([subgraph, breaker]) => [subgraph, breaker.current()]));
  }
}

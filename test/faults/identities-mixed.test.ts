import { afterEach, describe, expect, it } from 'vitest';
import { viewers } from '../integration/gateway-world.ts';
import type { Toxic } from '../testkit/toxic-proxy.ts';
import { report, seeded, sized } from './fault-row.ts';
import { pick } from '../testkit/seeded-random.ts';
import { FaultWorld, inParallel } from './fault-world.ts';

let faults: FaultWorld;
afterEach(() => faults.close());

const TOKENS = ['hub_alice', 'hub_bob', 'hub_carol', 'hub_hrss'];
const NETWORKS: Toxic[][] = [
  [],
  [{ kind: 'latency', ms: 15, jitterMs: 15 }],
  [{ kind: 'slicer', bytes: 11 }],
  [{ kind: 'reset_peer', ms: 5 }],
];

describe('S2: many users who ask the same thing at the same time', () => {
  it('each get their own answer or none, also when calls are shared, retried and cut', {
    timeout: 300_000,
  }, async (context) => {
    faults = await FaultWorld.start({ breaker: { failures: Number.MAX_SAFE_INTEGER, resetMs: 1_000 } });
    const { world, links } = faults;
    const random = seeded();
    const n = sized(200, 1_000);
    const round = 50;
    let [own, none, calls] = [0, 0, 0];
    const strange: string[] = [];
    for (let done = 0; done < n; done += round) {
      world.subgraphs.evaluation.received.length = 0;
      await links.evaluation.set(...pick(random, NETWORKS));
      await inParallel(round, round, async () => {
        const token = pick(random, TOKENS);
        const { json, text } = await world.ask('{ whoami }', { token });
        if (json.data?.whoami === viewers[token]?.subject) own += 1;
        else if ((json.data ?? null) === null || json.data.whoami === null) none += 1;
        else strange.push(`${token}: ${text}`);
      });
      calls += world.subgraphs.evaluation.received.length;
    }
    report(context, {
      row: 'S2',
      what: 'answers to the wrong user',
      n,
      failures: strange.length,
      figures: { own, none, calls },
    });
    expect(strange).toEqual([]);
    expect(own).toBeGreaterThan(n / 4);
    // Otherwise nothing was shared, and nothing was tried.
    expect(calls).toBeLessThan(n);
  });
});

import type { GatewayOptions } from '../../gateway/server.ts';
import { GatewayWorld, SDL } from '../integration/gateway-world.ts';
import { ToxicProxy } from '../testkit/toxic-proxy.ts';
import { seeded } from './fault-row.ts';

type Name = keyof typeof SDL;

export const CONSOLIDATED = '{ subject(code: "110106") { name hrss sasac } }';
export const WHOLE = { subject: { name: '示例区', hrss: 'hrss-value', sasac: 'sasac-value' } };
export const WITHOUT_HRSS = { subject: { ...WHOLE.subject, hrss: null } };

/** A question nobody else has asked, so that no two are one call in flight. */
export const consolidated = (index: number): string => `{ q${index}: subject(code: "${index}") { name hrss sasac } }`;

/** Never true of an answer: where code lies, what a department or its proxy said, where it can be reached. */
export const LEAK = /127\.0\.0\.1|ECONN|graphql:|stack|secret|nginx|<html|node_modules|\n\s+at /i;

/** A gateway whose three departments are reached over networks that can be broken. */
export class FaultWorld {
  private constructor(
    readonly world: GatewayWorld,
    readonly links: Readonly<Record<Name, ToxicProxy>>,
  ) {}

  static async start(options: Partial<GatewayOptions> = {}): Promise<FaultWorld> {
    const ports: Partial<Record<Name, number>> = {};
    const names = Object.keys(SDL) as Name[];
    const made = names.map(
      async (name) => [name, await ToxicProxy.start(() => (ports[name] ? [ports[name]] : []), seeded())] as const,
    );
    const links = Object.fromEntries(await Promise.all(made)) as Record<Name, ToxicProxy>;
    const subgraphUrls = Object.fromEntries(
      names.map((name) => [name, `http://127.0.0.1:${links[name].port}/graphql`]),
    );
    const world = await GatewayWorld.start({ subgraphUrls, ...options });
    for (const name of names) ports[name] = world.subgraphs[name].port;
    return new FaultWorld(world, links);
  }

  /** State of a department's breaker, as an operator sees it. */
  async circuit(name: Name): Promise<string> {
    return (await this.world.fetch('/readiness?verbose')).json.subgraphs[name].circuit;
  }

  async close(): Promise<void> {
    await this.world.stop();
    await Promise.all(Object.values(this.links).map((link) => link.close()));
  }
}

/** Runs a function so many times, never more than so many at once, and gives back what came of it, in order. */
export async function inParallel<T>(count: number, atOnce: number, act: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) results[index] = await act(index);
  };
  await Promise.all(Array.from({ length: Math.min(count, atOnce) }, lane));
  return results;
}

export async function timed<T>(act: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const started = performance.now();
  const value = await act();
  return { value, ms: performance.now() - started };
}

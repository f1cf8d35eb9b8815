import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** The port when it can be bound on the host, null when it is taken; 0 gives any free one. */
export function tryPort(host: string, port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const bound = address !== null && typeof address === 'object' ? address.port : null;
      server.close(() => resolve(bound));
    });
  });
}

/** Ports below those that systems give to outgoing connections: one that is free now stays free until it is listened on. */
const QUIET_PORTS = { first: 20_000, count: 12_000 } as const;

/** A free port: the preferred one if it is free, else any, where possible one that no outgoing connection takes. */
export async function freePort(host: string, preferred = 0): Promise<number> {
  const asked = preferred === 0 ? null : await tryPort(host, preferred);
  if (asked !== null) return asked;
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = await tryPort(host, QUIET_PORTS.first + randomInt(QUIET_PORTS.count));
    if (port !== null) return port;
  }
  const port = await tryPort(host, 0);
  if (port === null) throw new Error(`no free port on ${host}`);
  return port;
}

/**
 * Distinct free ports, one for each name: `first`, `first`+1 … where free, else any.
 * `first` 0 asks for none in particular.
 */
export async function freePorts<N extends string>(
  host: string,
  names: readonly N[],
  first: number,
): Promise<Map<N, number>> {
  const ports = new Map<N, number>();
  const taken = new Set<number>();
  for (const [index, name] of names.entries()) {
    const preferred = first === 0 || first + index > 65_535 ? 0 : first + index;
    let port = await freePort(host, preferred);
    while (taken.has(port)) port = await freePort(host);
    taken.add(port);
    ports.set(name, port);
  }
  return ports;
}

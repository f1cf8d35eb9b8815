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

/** A free port: the preferred one if it is free, else any. */
export async function freePort(host: string, preferred = 0): Promise<number> {
  const port = (await tryPort(host, preferred)) ?? (await tryPort(host, 0));
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

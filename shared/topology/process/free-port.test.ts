import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePorts, tryPort } from './free-port.ts';

it('gives distinct ports and steps aside where one is taken', async () => {
  const holder = createServer();
  const taken = await new Promise<number>((resolve) => {
    holder.listen(0, '127.0.0.1', () => {
      const address = holder.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  try {
    expect(await tryPort('127.0.0.1', taken)).toBeNull();
    const ports = await freePorts('127.0.0.1', ['a', 'b', 'c'], taken);
    expect(ports.get('a')).not.toBe(taken);
    expect(new Set(ports.values()).size).toBe(3);
  } finally {
    holder.close();
  }
});

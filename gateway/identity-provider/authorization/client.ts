import { z } from 'zod';

/** An application that may send people here to log in. All are public: what proves them is PKCE and their address. */
export const clientsSchema = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[\w.-]{1,64}$/),
      redirectUris: z.array(z.url({ protocol: /^https?$/ })).min(1),
    }),
  )
  .refine((clients) => new Set(clients.map(({ id }) => id)).size === clients.length, {
    message: 'must name each client once',
  });

export type Client = z.infer<typeof clientsSchema>[number];

/** The command line listens on any port of its own machine while somebody logs in. */
export const DEFAULT_CLIENTS: readonly Client[] = [{ id: 'hub-cli', redirectUris: ['http://127.0.0.1/callback'] }];

const LOOPBACK = new Set(['127.0.0.1', '[::1]']);

/** To the letter, but for the port of a program on the person's own machine (RFC 8252 § 7.3). */
export function isRedirectOf({ redirectUris }: Client, given: string): boolean {
  return redirectUris.some((registered) => registered === given || isSameButForPort(registered, given));
}

function isSameButForPort(registered: string, given: string): boolean {
  if (!URL.canParse(given)) return false;
  const expected = new URL(registered);
  const actual = new URL(given);
  if (expected.protocol !== 'http:' || !LOOPBACK.has(expected.hostname) || expected.port !== '') return false;
  expected.port = actual.port;
  // Compared as text as well, so that nothing the parser forgives is forgiven here.
  return expected.href === given && actual.href === given;
}

/** Origins whose scripts may read what is answered to clients. */
export function originsOf(clients: readonly Client[]): ReadonlySet<string> {
  return new Set(clients.flatMap(({ redirectUris }) => redirectUris.map((uri) => new URL(uri).origin)));
}

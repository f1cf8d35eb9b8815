import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { FetchDocument } from './fetch-document.ts';
import type { OidcIssuer } from './oidc-issuer.ts';

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

const MOST_KEYS = 50;
const LONGEST_KEY_ID = 256;

const keySchema = z.object({
  kty: z.enum(['OKP', 'EC', 'RSA']),
  kid: z.string().min(1).max(LONGEST_KEY_ID),
  alg: z.string().optional(),
  use: z.string().optional(),
  key_ops: z.array(z.string()).optional(),
  crv: z.string().optional(),
  x: z.string().optional(),
  y: z.string().optional(),
  n: z.string().optional(),
  e: z.string().optional(),
  // A key whose private part is published is everybody's.
  d: z.never().optional(),
});

const keySetSchema = z.object({ keys: z.array(z.unknown()).max(MOST_KEYS) });

/** The keys a provider publishes now, found through its discovery document; throws when they cannot be had. */
export async function fetchKeySet(issuer: OidcIssuer, fetchDocument: FetchDocument): Promise<JSONWebKeySet> {
  const address = issuer.jwksUri ?? (await discoverKeyAddress(issuer, fetchDocument));
  const { keys } = keySetSchema.parse(await fetchDocument(address));
  const usable = keys.flatMap((key) => {
    const parsed = keySchema.safeParse(key);
    return parsed.success ? [parsed.data] : [];
  });
  if (usable.length === 0) throw new Error(`${address} holds no usable key`);
  return { keys: usable };
}

/** Keys come from the host that was configured and from no other, whatever the document says. */
async function discoverKeyAddress({ issuer }: OidcIssuer, fetchDocument: FetchDocument): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = discoverySchema.parse(await fetchDocument(address));
  if (document.issuer !== issuer) throw new Error(`${address} speaks for another issuer`);
  if (new URL(document.jwks_uri).origin !== new URL(issuer).origin) {
    throw new Error(`${address} points to keys on another host; configure jwksUri where that is right`);
  }
  return document.jwks_uri;
}

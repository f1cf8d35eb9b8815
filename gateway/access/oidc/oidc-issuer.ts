import { z } from 'zod';
import { whyNoSubgraphAddress } from '../../resilience/subgraph-addresses.ts';

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Why keys must not be fetched from an address; null when they may. */
function whyNoIssuerAddress(text: string, isPlainHttpAllowed: boolean): string | null {
  const reason = whyNoSubgraphAddress(text);
  if (reason !== null) return reason;
  const { protocol, hostname, search, hash } = new URL(text);
  if (search !== '' || hash !== '') return 'must carry no query and no fragment';
  if (protocol === 'https:' || LOOPBACK.has(hostname) || isPlainHttpAllowed) return null;
  return 'must be https, because who changes the keys on their way becomes everybody';
}

const issuer = z
  .strictObject({
    /** As `iss` of its tokens says it, to the letter. */
    issuer: z.string(),
    /** Which `aud` says that a token is meant for this hub. */
    audience: z.string().min(1),
    /** One of these `acr` must be in each token; without it any will do. */
    requiredAcr: z
      .union([
        z
          .string()
          .min(1)
          .transform((acr) => [acr]),
        z.array(z.string().min(1)).min(1),
      ])
      .optional(),
    /** `typ` of its access tokens. Providers before RFC 9068 say `JWT`, which their ID tokens say as well. */
    tokenTypes: z.array(z.string().min(1)).min(1).default(['at+jwt']),
    maxTokenAgeSeconds: z.int().min(60).max(86_400).default(3_600),
    /** How long ago the login itself may be, whatever session the provider keeps; `auth_time` must then be told. */
    maxLoginAgeSeconds: z.int().min(60).optional(),
    /** For a provider that keeps its keys on another host than its name; without it discovery tells. */
    jwksUri: z.string().optional(),
    /** Only for a network that nobody else is on. */
    plainHttp: z.boolean().default(false),
  })
  .superRefine(({ issuer, jwksUri, plainHttp }, context) => {
    for (const [path, address] of Object.entries({ issuer, jwksUri })) {
      const reason = address === undefined ? null : whyNoIssuerAddress(address, plainHttp);
      if (reason !== null) context.addIssue({ code: 'custom', path: [path], message: reason });
    }
  });

/** A provider whose tokens let people in. */
export type OidcIssuer = z.infer<typeof issuer>;

export const oidcIssuersSchema = z
  .array(issuer)
  .refine((list) => new Set(list.map(({ issuer }) => issuer)).size === list.length, {
    message: 'must name each issuer once',
  });

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProcessNonceMemory } from '../identity/nonce-memory.ts';
import type { NonceRegister } from '../identity/nonce-register.ts';
import { type HeaderOf, HOP_HEADERS, type HopKey, type HopTrust, verifyHop } from '../identity/signed-hop.ts';
import type { Logger } from '../observability/logger.ts';

export interface SignedCallOptions {
  /** Name of the subgraph. */
  readonly name: string;
  readonly hopKeys: readonly HopKey[];
  readonly log: Logger;
  /** Where the other processes of this subgraph see which calls were taken; without one this process is the only one. */
  readonly nonces?: NonceRegister | null;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for routes that need no signature. */
    open?: boolean;
    /** True for routes that begin before it is known that no other process took the call, and see to it themselves. */
    beginsUnclaimed?: boolean;
  }
}

/** Resolves once nobody else can have taken the call; rejects where somebody has, or where that cannot be said. */
export type Claim = Promise<void>;

/** What is known of a call whose signature was found genuine; a header alone says nothing. */
interface SignedCall {
  /** Address of the client. */
  readonly source: string | undefined;
  /** Null where this process is the only one. */
  readonly claim: Claim | null;
}

const signedCalls = new WeakMap<FastifyRequest, SignedCall>();

export function signedCallOf(request: FastifyRequest): SignedCall | undefined {
  return signedCalls.get(request);
}

export class UnsignedCall extends Error {
  readonly statusCode = 401;
}

/** It may be new; only nobody can say so now. A caller who may repeat signs anew. */
export class UnclaimedCall extends Error {
  readonly statusCode = 503;
}

/**
 * Lets signed calls of `application/json` in, each once. The raw body is verified before anything parses it; what is
 * unsigned, altered or was taken before gets 401 and no detail.
 */
export function admitSignedOnly(app: FastifyInstance, options: SignedCallOptions): void {
  const memory = new ProcessNonceMemory();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const raw = typeof body === 'string' ? Buffer.from(body) : body;
    const headers = headersOf(request);
    const source = headers(HOP_HEADERS.source);
    const { method, url } = request;
    const viewer = headers(HOP_HEADERS.viewer) ?? '';
    const hop = { target: options.name, method, path: url, body: raw, viewer, source };
    const trust: HopTrust = { keys: options.hopKeys, nonces: memory, now: new Date() };
    const refusal = verifyHop(hop, headers, trust);
    if (refusal !== null) {
      // The route as it was written: an address may carry what belongs in no log.
      options.log.warn({ refusal, route: request.routeOptions.url ?? 'other' }, 'unsigned call refused');
      return done(new UnsignedCall());
    }
    signedCalls.set(request, { source, claim: claimCall(options, request) });
    try {
      return done(null, JSON.parse(raw.toString('utf8')));
    } catch {
      return done(Object.assign(new Error('malformed JSON'), { statusCode: 400 }));
    }
  });
  app.addHook('preHandler', async (request) => {
    const { open, beginsUnclaimed } = request.routeOptions.config;
    // A body is only present when the parser above verified it.
    if (!open && request.body === undefined) throw new UnsignedCall();
    if (!beginsUnclaimed) await signedCallOf(request)?.claim;
  });
}

/** Takes a call for this process alone; null where there is no other. Its signature was verified before. */
export function claimCall({ nonces, log }: SignedCallOptions, request: FastifyRequest): Claim | null {
  if (!nonces) return null;
  const headers = headersOf(request);
  const nonce = headers(HOP_HEADERS.nonce) ?? '';
  const claim = nonces.claim({ nonce, signedAt: Number(headers(HOP_HEADERS.time)) }).then((outcome) => {
    if (outcome === 'CLAIMED') return;
    log.warn(
      { refusal: outcome, route: request.routeOptions.url ?? 'other' },
      'call refused that another may have taken',
    );
    throw outcome === 'REPLAYED' ? new UnsignedCall() : new UnclaimedCall();
  });
  // Who needs to know waits for it; a call that ended before is nobody's fault.
  claim.catch(() => undefined);
  return claim;
}

function headersOf(request: FastifyRequest): HeaderOf {
  return (name) => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
}

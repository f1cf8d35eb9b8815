import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Trust between gateway and subgraphs: an HMAC-SHA-256 over the subgraph's name, method, path, the raw body, the viewer,
 * the time and a nonce. Only what carries a valid, fresh, never seen signature reaches a resolver.
 */
export interface HopKey {
  readonly id: string;
  readonly secret: Buffer;
}

export const HOP_HEADERS = {
  viewer: 'x-hub-viewer',
  key: 'x-hub-key',
  time: 'x-hub-time',
  nonce: 'x-hub-nonce',
  signature: 'x-hub-signature',
  source: 'x-hub-source',
  trace: 'traceparent',
} as const;

/** How far the clocks of two processes may differ, and how long a nonce is remembered. */
export const HOP_WINDOW_MS = 300_000;

export interface HopRequest {
  /** Name of the subgraph the call is for: a captured call is worth nothing at another one. */
  readonly target: string;
  readonly method: string;
  readonly path: string;
  /** Raw bytes of the body, before any parsing. */
  readonly body: string | Uint8Array;
  /** Text of the viewer header; empty for calls the gateway makes in its own name. */
  readonly viewer: string;
  /** Text of the header that says from which address the client spoke; left out where there is none. */
  readonly source?: string | undefined;
}

export type HopRefusal = 'MISSING' | 'UNKNOWN_KEY' | 'STALE' | 'BAD_SIGNATURE' | 'REPLAYED';

/** Reads `kid:base64url,kid:base64url`; the first key signs, all verify, so keys rotate without a failed request. */
export function parseHopKeys(text: string): HopKey[] {
  return text.split(',').map((part) => {
    const [id, secret] = part.trim().split(':');
    if (!id || !secret) throw new Error('HOP_KEYS must read "kid:base64url,kid:base64url"');
    return { id, secret: Buffer.from(secret, 'base64url') };
  });
}

/** The headers that sign one request with the given key. */
export function signHop(request: HopRequest, key: HopKey, now: Date = new Date()): Record<string, string> {
  return signText(textOf(request), key, now);
}

/** What is signed, apart from time and nonce. */
export type SignedText = readonly string[];

/** The headers that sign a text. What is signed for one use must not read like what is signed for another. */
export function signText(text: SignedText, key: HopKey, now: Date): Record<string, string> {
  const time = String(now.getTime());
  const nonce = randomBytes(16).toString('base64url');
  return {
    [HOP_HEADERS.key]: key.id,
    [HOP_HEADERS.time]: time,
    [HOP_HEADERS.nonce]: nonce,
    [HOP_HEADERS.signature]: signature([...text, time, nonce], key).toString('base64url'),
  };
}

/** Remembers nonces inside the time window; answers whether one was seen before. */
export interface NonceMemory {
  /** True the first time a nonce is shown. */
  admit(nonce: string, now: number): boolean;
}

/** What a received signature is checked against. */
export interface HopTrust {
  readonly keys: readonly HopKey[];
  readonly nonces: NonceMemory;
  readonly now: Date;
}

/** A header, or a trailer, by its name. */
export type HeaderOf = (name: string) => string | undefined;

/** Checks the headers of a received request; null means it is genuine, fresh and new. */
export function verifyHop(request: HopRequest, headers: HeaderOf, trust: HopTrust): HopRefusal | null {
  return verifyText(textOf(request), headers, trust);
}

/** Checks the headers that sign a text; null means they are genuine, fresh and new. */
export function verifyText(text: SignedText, headers: HeaderOf, trust: HopTrust): HopRefusal | null {
  const id = headers(HOP_HEADERS.key);
  const time = headers(HOP_HEADERS.time);
  const nonce = headers(HOP_HEADERS.nonce);
  const given = headers(HOP_HEADERS.signature);
  if (!id || !time || !nonce || !given) return 'MISSING';
  const key = trust.keys.find((candidate) => candidate.id === id);
  if (!key) return 'UNKNOWN_KEY';
  const now = trust.now.getTime();
  if (!/^\d{1,16}$/.test(time) || Math.abs(now - Number(time)) > HOP_WINDOW_MS) return 'STALE';
  if (!isSignature(given, [...text, time, nonce], key)) return 'BAD_SIGNATURE';
  return trust.nonces.admit(nonce, now) ? null : 'REPLAYED';
}

/** Whether a text in base64url is the signature of another, in constant time. */
export function isSignature(given: string, text: SignedText, key: HopKey): boolean {
  const expected = signature(text, key);
  const received = Buffer.from(given, 'base64url');
  return received.length === expected.length && timingSafeEqual(received, expected);
}

/** HMAC-SHA-256 over lines. None of them can hold a line break: they come out of a request's head, or are made here. */
export function signature(text: SignedText, key: HopKey): Buffer {
  return createHmac('sha256', key.secret).update(text.join('\n')).digest();
}

function textOf(request: HopRequest): SignedText {
  const body = createHash('sha256').update(request.body).digest('base64url');
  return [request.target, request.method, request.path, body, request.viewer, ...linesOfSource(request.source)];
}

/** No line at all where no address is said, so that a call without one is signed as it always was. */
export function linesOfSource(source: string | undefined): SignedText {
  return source ? [source] : [];
}

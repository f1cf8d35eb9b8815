import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../primitives/result.ts';
import {
  type HeaderOf,
  HOP_HEADERS,
  type HopKey,
  type HopRefusal,
  type HopTrust,
  isSignature,
  linesOfSource,
  signature,
  type SignedText,
  signText,
  verifyText,
} from './signed-hop.ts';

/**
 * Trust for calls whose body is a stream. Headers sign who asks for what, so that a forged call is refused before a byte of
 * it is read; what the body was is only known at its end and is signed in trailers, which belong to these headers alone.
 * A body without right trailers is not one.
 */
export interface UploadHop {
  /** Name of the subgraph the upload is for. */
  readonly target: string;
  /** With the query, as it stands in the request. */
  readonly path: string;
  readonly contentType: string;
  /** Text of the viewer header. */
  readonly viewer: string;
  /** Text of the header that says from which address the client spoke; left out where there is none. */
  readonly source?: string | undefined;
}

export const UPLOAD_TRAILERS = {
  hash: 'x-hub-body-sha256',
  length: 'x-hub-body-length',
  signature: 'x-hub-body-signature',
} as const;

/** What a whole body was. */
export interface BodyDigest {
  /** In hexadecimal. */
  readonly sha256: string;
  readonly length: number;
}

/** Measures a body while it passes. */
export class BodyMeter {
  private readonly hash = createHash('sha256');
  private bytes = 0;

  add(chunk: Uint8Array): void {
    this.hash.update(chunk);
    this.bytes += chunk.byteLength;
  }

  get length(): number {
    return this.bytes;
  }

  /** To be asked once, at the end. */
  digest(): BodyDigest {
    return { sha256: this.hash.digest('hex'), length: this.bytes };
  }
}

export interface SignedUpload {
  readonly headers: Readonly<Record<string, string>>;
  /** The trailers that say what the body was. Without them the upload does not count. */
  seal(body: BodyDigest): Record<string, string>;
}

/** Signs an upload about to begin. */
export function signUpload(hop: UploadHop, key: HopKey, now: Date = new Date()): SignedUpload {
  const headers = signText(textOf(hop), key, now);
  return {
    headers,
    seal: (body) => ({
      [UPLOAD_TRAILERS.hash]: body.sha256,
      [UPLOAD_TRAILERS.length]: String(body.length),
      [UPLOAD_TRAILERS.signature]: signature(
        endOf((name) => headers[name], body),
        key,
      ).toString('base64url'),
    }),
  };
}

/** Whether trailers say, signed, what was received. */
export type SealCheck = (received: BodyDigest, trailers: HeaderOf) => boolean;

/** Checks the headers of an upload; what comes of it is the way to check its end. */
export function verifyUpload(hop: UploadHop, headers: HeaderOf, trust: HopTrust): Result<SealCheck, HopRefusal> {
  const refusal = verifyText(textOf(hop), headers, trust);
  if (refusal !== null) return err(refusal);
  const key = trust.keys.find(({ id }) => id === headers(HOP_HEADERS.key));
  if (key === undefined) return err('UNKNOWN_KEY');
  return ok((received, trailers) => {
    const isSaid =
      trailers(UPLOAD_TRAILERS.hash) === received.sha256 &&
      trailers(UPLOAD_TRAILERS.length) === String(received.length);
    return isSaid && isSignature(trailers(UPLOAD_TRAILERS.signature) ?? '', endOf(headers, received), key);
  });
}

/** No call with a body of its own begins with this line: the name of a subgraph holds no slash. */
function textOf({ target, path, contentType, viewer, source }: UploadHop): SignedText {
  return ['upload/1', target, 'POST', path, contentType, viewer, ...linesOfSource(source)];
}

function endOf(headers: HeaderOf, { sha256, length }: BodyDigest): SignedText {
  const head = [HOP_HEADERS.time, HOP_HEADERS.nonce, HOP_HEADERS.signature].map((name) => headers(name) ?? '');
  return ['upload-end/1', ...head, sha256, String(length)];
}

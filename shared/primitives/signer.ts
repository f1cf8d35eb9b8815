import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { sha256Hex } from './canonical-json.ts';

/** Tells whether a signature over a hash was made with the private half of one key. */
export interface Verifier {
  /** The first 16 hex digits of the SHA-256 of the public half. */
  readonly keyId: string;
  /** The public half (SPKI, PEM). */
  readonly publicKey: string;
  verify(hash: string, signature: string): boolean;
}

/** Signs hashes (hex); a port, so that a 国密 provider or a hardware module can stand in. */
export interface Signer extends Verifier {
  /** Base64url. */
  sign(hash: string): string;
}

/** The software signer: Ed25519 with a PKCS#8 PEM key. */
export function createEd25519Signer(privateKeyPem: string): Signer {
  const privateKey = createPrivateKey(privateKeyPem);
  return {
    ...verifierOf(createPublicKey(privateKey)),
    sign: (hash) => sign(null, Buffer.from(hash, 'hex'), privateKey).toString('base64url'),
  };
}

/** The verifier of an Ed25519 public key (SPKI, PEM); null where the text is no such key. */
export function readVerifier(publicKeyPem: string): Verifier | null {
  try {
    const key = createPublicKey(publicKeyPem);
    return key.asymmetricKeyType === 'ed25519' ? verifierOf(key) : null;
  } catch {
    return null;
  }
}

function verifierOf(publicKey: KeyObject): Verifier {
  return {
    keyId: sha256Hex(publicKey.export({ type: 'spki', format: 'der' })).slice(0, 16),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    verify: (hash, signature) => verify(null, Buffer.from(hash, 'hex'), publicKey, Buffer.from(signature, 'base64url')),
  };
}

import { errors } from 'jose';

/** Why a token is refused: for log and metrics. Who sent it learns nothing but that it is. */
export const TOKEN_REFUSALS = [
  'TOO_LONG',
  'MALFORMED',
  'ENCRYPTED',
  'ALGORITHM',
  'TYPE',
  'KEY_ID',
  'ISSUER',
  'UNKNOWN_KEY',
  'SIGNATURE',
  'AUDIENCE',
  'EXPIRED',
  'NOT_YET_VALID',
  'TOO_OLD',
  'LOGIN_TOO_OLD',
  'CLAIMS',
  'ACR',
  'UNKNOWN_PERSON',
] as const;

export type TokenRefusal = (typeof TOKEN_REFUSALS)[number];

const BY_CLAIM: Readonly<Record<string, TokenRefusal>> = {
  aud: 'AUDIENCE',
  iss: 'ISSUER',
  nbf: 'NOT_YET_VALID',
  iat: 'NOT_YET_VALID',
};

/** What the library found wrong, in our words. */
export function refusalOf(error: unknown): TokenRefusal {
  if (error instanceof errors.JWTExpired) return error.claim === 'iat' ? 'TOO_OLD' : 'EXPIRED';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.reason === 'check_failed' ? (BY_CLAIM[error.claim] ?? 'CLAIMS') : 'CLAIMS';
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'SIGNATURE';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'ALGORITHM';
  return 'MALFORMED';
}

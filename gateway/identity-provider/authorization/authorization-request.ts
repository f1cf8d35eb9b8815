import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { type Client, isRedirectOf } from './client.ts';

/** A checked request to log somebody in for a client (OpenID Connect Core § 3.1.2, PKCE with S256 only). */
export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly nonce: string | null;
  readonly challenge: string;
  readonly scope: string;
  /** Whether a page may be shown, and whether a login of before counts. */
  readonly prompt: 'none' | 'login' | null;
  /** Seconds since the login. */
  readonly maxAge: number | null;
}

/** `PAGE`: not even where to send the answer is known to be right, so it is shown to the person. */
export type AuthorizationFault =
  | { readonly kind: 'PAGE'; readonly message: string }
  | { readonly kind: 'REDIRECT'; readonly redirectUri: string; readonly state: string | null; readonly error: string };

const SCOPES = ['openid', 'profile'];
const CHALLENGE = /^[\w-]{43}$/;
const LONGEST = 512;

export function readAuthorizationRequest(
  params: URLSearchParams,
  clients: readonly Client[],
): Result<AuthorizationRequest, AuthorizationFault> {
  const names = [...params.keys()];
  if (new Set(names).size !== names.length) return err({ kind: 'PAGE', message: '登录请求的参数重复' });
  const client = clients.find(({ id }) => id === params.get('client_id'));
  if (!client) return err({ kind: 'PAGE', message: '登录请求来自未登记的应用' });
  const redirectUri = params.get('redirect_uri') ?? '';
  if (!isRedirectOf(client, redirectUri)) return err({ kind: 'PAGE', message: '登录请求的返回地址未登记' });
  const state = params.get('state');
  const error = faultOf(params);
  if (error !== null) return err({ kind: 'REDIRECT', redirectUri, state, error });
  return ok({
    clientId: client.id,
    redirectUri,
    state,
    nonce: params.get('nonce'),
    challenge: params.get('code_challenge') ?? '',
    scope: scopeOf(params),
    prompt: promptOf(params),
    maxAge: params.has('max_age') ? Number(params.get('max_age')) : null,
  });
}

/** Error codes of RFC 6749 § 4.1.2.1 and OpenID Connect Core § 3.1.2.6. */
function faultOf(params: URLSearchParams): string | null {
  if ([...params.values()].some((value) => value.length > LONGEST)) return 'invalid_request';
  if (params.has('request')) return 'request_not_supported';
  if (params.has('request_uri')) return 'request_uri_not_supported';
  if (params.get('response_type') !== 'code') return 'unsupported_response_type';
  if ((params.get('response_mode') ?? 'query') !== 'query') return 'invalid_request';
  if (!scopeOf(params).split(' ').includes('openid')) return 'invalid_scope';
  if (params.get('code_challenge_method') !== 'S256') return 'invalid_request';
  if (!CHALLENGE.test(params.get('code_challenge') ?? '')) return 'invalid_request';
  if (!/^\d{0,9}$/.test(params.get('max_age') ?? '')) return 'invalid_request';
  return null;
}

function scopeOf(params: URLSearchParams): string {
  const asked = (params.get('scope') ?? '').split(' ');
  return SCOPES.filter((scope) => asked.includes(scope)).join(' ');
}

function promptOf(params: URLSearchParams): AuthorizationRequest['prompt'] {
  const prompt = params.get('prompt');
  return prompt === 'none' || prompt === 'login' ? prompt : null;
}

/** The address that brings an answer back to the client. Who answers is said as well (RFC 9207). */
export function answerAddress(redirectUri: string, answer: Readonly<Record<string, string | null>>): string {
  const address = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) if (value !== null) address.searchParams.set(name, value);
  return address.href;
}

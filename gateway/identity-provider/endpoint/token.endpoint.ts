import { jsonReply, type Reply } from '../../http/reply.ts';
import { provesChallenge } from '../authorization/pkce.ts';
import type { CodeGrant, ProviderParts } from '../provider-parts.ts';
import type { Endpoint } from './call.ts';

const NEVER_KEPT = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** A code for tokens, once (RFC 6749 § 4.1.3, RFC 7636 § 4.5). */
export function createTokenEndpoint({ codes, tokens, log }: ProviderParts): Endpoint {
  return async ({ form, address }) => {
    const names = [...form.keys()];
    if (new Set(names).size !== names.length) return refuse('invalid_request');
    if (form.get('grant_type') !== 'authorization_code') return refuse('unsupported_grant_type');
    // Gone with the first who brings it, whether or not the rest is right.
    const grant = codes.take(form.get('code') ?? '');
    if (!grant || !isFor(grant, form)) {
      log.warn({ address, client: grant?.request.clientId }, 'code refused');
      return refuse('invalid_grant');
    }
    const { clientId, nonce, scope } = grant.request;
    log.info({ address, client: clientId, subject: grant.login.subject }, 'tokens issued');
    return jsonReply(200, await tokens.issue({ clientId, nonce, scope, login: grant.login }), NEVER_KEPT);
  };
}

function isFor({ request }: CodeGrant, form: URLSearchParams): boolean {
  return (
    form.get('client_id') === request.clientId &&
    form.get('redirect_uri') === request.redirectUri &&
    provesChallenge(form.get('code_verifier') ?? '', request.challenge)
  );
}

function refuse(error: string): Reply {
  return jsonReply(400, { error }, NEVER_KEPT);
}

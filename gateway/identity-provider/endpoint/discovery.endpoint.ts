import { jsonReply } from '../../http/reply.ts';
import type { ProviderParts } from '../provider-parts.ts';
import { ACR } from '../token/token-issuer.ts';
import { ALGORITHM } from '../token/signing-keys.ts';
import type { Endpoint } from './call.ts';

/** Keys may be kept a few minutes, as the next one is announced long before it signs. */
const CACHED = { 'cache-control': 'public, max-age=300' };

export function createDiscoveryEndpoints({ issuer, keys }: ProviderParts): { discovery: Endpoint; keys: Endpoint } {
  return {
    discovery: () =>
      jsonReply(
        200,
        {
          issuer: issuer(),
          authorization_endpoint: `${issuer()}/authorize`,
          token_endpoint: `${issuer()}/token`,
          userinfo_endpoint: `${issuer()}/userinfo`,
          end_session_endpoint: `${issuer()}/logout`,
          jwks_uri: `${issuer()}/jwks`,
          response_types_supported: ['code'],
          response_modes_supported: ['query'],
          grant_types_supported: ['authorization_code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: [ALGORITHM],
          token_endpoint_auth_methods_supported: ['none'],
          code_challenge_methods_supported: ['S256'],
          scopes_supported: ['openid', 'profile'],
          acr_values_supported: Object.values(ACR),
          claims_supported: ['sub', 'name', 'preferred_username', 'amr', 'acr', 'auth_time'],
          prompt_values_supported: ['none', 'login'],
          ui_locales_supported: ['zh-CN'],
          authorization_response_iss_parameter_supported: true,
          request_uri_parameter_supported: false,
        },
        CACHED,
      ),
    keys: () => jsonReply(200, keys.published(), CACHED),
  };
}

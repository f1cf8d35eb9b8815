import { parseBearerToken } from '../../access/bearer-token.ts';
import { jsonReply } from '../../http/reply.ts';
import type { ProviderParts } from '../provider-parts.ts';
import type { Endpoint } from './call.ts';

/** Name of the person an access token belongs to. */
export function createUserinfoEndpoint({ tokens }: ProviderParts): Endpoint {
  return async ({ authorization }) => {
    const token = parseBearerToken(authorization);
    const profile = token === null ? null : await tokens.readProfile(token);
    if (profile !== null) return jsonReply(200, profile);
    return jsonReply(401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
  };
}

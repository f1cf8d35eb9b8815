import type { CliConfig } from './config.ts';
import { findAdministratorToken, findToken, type FoundToken } from './found-token.ts';
import { GraphqlClient } from './graphql-client.ts';

/** Asks as who is found first: `HUB_TOKEN`, who has logged in, the demo token of the holder, the lead's. */
export function clientFor(config: CliConfig, holder: string | null = null): GraphqlClient {
  return clientWith(config, findToken(config, holder));
}

/** Asks with `HUB_TOKEN`, else as the administrator of the local demo; never as somebody else. */
export function clientOfAdministrator(
  config: CliConfig,
  administrator: 'security-administrator' | 'auditor',
): GraphqlClient {
  return clientWith(config, findAdministratorToken(config, administrator));
}

function clientWith({ url }: CliConfig, found: FoundToken | null): GraphqlClient {
  return new GraphqlClient({ url, token: found?.text ?? null, tokenFrom: found?.from });
}

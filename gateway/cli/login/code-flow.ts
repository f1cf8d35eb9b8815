import { createHash, randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { fetchDocument } from '../../access/oidc/fetch-document.ts';
import type { CliError } from '../cli-error.ts';
import { loginErrors } from './login-errors.ts';

const providerSchema = z.object({ issuer: z.string(), authorization_endpoint: z.url(), token_endpoint: z.url() });
const tokensSchema = z.object({ access_token: z.string(), id_token: z.string(), expires_in: z.number().positive() });

export type Provider = z.infer<typeof providerSchema>;
export type Tokens = z.infer<typeof tokensSchema>;

/** What one login keeps to itself until its code comes. */
export interface CodeFlow {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

const TIME_LIMIT_MS = 10_000;

export function randomText(): string {
  return randomBytes(32).toString('base64url');
}

export async function discover(issuer: string): Promise<Result<Provider, CliError>> {
  try {
    const provider = providerSchema.parse(
      await fetchDocument(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
    );
    return provider.issuer === issuer ? ok(provider) : err(loginErrors.issuerUnreachable(issuer, provider.issuer));
  } catch (error) {
    return err(loginErrors.issuerUnreachable(issuer, error instanceof Error ? error.message : String(error)));
  }
}

/** Where the person logs in. */
export function authorizationAddress({ authorization_endpoint: endpoint }: Provider, flow: CodeFlow): string {
  const address = new URL(endpoint);
  const parameters = {
    response_type: 'code',
    client_id: flow.clientId,
    redirect_uri: flow.redirectUri,
    scope: 'openid profile',
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: createHash('sha256').update(flow.verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}

/** The tokens for what the browser brought back. */
export async function redeem(
  provider: Provider,
  flow: CodeFlow,
  answer: URLSearchParams,
): Promise<Result<Tokens, CliError>> {
  const from = answer.get('iss');
  if (from !== null && from !== provider.issuer) return err(loginErrors.refused('iss'));
  const code = answer.get('code');
  if (code === null) return err(loginErrors.refused(answer.get('error') ?? 'no code'));
  const { clientId, redirectUri, verifier, nonce } = flow;
  try {
    const response = await fetch(provider.token_endpoint, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        client_id: clientId,
        code_verifier: verifier,
      }),
    });
    if (!response.ok) return err(loginErrors.refused(`HTTP ${response.status}`));
    const tokens = tokensSchema.parse(await response.json());
    // Straight from the provider, so its signature says nothing more; whose login it answers does.
    return decodeJwt(tokens.id_token).nonce === nonce ? ok(tokens) : err(loginErrors.refused('nonce'));
  } catch (error) {
    return err(loginErrors.issuerUnreachable(provider.issuer, error instanceof Error ? error.message : String(error)));
  }
}

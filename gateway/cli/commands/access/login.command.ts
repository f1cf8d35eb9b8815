import { decodeJwt } from 'jose';
import { listenForCallback } from '../../login/callback-listener.ts';
import {
  authorizationAddress,
  type CodeFlow,
  discover,
  type Provider,
  randomText,
  redeem,
} from '../../login/code-flow.ts';
import { loginErrors } from '../../login/login-errors.ts';
import { removeSession, writeSession } from '../../login/session-file.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';

export interface LoginOptions {
  readonly issuer: string | undefined;
  readonly clientId: string;
  readonly dataFolder: string;
  /** Shows people the address to open: at once, not when all is over. */
  readonly announce: (address: string) => void;
  readonly limitMs?: number;
}

const LIMIT_MS = 5 * 60_000;

/** Logs a person in at the provider and keeps the token for the commands that follow. */
export async function loginCommand(options: LoginOptions): Promise<CommandOutcome> {
  if (options.issuer === undefined) return failed(loginErrors.issuerMissing());
  const provider = await discover(options.issuer);
  if (!provider.ok) return failed(provider.error);
  const state = randomText();
  const listener = await listenForCallback(state);
  try {
    const { clientId, announce, limitMs = LIMIT_MS } = options;
    const { redirectUri } = listener;
    const flow = { clientId, redirectUri, state, nonce: randomText(), verifier: randomText() };
    announce(authorizationAddress(provider.value, flow));
    const answer = await listener.answer(limitMs);
    if (answer === null) return failed(loginErrors.timedOut(Math.ceil(limitMs / 60_000)));
    return await keepTokens(options.dataFolder, provider.value, flow, answer);
  } finally {
    listener.close();
  }
}

async function keepTokens(
  dataFolder: string,
  provider: Provider,
  flow: CodeFlow,
  answer: URLSearchParams,
): Promise<CommandOutcome> {
  const tokens = await redeem(provider, flow, answer);
  if (!tokens.ok) return failed(tokens.error);
  const { access_token: accessToken, id_token: idToken, expires_in: seconds } = tokens.value;
  const expiresAt = new Date(Date.now() + seconds * 1000).toISOString();
  const file = writeSession(dataFolder, { issuer: provider.issuer, accessToken, expiresAt });
  const claims = decodeJwt(idToken);
  const name = String(claims['name'] ?? claims.sub);
  const minutes = Math.floor(seconds / 60);
  return { data: { name, expiresAt, file }, plain: `${name} 已登录，${minutes} 分钟内有效`, error: null };
}

/** Forgets the token of this machine. */
export function logoutCommand(dataFolder: string): CommandOutcome {
  const isDone = removeSession(dataFolder);
  return { data: { isDone }, plain: isDone ? '已退出' : '没有登录', error: null };
}

import { randomBytes } from 'node:crypto';
import type { Reply } from '../../http/reply.ts';
import {
  answerAddress,
  type AuthorizationFault,
  type AuthorizationRequest,
  readAuthorizationRequest,
} from '../authorization/authorization-request.ts';
import type { Login } from '../login/login.service.ts';
import type { Session } from '../login/session-store.ts';
import { loginPage } from '../page/login-page.ts';
import { messagePage } from '../page/message-page.ts';
import type { ProviderParts } from '../provider-parts.ts';
import { type Call, type Endpoint, redirectReply } from './call.ts';

const BROWSER = /^[\w-]{43}$/;

/** Where a client sends its people: back at once with a code when they are logged in, else the login page. */
export function createAuthorizeEndpoint(parts: ProviderParts): Endpoint {
  const { clients, cookies, sessions, issuer } = parts;
  return (call) => {
    const read = readAuthorizationRequest(call.query, clients);
    if (!read.ok) return faultReply(read.error, issuer());
    const request = read.value;
    const session = sessions.find(cookies.read(call.cookies, 'session'));
    const isLoggedIn = session !== null && isEnough(parts, request, session);
    if (request.prompt === 'none' && (!isLoggedIn || parts.passwords.isDue(session.login.username))) {
      const { redirectUri, state } = request;
      const error = isLoggedIn ? 'interaction_required' : 'login_required';
      return faultReply({ kind: 'REDIRECT', redirectUri, state, error }, issuer());
    }
    return isLoggedIn ? goOn(parts, request, session.login) : showLogin(parts, request, call);
  };
}

function isEnough({ clock }: ProviderParts, { prompt, maxAge }: AuthorizationRequest, { login }: Session): boolean {
  const age = (clock.now().getTime() - login.authenticatedAt) / 1000;
  return prompt !== 'login' && (maxAge === null || age <= maxAge);
}

function showLogin({ pending, cookies }: ProviderParts, request: AuthorizationRequest, call: Call): Reply {
  const known = cookies.read(call.cookies, 'login') ?? '';
  // One per browser, so that two tabs do not shut each other out.
  const browser = BROWSER.test(known) ? known : randomBytes(32).toString('base64url');
  const transaction = pending.put({ request, owner: browser });
  return loginPage({ transaction, redirectUri: request.redirectUri, headers: cookies.write('login', browser) });
}

/** Back to the client with what it came for, unless the password is to be changed first. */
export function goOn(
  { codes, pending, passwords, issuer }: ProviderParts,
  request: AuthorizationRequest,
  login: Login,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  if (passwords.isDue(login.username)) {
    // Of this person alone, whatever browser: the page asks for his session.
    const transaction = pending.put({ request, owner: login.subject });
    return redirectReply(`/password?transaction=${transaction}`, headers);
  }
  const { redirectUri, state } = request;
  const code = codes.put({ request, login });
  return redirectReply(answerAddress(redirectUri, { code, state, iss: issuer() }), headers);
}

function faultReply(fault: AuthorizationFault, iss: string): Reply {
  if (fault.kind === 'PAGE') return messagePage({ title: '无法登录', text: fault.message, status: 400 });
  const { redirectUri, state, error } = fault;
  return redirectReply(answerAddress(redirectUri, { error, state, iss }));
}

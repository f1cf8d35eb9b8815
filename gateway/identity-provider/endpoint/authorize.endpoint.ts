import { randomBytes } from 'node:crypto';
import type { Reply } from '../../http/reply.ts';
import {
  answerAddress,
  type AuthorizationFault,
  type AuthorizationRequest,
  readAuthorizationRequest,
} from '../authorization/authorization-request.ts';
import type { Session } from '../login/session-store.ts';
import { loginPage } from '../page/login-page.ts';
import { messagePage } from '../page/message-page.ts';
import type { ProviderParts } from '../provider-parts.ts';
import { type Call, type Endpoint, redirectReply } from './call.ts';

const BROWSER = /^[\w-]{43}$/;

/** Where a client sends its people: back at once with a code when they are logged in, else the login page. */
export function createAuthorizeEndpoint(parts: ProviderParts): Endpoint {
  const { clients, cookies, sessions, codes, issuer } = parts;
  return (call) => {
    const read = readAuthorizationRequest(call.query, clients);
    if (!read.ok) return faultReply(read.error, issuer());
    const request = read.value;
    const session = sessions.find(cookies.read(call.cookies, 'session'));
    if (session && isEnough(parts, request, session)) {
      return codeReply(request, codes.put({ request, login: session.login }), issuer());
    }
    if (request.prompt === 'none') {
      const { redirectUri, state } = request;
      return faultReply({ kind: 'REDIRECT', redirectUri, state, error: 'login_required' }, issuer());
    }
    return showLogin(parts, request, call);
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
  const transaction = pending.put({ request, browser });
  return loginPage({ transaction, redirectUri: request.redirectUri, headers: cookies.write('login', browser) });
}

/** Back to the client with what it came for. */
export function codeReply(
  { redirectUri, state }: AuthorizationRequest,
  code: string,
  iss: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return redirectReply(answerAddress(redirectUri, { code, state, iss }), headers);
}

function faultReply(fault: AuthorizationFault, iss: string): Reply {
  if (fault.kind === 'PAGE') return messagePage({ title: '无法登录', text: fault.message, status: 400 });
  const { redirectUri, state, error } = fault;
  return redirectReply(answerAddress(redirectUri, { error, state, iss }));
}

import type { Reply } from '../../http/reply.ts';
import type { AuthorizationRequest } from '../authorization/authorization-request.ts';
import type { Session } from '../login/session-store.ts';
import { messagePage } from '../page/message-page.ts';
import { passwordPage } from '../page/password-page.ts';
import type { ProviderParts } from '../provider-parts.ts';
import { isSameText } from '../same-text.ts';
import { goOn } from './authorize.endpoint.ts';
import type { Call, Endpoint } from './call.ts';

/** A new password for who is logged in; every other session of his ends. */
export function createPasswordEndpoints(parts: ProviderParts): { show: Endpoint; change: Endpoint } {
  const { sessions, cookies, passwords, pending } = parts;
  const withSession = (act: (call: Call, session: Session) => Reply | Promise<Reply>): Endpoint => {
    return (call) => {
      const session = sessions.find(cookies.read(call.cookies, 'session'));
      return session
        ? act(call, session)
        : messagePage({ title: '请重新登录', text: '请从应用进入登录页面。', status: 401 });
    };
  };
  return {
    show: withSession(({ query }, session) => showForm(parts, session, query.get('transaction') ?? '')),
    change: withSession(async ({ form, address, cookies: sent }, session) => {
      const { login, formToken } = session;
      if (!isSameText(formToken, form.get('token'))) {
        return messagePage({ title: '未修改', text: '请在修改口令页面上操作。', status: 400 });
      }
      const field = (name: string) => form.get(name) ?? '';
      const [current, next, repeated] = [field('current'), field('next'), field('repeated')];
      const changed = await passwords.change({ username: login.username, current, next, repeated, address });
      if (!changed.ok) return showForm(parts, session, field('transaction'), changed.error);
      sessions.closeOthers(login, cookies.read(sent, 'session'));
      const request = waitingFor(parts, session, field('transaction'));
      if (request !== null && pending.take(field('transaction'))) return goOn(parts, request, login);
      return messagePage({ title: '口令已修改', text: '其他浏览器中的登录已结束。' });
    }),
  };
}

function showForm(parts: ProviderParts, session: Session, transaction: string, faults: readonly string[] = []): Reply {
  const { username, displayName } = session.login;
  const request = waitingFor(parts, session, transaction);
  return passwordPage({
    displayName,
    formToken: session.formToken,
    transaction: request === null ? '' : transaction,
    redirectUri: request?.redirectUri,
    isDue: parts.passwords.isDue(username),
    faults,
  });
}

/** The request a person was on the way with; nobody's own, when it is another's. */
function waitingFor({ pending }: ProviderParts, { login }: Session, transaction: string): AuthorizationRequest | null {
  const waiting = pending.look(transaction);
  return waiting !== null && waiting.owner === login.subject ? waiting.request : null;
}

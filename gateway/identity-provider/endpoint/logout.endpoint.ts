import type { Reply } from '../../http/reply.ts';
import { logoutPage, messagePage } from '../page/message-page.ts';
import type { ProviderParts } from '../provider-parts.ts';
import { isSameText } from '../same-text.ts';
import type { Endpoint } from './call.ts';

/** Ends the session here. Tokens already given out end by themselves within a quarter of an hour. */
export function createLogoutEndpoints(parts: ProviderParts): { show: Endpoint; leave: Endpoint } {
  const { sessions, cookies, log } = parts;
  return {
    show: (call) => {
      const session = sessions.find(cookies.read(call.cookies, 'session'));
      return session ? logoutPage(session.login.displayName, session.formToken) : gone(parts);
    },
    leave: (call) => {
      const id = cookies.read(call.cookies, 'session');
      const session = sessions.find(id);
      if (!session) return gone(parts);
      if (!isSameText(session.formToken, call.form.get('token'))) {
        return messagePage({ title: '未退出', text: '请在退出页面上操作。', status: 400 });
      }
      sessions.close(id);
      log.info({ subject: session.login.subject, address: call.address }, 'logout');
      return gone(parts);
    },
  };
}

function gone({ cookies }: ProviderParts): Reply {
  return messagePage({ title: '已退出', text: '可以关闭本页面。', headers: cookies.clear('session') });
}

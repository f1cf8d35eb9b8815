import type { Reply } from '../../http/reply.ts';
import type { LoginRefusal } from '../login/login.service.ts';
import { type LoginPage, loginPage } from '../page/login-page.ts';
import { messagePage } from '../page/message-page.ts';
import type { ProviderParts } from '../provider-parts.ts';
import { isSameText } from '../same-text.ts';
import { goOn } from './authorize.endpoint.ts';
import type { Call, Endpoint } from './call.ts';

const REFUSED = '用户名、口令或动态码不正确。连续 5 次不正确，账户锁定 30 分钟；动态码只能使用一次。';

/** The form of the login page. */
export function createLoginEndpoint(parts: ProviderParts): Endpoint {
  const { pending, cookies, logins, sessions } = parts;
  return async (call) => {
    const transaction = call.form.get('transaction') ?? '';
    const waiting = pending.look(transaction);
    if (!waiting || !isSameText(waiting.owner, cookies.read(call.cookies, 'login'))) return expired();
    const { request } = waiting;
    const attempt = readAttempt(call);
    const result = await logins.login(attempt);
    if (!result.ok) {
      const { redirectUri } = request;
      return refusedPage({ transaction, redirectUri, username: attempt.username }, result.error);
    }
    // Whoever else has sent the same form meanwhile comes too late.
    if (!pending.take(transaction)) return expired();
    sessions.close(cookies.read(call.cookies, 'session'));
    const session = cookies.write('session', sessions.open(result.value));
    return goOn(parts, request, result.value, session);
  };
}

function readAttempt({ form, address }: Call) {
  const field = (name: string) => form.get(name) ?? '';
  return {
    username: field('username').trim().toLowerCase(),
    password: field('password'),
    code: field('code'),
    address,
  };
}

function refusedPage(page: LoginPage, refusal: LoginRefusal): Reply {
  if (refusal.kind === 'REFUSED') return loginPage({ ...page, fault: REFUSED, status: 401 });
  const seconds = Math.ceil(refusal.waitMs / 1000);
  const fault = `登录尝试过于频繁，请在 ${seconds} 秒后重试。`;
  return loginPage({ ...page, fault, status: 429, headers: { 'retry-after': String(seconds) } });
}

function expired(): Reply {
  const text = '登录页面已过期，或不是由本浏览器打开。请返回应用重新登录。';
  return messagePage({ title: '请重新登录', text, status: 400 });
}

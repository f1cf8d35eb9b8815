import type { Reply } from '../../http/reply.ts';
import { html, pageReply } from './page.ts';

export interface LoginPage {
  /** Name of the login under way. */
  readonly transaction: string;
  readonly redirectUri: string;
  readonly username?: string;
  readonly fault?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function loginPage({ transaction, redirectUri, username = '', fault, status, headers }: LoginPage): Reply {
  const alert = fault === undefined ? [] : [html`<div role="alert">${fault}</div>`];
  const body = html`
<h1>登录</h1>
<p>产业工人队伍建设改革评价数据联邦 · 演示身份服务</p>
${alert}
<form method="post" action="/login">
<input type="hidden" name="transaction" value="${transaction}">
<label for="username">用户名</label>
<input id="username" name="username" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required autofocus>
<label for="password">口令</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="128" required>
<label for="code">动态码</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" pattern="[0-9 ]*" aria-describedby="code-note">
<small id="code-note">审签人和管理员必填，六位数字</small>
<button type="submit">登录</button>
</form>`;
  return pageReply({
    title: fault === undefined ? '登录' : '登录未成功',
    body,
    formTarget: redirectUri,
    ...(status === undefined ? {} : { status }),
    ...(headers === undefined ? {} : { headers }),
  });
}

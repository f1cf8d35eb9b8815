import type { Reply } from '../../http/reply.ts';
import { html, pageReply } from './page.ts';

export interface PasswordPage {
  readonly displayName: string;
  readonly formToken: string;
  /** Name of the login that goes on afterwards; empty when there is none. */
  readonly transaction: string;
  readonly redirectUri: string | undefined;
  readonly isDue: boolean;
  readonly faults: readonly string[];
}

export function passwordPage(page: PasswordPage): Reply {
  const { displayName, formToken, transaction, redirectUri, isDue, faults } = page;
  const alert = faults.length === 0 ? [] : [html`<div role="alert">${faults.join('；')}。</div>`];
  const reason = isDue ? '口令已使用 90 天，须修改后继续。' : '';
  const body = html`
<h1>修改口令</h1>
<p>${displayName}。${reason}</p>
${alert}
<form method="post" action="/password">
<input type="hidden" name="token" value="${formToken}">
<input type="hidden" name="transaction" value="${transaction}">
<label for="current">原口令</label>
<input id="current" name="current" type="password" autocomplete="current-password" maxlength="128" required autofocus>
<label for="next">新口令</label>
<input id="next" name="next" type="password" autocomplete="new-password" maxlength="128" required aria-describedby="rule">
<small id="rule">至少 8 个字符，含大写字母、小写字母、数字和符号</small>
<label for="repeated">再次输入新口令</label>
<input id="repeated" name="repeated" type="password" autocomplete="new-password" maxlength="128" required>
<button type="submit">修改</button>
</form>`;
  return pageReply({
    title: '修改口令',
    body,
    status: faults.length === 0 ? 200 : 400,
    ...(redirectUri === undefined ? {} : { formTarget: redirectUri }),
  });
}

import type { Reply } from '../../http/reply.ts';
import { html, type Markup, pageReply } from './page.ts';

export interface Message {
  readonly title: string;
  readonly text: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function messagePage({ title, text, ...more }: Message): Reply {
  return pageReply({ title, body: html`<h1>${title}</h1><p>${text}</p>`, ...more });
}

/** Leaving is a form, so that no picture on another page can log anybody out. */
export function logoutPage(displayName: string, formToken: string): Reply {
  const body: Markup = html`
<h1>退出登录</h1>
<p>当前登录：${displayName}</p>
<form method="post" action="/logout">
<input type="hidden" name="token" value="${formToken}">
<button type="submit">退出</button>
</form>`;
  return pageReply({ title: '退出登录', body });
}

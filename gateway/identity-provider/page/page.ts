import { createHash } from 'node:crypto';
import type { Reply } from '../../http/reply.ts';

/** Text that is markup already; everything else is escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

type Piece = string | Markup | readonly Markup[];

/** A template in which every value is escaped, unless it was made by this template itself. */
export function html(texts: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  const pieces = values.map((value) => {
    if (value instanceof Markup) return value.text;
    return typeof value === 'string' ? escapeText(value) : value.map(({ text }) => text).join('');
  });
  return new Markup(texts.map((text, index) => text + (pieces[index] ?? '')).join(''));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

/** Fits 1366 × 768 without scrolling, and a telephone; no fonts, pictures or scripts from anywhere. */
const STYLE = `
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;gap:20px;align-items:center;justify-content:center;padding:24px;
background:#f2f4f7;color:#1d2733;font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
body>.notice{margin:0;color:#8a1f11;font-size:14px}
main{width:100%;max-width:420px;background:#fff;border:1px solid #d5dbe3;border-radius:6px;padding:28px 32px}
h1{margin:0 0 4px;font-size:20px}
p{margin:0 0 16px;color:#4a5767;font-size:14px}
label{display:block;margin:12px 0 4px;font-weight:600}
small{display:block;color:#4a5767;font-size:13px}
input{width:100%;height:42px;padding:0 12px;border:1px solid #8793a3;border-radius:4px;font:inherit}
input:focus-visible,button:focus-visible{outline:3px solid #1f5fbf;outline-offset:1px}
button{width:100%;height:44px;margin-top:20px;border:0;border-radius:4px;background:#1f4f99;color:#fff;font:inherit;
font-weight:600;cursor:pointer}
button:hover{background:#173e7a}
[role=alert]{margin:12px 0 0;padding:10px 12px;border-left:4px solid #b3261e;background:#fcebea;color:#7a1a14}
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

export interface Page {
  readonly title: string;
  readonly body: Markup;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where a form of the page may lead in the end: browsers look at redirects as well. */
  readonly formTarget?: string;
}

export function pageReply({ title, body, status = 200, headers = {}, formTarget }: Page): Reply {
  const forms = formTarget === undefined ? "'self'" : `'self' ${new URL(formTarget).origin}`;
  const page = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body><p class="notice">本系统为非涉密系统，严禁存储、处理、传输国家秘密和工作秘密</p><main>${body}</main></body>
</html>
`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`,
      ...headers,
    },
    body: page.text,
  };
}

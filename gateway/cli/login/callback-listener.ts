import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../../http/http-server.ts';
import { sendReply } from '../../http/reply.ts';

const PATH = '/callback';

export interface CallbackListener {
  readonly redirectUri: string;
  /** What the browser brings back; null when the time is over. */
  answer(limitMs: number): Promise<URLSearchParams | null>;
  close(): void;
}

/** Waits on this machine for the browser to come back (RFC 8252). Who comes without the state we gave is not heard. */
export async function listenForCallback(state: string): Promise<CallbackListener> {
  let deliver: (params: URLSearchParams) => void = () => {};
  const brought = new Promise<URLSearchParams>((resolve) => {
    deliver = resolve;
  });
  const server = createServer((request, response) => {
    const url = new URL(`http://callback${request.url?.startsWith('/') ? request.url : '/'}`);
    const isOurs = url.pathname === PATH && url.searchParams.get('state') === state;
    say(request, response, isOurs);
    if (isOurs) deliver(url.searchParams);
  });
  const { port } = await listen(server, '127.0.0.1', 0);
  let timer: NodeJS.Timeout | undefined;
  return {
    redirectUri: `http://127.0.0.1:${port}${PATH}`,
    answer(limitMs) {
      const over = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), limitMs);
      });
      return Promise.race([brought, over]);
    },
    close() {
      clearTimeout(timer);
      server.close();
      server.closeIdleConnections();
    },
  };
}

function say(request: IncomingMessage, response: ServerResponse, isOurs: boolean): void {
  const text = isOurs ? '已返回命令行，可以关闭本页面。' : '这不是正在等待的登录。';
  const body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>hub login</title><p>${text}</p></html>`;
  const headers = { 'content-type': 'text/html; charset=utf-8', connection: 'close' };
  sendReply(request, response, { status: isOurs ? 200 : 400, headers, body });
}

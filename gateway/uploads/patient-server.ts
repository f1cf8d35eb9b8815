import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { isUploadTarget } from './upload-shape.ts';

/**
 * Lets a server made for small requests take uploads as well: who asks before sending (`Expect: 100-continue`) is told to go
 * on by the upload's route and not before, and the time limit for a whole request is not that of an upload, which has its own.
 */
export function admitUploads(server: Server): void {
  const uploading = new WeakSet<Duplex>();
  server.prependListener('request', ({ url, socket }: IncomingMessage) => {
    if (isUploadTarget(url)) uploading.add(socket);
    else uploading.delete(socket);
  });
  server.on('checkContinue', (request, response) => {
    if (!isUploadTarget(request.url)) response.writeContinue();
    // From here on a request like any other, to whoever looks at requests.
    server.emit('request', request, response);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && uploading.has(socket)) return;
    refuseMalformed(error.code, socket);
  });
}

const STATUS_LINES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** As Node does where nobody listens. Answers leave in one piece, so this one cannot fall into the middle of another. */
function refuseMalformed(code: string | undefined, socket: Duplex): void {
  const status = STATUS_LINES[code ?? ''] ?? '400 Bad Request';
  if (socket.writable) socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  if ('destroySoon' in socket && typeof socket.destroySoon === 'function') socket.destroySoon();
  else socket.destroy();
}

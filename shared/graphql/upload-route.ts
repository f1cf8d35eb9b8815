import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProcessNonceMemory } from '../identity/nonce-memory.ts';
import { type HeaderOf, HOP_HEADERS, type HopTrust } from '../identity/signed-hop.ts';
import { type SealCheck, verifyUpload } from '../identity/signed-upload.ts';
import { decodeViewer, type Viewer } from '../identity/viewer.ts';
import type { Logger } from '../observability/logger.ts';
import { currentScope } from '../observability/request-scope.ts';
import { maskFault } from './errors.ts';
import { goneSignal } from './request-deadline.ts';
import { endUnreadBody } from './unread-body.ts';
import { claimCall, type SignedCallOptions } from './signed-calls.ts';
import { type BodyEnd, wholeBody } from './upload-body.ts';
import { UploadCut, type UploadReceiver } from './upload-call.ts';

export interface UploadRouteOptions extends SignedCallOptions {
  /** Without one, every upload is told that there is nobody to take it. */
  readonly upload?: UploadReceiver;
}

/** Where a subgraph takes uploads; the gateway has an address for each subgraph. */
export const UPLOAD_PATH = '/uploads';

/**
 * `POST /uploads`: the one route whose body is neither JSON nor held in memory. Its head is verified before a byte of the
 * body is asked for (`Expect: 100-continue`), its end by the body itself while it is read.
 */
export function addUploadRoute(app: FastifyInstance, options: UploadRouteOptions): void {
  const nonces = new ProcessNonceMemory();
  app.server.on('checkContinue', (request, response) => {
    if (request.url?.split('?', 1)[0] !== UPLOAD_PATH) response.writeContinue();
    app.routing(request, response);
  });
  app.register((routes, _options, done) => {
    routes.removeAllContentTypeParsers();
    // Nothing is read ahead of the receiver.
    routes.addContentTypeParser('*', (_request, _body, done) => done(null, null));
    routes.post(UPLOAD_PATH, { config: { beginsUnclaimed: true } }, async (request, reply) => {
      const opened = openUpload(request, options, { keys: options.hopKeys, nonces, now: new Date() });
      if (opened === null) return refuseUnsigned(reply);
      // What else is sent on this connection is not read where the call was another's.
      await claimCall(options, request)?.catch((error: unknown) => {
        reply.header('connection', 'close');
        throw error;
      });
      return receive(options, opened, reply);
    });
    done();
  });
}

interface OpenedUpload {
  readonly raw: IncomingMessage;
  readonly viewer: Viewer;
  readonly contentType: string;
  readonly parameters: URLSearchParams;
  readonly isSealed: SealCheck;
}

/** The upload a request is; null where it does not come from the gateway as it is. */
function openUpload(
  { raw, headers, url }: FastifyRequest,
  options: UploadRouteOptions,
  trust: HopTrust,
): OpenedUpload | null {
  const header: HeaderOf = (name) => headers[name]?.toString();
  const contentType = header('content-type') ?? '';
  const viewerText = header(HOP_HEADERS.viewer) ?? '';
  const source = header(HOP_HEADERS.source);
  const hop = { target: options.name, path: url, contentType, viewer: viewerText, source };
  const checked = verifyUpload(hop, header, trust);
  const viewer = decodeViewer(viewerText);
  if (!checked.ok || viewer === null) {
    options.log.warn(
      { refusal: checked.ok ? 'NO_VIEWER' : checked.error, route: UPLOAD_PATH },
      'unsigned call refused',
    );
    return null;
  }
  const scope = currentScope();
  if (scope) scope.sourceAddress = source;
  const { searchParams: parameters } = new URL(url, 'http://hub');
  return { raw, viewer, contentType, parameters, isSealed: checked.value };
}

async function receive(options: UploadRouteOptions, opened: OpenedUpload, reply: FastifyReply): Promise<FastifyReply> {
  const traceId = currentScope()?.trace.traceId ?? '';
  endUnreadBody(opened.raw, reply.raw);
  if (!options.upload) return sendError(reply, 404, { message: '该子图不接收文件', code: 'NOT_FOUND', traceId });
  const { raw, viewer, contentType, parameters, isSealed } = opened;
  if (raw.headers.expect !== undefined) reply.raw.writeContinue();
  const end: BodyEnd = { isWhole: false, cut: null };
  const body = wholeBody(raw, isSealed, end);
  const signal = goneSignal(reply.raw);
  try {
    const answer = await options.upload({ viewer, traceId, contentType, parameters, body, signal });
    if (answer.status < 300 && !end.isWhole) throw new Error('an upload was taken before its end was seen');
    return reply.code(answer.status).send(answer.body);
  } catch (error) {
    return tellFault(options.log, reply, { error: end.cut ?? error, traceId });
  }
}

const STATUS: Readonly<Record<string, number>> = {
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  DEADLINE_EXCEEDED: 503,
  INTERNAL_SERVER_ERROR: 500,
};

function tellFault(
  log: Logger,
  reply: FastifyReply,
  { error, traceId }: { error: unknown; traceId: string },
): FastifyReply {
  if (error instanceof UploadCut) {
    log.info({ traceId, reason: error.reason }, 'upload was not whole');
    const isTooLarge = error.reason === 'TOO_LARGE';
    const code = isTooLarge ? 'LIMIT_UPLOAD' : 'UPLOAD_CUT';
    const message = isTooLarge ? '文件超过上限' : '文件未完整送达，未保存任何数据';
    return sendError(reply, isTooLarge ? 413 : 400, { message, code, traceId });
  }
  const { message, extensions } = maskFault(error, traceId);
  const code = typeof extensions['code'] === 'string' ? extensions['code'] : 'BAD_REQUEST';
  if (code === 'INTERNAL_SERVER_ERROR') log.error({ err: error, traceId }, 'upload failed');
  return sendError(reply, STATUS[code] ?? 400, { ...extensions, message, code, traceId });
}

function refuseUnsigned(reply: FastifyReply): FastifyReply {
  const traceId = currentScope()?.trace.traceId ?? '';
  // What else is sent on this connection is not read.
  reply.header('connection', 'close');
  return sendError(reply, 401, { message: '未经网关签名的调用', code: 'UNAUTHENTICATED', traceId });
}

interface ToldError extends Record<string, unknown> {
  readonly message: string;
  readonly code: string;
  readonly traceId: string;
}

function sendError(reply: FastifyReply, status: number, { message, ...extensions }: ToldError): FastifyReply {
  return reply.code(status).send({ errors: [{ message, extensions }] });
}

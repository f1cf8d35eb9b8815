import { type Refusal, type Reply, jsonReply } from '../http/reply.ts';

/** Why an upload came to nothing, and whether the same may be sent again. */
export interface UploadRefusal extends Refusal {
  readonly retryable?: boolean;
}

const AGAIN = '请用同一 idempotencyKey 重新上传';

export const uploadRefusals = {
  method: {
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
    message: '上传文件只接受 POST 请求',
    headers: { allow: 'POST' },
  },
  mediaType: {
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: '请求体应为未压缩的 UTF-8 编码文件，Content-Type 为 text/csv 或 application/x-ndjson',
  },
  noBody: { status: 411, code: 'LENGTH_REQUIRED', message: '没有请求体：请带 Content-Length，或以分块方式发送' },
  digestHeader: { status: 400, code: 'BAD_REQUEST', message: 'x-content-sha256 应为文件 SHA-256 的 64 位十六进制文本' },
  digest: {
    status: 400,
    code: 'UPLOAD_DIGEST_MISMATCH',
    message: `收到的内容与 x-content-sha256 不符，未保存任何数据，${AGAIN}`,
    retryable: true,
  },
  unknownSubgraph: { status: 404, code: 'NOT_FOUND', message: '没有这个子图，文件应发送至 /uploads/<子图名>' },
  forbidden: { status: 403, code: 'FORBIDDEN', message: '当前角色无权上传文件（报送指标值）' },
  tooMany: {
    status: 503,
    code: 'OVERLOADED',
    message: '系统繁忙，请稍后重试',
    headers: { 'retry-after': '5' },
    retryable: true,
  },
  stopping: {
    status: 503,
    code: 'OVERLOADED',
    message: `网关正在停机，未保存任何数据，${AGAIN}`,
    headers: { 'retry-after': '1' },
    retryable: true,
  },
  idle: {
    status: 408,
    code: 'UPLOAD_TIMEOUT',
    message: `长时间没有收到数据，未保存任何数据，${AGAIN}`,
    retryable: true,
  },
  late: { status: 408, code: 'UPLOAD_TIMEOUT', message: `上传超过时限，未保存任何数据，${AGAIN}`, retryable: true },
  /** Read by nobody: who sent it has hung up. */
  gone: { status: 400, code: 'UPLOAD_CUT', message: `文件未完整送达，未保存任何数据，${AGAIN}`, retryable: true },
} as const satisfies Readonly<Record<string, UploadRefusal>>;

export function tooLarge(limitBytes: number): UploadRefusal {
  return { status: 413, code: 'LIMIT_UPLOAD', message: `文件超过 ${limitBytes} 字节的上限，未保存任何数据` };
}

export function tooManyOfClient(most: number): UploadRefusal {
  return {
    status: 429,
    code: 'RATE_LIMITED',
    message: `同时上传的文件超过 ${most} 个的上限，请在其他上传结束后重试`,
    headers: { 'retry-after': '5' },
    retryable: true,
  };
}

/** The department is away: before it was asked, while the file was under way, or with the whole file in its hands. */
export function unavailable(department: string, when: 'BEFORE' | 'MIDWAY' | 'UNKNOWN'): UploadRefusal {
  const consequence = when === 'UNKNOWN' ? '本次上传的结果未知' : '未保存任何数据';
  return {
    status: 503,
    code: 'SUBGRAPH_UNAVAILABLE',
    message: `${department}子图暂不可用，${consequence}，${AGAIN}`,
    headers: { 'retry-after': '5' },
    retryable: true,
  };
}

/** The department answered that something is wrong with itself. */
export function departmentFault(traceId: string): UploadRefusal {
  return {
    status: 500,
    code: 'INTERNAL_SERVER_ERROR',
    message: `服务内部错误，请将编号 ${traceId} 告知管理员，之后${AGAIN}`,
    retryable: true,
  };
}

/** In the one shape of errors. */
export function uploadRefusalReply(refusal: UploadRefusal, traceId: string): Reply {
  const { status, code, message, headers, retryable } = refusal;
  return jsonReply(status, { errors: [{ message, extensions: { code, traceId, retryable } }] }, headers);
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { HOP_HEADERS, type HopKey } from '../../shared/identity/signed-hop.ts';
import { type BodyDigest, signUpload, UPLOAD_TRAILERS } from '../../shared/identity/signed-upload.ts';
import { encodeViewer, type Viewer } from '../../shared/identity/viewer.ts';
import { withSpan } from '../../shared/observability/span.ts';
import { formatTraceparent, type Trace } from '../../shared/observability/trace.ts';
import { clientAddress } from '../http/client-address.ts';
import type { Breaker, Permit } from '../resilience/breaker.ts';
import { type Flowed, flowBody } from './body-flow.ts';
import { outcomeOf } from './department-answer.ts';
import { callDepartment, type DepartmentCall } from './department-call.ts';
import { type Outcome, refused } from './upload-outcome.ts';
import type { UploadPolicy } from './upload-policy.ts';
import { tooLarge, unavailable, type UploadRefusal, uploadRefusals } from './upload-refusals.ts';
import type { UploadShape } from './upload-shape.ts';
import type { UploadStop } from './upload-stop.ts';

/** An upload that has been let in. */
export interface AdmittedUpload {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly shape: UploadShape;
  readonly subgraph: string;
  /** Name of the department for people. */
  readonly department: string;
  /** Where the department takes it, with what the client asks for in the query. */
  readonly url: URL;
  readonly viewer: Viewer;
  readonly trace: Trace;
  readonly stop: UploadStop;
}

export interface CarryOptions {
  readonly key: HopKey;
  readonly breaker: Breaker;
  readonly policy: UploadPolicy;
  /** How long a department may take until it takes the file. */
  readonly openMs: number;
  readonly replyBytes: number;
  /** Asked once more before the file is sealed: rights may have ended while it was under way. */
  readonly stillAllowed: () => Promise<UploadRefusal | null>;
}

export interface Carried extends Outcome {
  readonly bytes: number;
}

/** Carries one upload to its department. Never repeated: only the client can send the file again. */
export async function carryUpload(options: CarryOptions, upload: AdmittedUpload): Promise<Carried> {
  const permit = options.breaker.enter();
  if (permit === null) return { ...refused('unavailable', unavailable(upload.department, 'BEFORE')), bytes: 0 };
  const span = { name: `upload ${upload.subgraph}`, kind: 'client', parent: upload.trace } as const;
  return withSpan(span, (own) => attempt(options, upload, { permit, trace: own ?? upload.trace }));
}

interface Leave {
  permit: Permit;
  readonly trace: Trace;
}

async function attempt(options: CarryOptions, upload: AdmittedUpload, leave: Leave): Promise<Carried> {
  const { stop, url, shape, subgraph } = upload;
  const viewer = encodeViewer(upload.viewer);
  const source = clientAddress(upload.request);
  const hop = { target: subgraph, path: url.pathname + url.search, contentType: shape.contentType, viewer, source };
  const signed = signUpload(hop, options.key);
  const call = callDepartment({
    url,
    openMs: options.openMs,
    replyBytes: options.replyBytes,
    // All that a department is told; nothing of it was the client's to write.
    headers: {
      ...signed.headers,
      [HOP_HEADERS.viewer]: viewer,
      [HOP_HEADERS.source]: source,
      [HOP_HEADERS.trace]: formatTraceparent(leave.trace),
      'content-type': shape.contentType,
      trailer: Object.values(UPLOAD_TRAILERS).join(', '),
    },
  });
  stop.onStop(() => call.give());
  const flow: { started: Flowed | null } = { started: null };
  try {
    const outcome = await handOver({ options, upload, call, leave, flow, seal: (body) => signed.seal(body) });
    if (stop.reason !== null && !outcome.isFailure) leave.permit.release();
    else if (outcome.isFailure) leave.permit.fail();
    else leave.permit.succeed();
    return { ...outcome, bytes: flow.started?.bytes() ?? 0 };
  } finally {
    call.give();
  }
}

interface Handover {
  readonly options: CarryOptions;
  readonly upload: AdmittedUpload;
  readonly call: DepartmentCall;
  readonly leave: Leave;
  readonly flow: { started: Flowed | null };
  readonly seal: (body: BodyDigest) => Record<string, string>;
}

async function handOver(handover: Handover): Promise<Outcome> {
  const { options, upload, call, leave, flow } = handover;
  const { request, response, stop } = upload;
  const opened = await call.opened;
  if (stop.reason !== null) return stopped(upload, 'BEFORE');
  if (opened === 'LOST') return refused('unavailable', unavailable(upload.department, 'BEFORE'), true);
  if (opened === 'READY') {
    // It is there: a probe need not last as long as a file. From here on another permit is at stake.
    leave.permit.succeed();
    leave.permit = options.breaker.enter() ?? leave.permit;
    if (request.headers.expect !== undefined) response.writeContinue();
    const { limitBytes, idleMs } = options.policy;
    flow.started = flowBody({ source: request, sink: call.sink, over: call.over, limitBytes, idleMs });
    const end = await flow.started.end;
    if (stop.reason !== null) return stopped(upload, 'MIDWAY');
    if (end.kind === 'WHOLE') return sealAndWait(handover, end.body);
    if (end.kind === 'TOO_LARGE') return refused('limit', tooLarge(limitBytes));
    if (end.kind === 'SILENT') return refused('limit', uploadRefusals.idle);
    if (end.kind === 'STUCK') return refused('unavailable', unavailable(upload.department, 'MIDWAY'), true);
  }
  return answered(handover, false);
}

async function sealAndWait(handover: Handover, body: BodyDigest): Promise<Outcome> {
  const { options, upload, call, seal } = handover;
  const said = upload.shape.sha256;
  if (said !== null && said !== body.sha256) return refused('cut', uploadRefusals.digest);
  const barred = await options.stillAllowed();
  if (barred !== null) return refused('refused', barred);
  if (upload.stop.reason !== null) return stopped(upload, 'MIDWAY');
  // From here on the department may store it: whoever leaves now does not stop it.
  upload.stop.keepFromClient();
  call.sink.addTrailers(seal(body));
  call.sink.end();
  return answered(handover, true);
}

async function answered({ upload, call }: Handover, isWhole: boolean): Promise<Outcome> {
  const answer = await call.answer;
  const { department, trace } = upload;
  const when = isWhole ? 'UNKNOWN' : 'MIDWAY';
  if (answer !== null) return outcomeOf(answer, { department, traceId: trace.traceId, isWhole });
  if (upload.stop.reason === 'CLOSING') return stopped(upload, when);
  return refused('unavailable', unavailable(department, when), true);
}

/** We ended it ourselves. */
function stopped({ stop, department }: AdmittedUpload, when: 'BEFORE' | 'MIDWAY' | 'UNKNOWN'): Outcome {
  if (stop.reason === 'GONE') return refused('cut', uploadRefusals.gone);
  if (when === 'UNKNOWN') return refused('unavailable', unavailable(department, when));
  return stop.reason === 'LATE' ? refused('limit', uploadRefusals.late) : refused('fault', uploadRefusals.stopping);
}

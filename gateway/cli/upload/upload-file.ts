import { setTimeout as delay } from 'node:timers/promises';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { type CliError, cliErrors } from '../cli-error.ts';
import type { UnitDepartment } from '../department-names.ts';
import { type GraphqlClient, toCliError } from '../graphql-client.ts';
import type { FileSource } from './file-source.ts';
import { type SendOutcome, sendFile } from './send-file.ts';
import {
  RECEIPT_ANSWER,
  receiptAnswerSchema,
  refusalSchema,
  type UploadReply,
  uploadReplySchema,
} from './upload-reply.ts';
import { parseJson } from '../../../shared/primitives/parse-json.ts';

export interface UploadOrder {
  readonly department: UnitDepartment;
  readonly idempotencyKey: string;
  /** Whether the key stands for exactly this content: then a receipt found under it is this file's. */
  readonly isKeyOfContent: boolean;
  readonly mode: 'ATOMIC' | 'PARTIAL';
  readonly dryRun: boolean;
  readonly submit: boolean;
  /** Makes it a request to amend what is accepted. */
  readonly justification: string | null;
}

export interface UploadWay {
  readonly client: GraphqlClient;
  /** Tells of a cut before the file is sent again. */
  readonly say: (text: string) => void;
  readonly wait?: (ms: number) => Promise<unknown>;
  readonly limitMs?: number;
}

export interface UploadAnswer {
  readonly reply: UploadReply;
  /** The answer was given to an earlier act under the same key; nothing was stored now. */
  readonly isEarlier: boolean;
}

const ATTEMPTS = 6;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Clocks of two machines. */
const CLOCK_MARGIN_MS = 60_000;
/** A little more than the gateway gives an upload. */
const LIMIT_MS = 660_000;

/**
 * Sends a file until there is an answer. Under one key it can be sent any number of times: what was stored once is
 * answered again, byte for byte. After a cut the department is asked first what became of it.
 */
export async function uploadFile(
  way: UploadWay,
  source: FileSource,
  order: UploadOrder,
): Promise<Result<UploadAnswer, CliError>> {
  const { client, wait = delay, limitMs = LIMIT_MS } = way;
  if (client.token === null) return err(cliErrors.tokenMissing());
  const options = { url: uploadUrl(client.url, order), token: client.token, limitMs };
  const began = Date.now();
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await sendFile(source, options);
    const judged = judge(outcome, client.url);
    if (judged.ok) return ok({ reply: judged.value, isEarlier: isEarlier(judged.value, outcome, Date.now() - began) });
    const { error, mayRepeat } = judged.error;
    const isAbsent = attempt === 1 && outcome.kind === 'lost' && !outcome.wasReached;
    if (!mayRepeat || isAbsent || attempt >= ATTEMPTS) return err(await client.explain(error));
    const pause = Math.min(waitAfter(attempt, outcome), LONGEST_WAIT_MS);
    way.say(`第 ${attempt} 次发送未得到结果（${error.message}），${Math.ceil(pause / 1_000)} 秒后用同一编号重发`);
    await wait(pause);
    const known = order.dryRun || !order.isKeyOfContent ? null : await askReceipt(client, order);
    if (known !== null) return ok({ reply: known, isEarlier: isCreatedBefore(known, began - CLOCK_MARGIN_MS) });
  }
}

function uploadUrl(graphql: string, order: UploadOrder): URL {
  const url = new URL(`uploads/${order.department.subgraph}`, graphql);
  const parameters = {
    idempotencyKey: order.idempotencyKey,
    onBehalfOf: order.department.unit,
    mode: order.mode,
    dryRun: String(order.dryRun),
    submit: String(order.submit),
    ...(order.justification !== null && { justification: order.justification }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}

function judge(outcome: SendOutcome, url: string): Result<UploadReply, { error: CliError; mayRepeat: boolean }> {
  if (outcome.kind === 'lost')
    return err({ error: cliErrors.gatewayUnreachable(url, outcome.reason), mayRepeat: true });
  const body = parseJson(outcome.text);
  const reply = uploadReplySchema.safeParse(body);
  if (reply.success) return ok(reply.data);
  const refusal = refusalSchema.safeParse(body);
  const [first] = refusal.success ? refusal.data.errors : [];
  // Something in between answered, a proxy whose server is away.
  if (first === undefined)
    return err({ error: cliErrors.notAnUpload(url, outcome.status), mayRepeat: outcome.status >= 500 });
  return err({ error: toCliError(first), mayRepeat: first.extensions.retryable === true || outcome.status === 429 });
}

function waitAfter(attempt: number, outcome: SendOutcome): number {
  const asked = outcome.kind === 'answered' ? (outcome.retryAfterMs ?? 0) : 0;
  const backOff = FIRST_WAIT_MS * 2 ** (attempt - 1);
  return Math.max(asked, backOff * (1 + Math.random() / 4));
}

/** What the department has under the key; null where it has nothing, or nobody can tell now. */
async function askReceipt(client: GraphqlClient, order: UploadOrder): Promise<UploadReply | null> {
  const { fieldPrefix, unit } = order.department;
  const answer = await client.askFor(
    receiptAnswerSchema,
    `query ($key: String!, $unit: ID!) { answer: ${fieldPrefix}Receipt(key: $key, memberUnit: $unit) {${RECEIPT_ANSWER}
    } }`,
    { key: order.idempotencyKey, unit },
  );
  const known = answer.ok ? answer.value.data.answer : null;
  if (known === null || known.publication === null) return null;
  const { receipt, publication } = known;
  return { receipt, publication, comparison: null, isAcceptable: true, errors: [], errorCount: 0 };
}

/** By the server's own clock, which tells whole seconds: created before we began. */
function isEarlier(reply: UploadReply, outcome: SendOutcome, tookMs: number): boolean {
  if (outcome.kind === 'lost' || outcome.servedAt === null) return false;
  return isCreatedBefore(reply, outcome.servedAt - tookMs - 2_000);
}

function isCreatedBefore({ publication }: UploadReply, instant: number): boolean {
  return publication !== null && Date.parse(publication.createdAt) < instant;
}

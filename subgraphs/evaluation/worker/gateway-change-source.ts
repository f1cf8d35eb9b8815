import { z } from 'zod';
import { formatDimensions } from '../../../shared/primitives/dimensions.ts';
import type { FollowedDepartment } from '../input-store/department-register.ts';
import type { FeedChange, FeedPage } from '../input-store/feed-change.ts';
import type { ChangeSource, FeedRequest } from './change-source.ts';

/** Time beyond the long poll in which an answer must have come. */
const ANSWER_TIMEOUT_MS = 15_000;

/** Reads the departments' feeds through the gateway, like any other client, with the worker's own identity. */
export class GatewayChangeSource implements ChangeSource {
  private readonly url: string;
  private readonly token: string;
  private readonly send: typeof fetch;

  constructor(url: string, token: string, send: typeof fetch = (request, init) => fetch(request, init)) {
    this.url = url;
    this.token = token;
    this.send = send;
  }

  async read(department: FollowedDepartment, request: FeedRequest, signal: AbortSignal): Promise<FeedPage> {
    const { after, first, waitMs } = request;
    const response = await this.send(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        // The gateway stands next door: packing and unpacking pages would cost more than their way.
        'accept-encoding': 'identity',
        authorization: `Bearer ${this.token}`,
      },
      body: JSON.stringify({ query: documentOf(department), variables: { after: String(after), first, waitMs } }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(waitMs + ANSWER_TIMEOUT_MS)]),
    });
    const answer = answerSchema.safeParse(await response.json().catch(() => null));
    if (!answer.success)
      throw new FeedUnavailable(department.service, `answer ${response.status} is not a page of changes`);
    const { data, errors } = answer.data;
    if (errors !== undefined || data?.feed == null) {
      throw new FeedUnavailable(department.service, errors?.[0]?.message ?? `answer ${response.status} without data`);
    }
    return { head: data.feed.head, changes: data.feed.changes.map(toChange) };
  }
}

/** The feed of a department cannot be read now. */
export class FeedUnavailable extends Error {
  override readonly name = 'FeedUnavailable';

  constructor(department: string, reason: string) {
    super(`changes of ${department}: ${reason}`);
  }
}

function documentOf({ fieldPrefix }: FollowedDepartment): string {
  return `query FollowChanges($after: String!, $first: Int!, $waitMs: Int!) {
  feed: ${fieldPrefix}Changes(after: $after, first: $first, waitMs: $waitMs) {
    head
    changes {
      position state recordedAt
      observation {
        id subject { code } measure { code } period { code } dimensions { key code } value revision
        stage isDerived isDemo reportedOn recordedAt memberUnit { code } publication { id } receipt { hash }
      }
    }
  }
}`;
}

const code = z.object({ code: z.string() });
const changeSchema = z.object({
  position: z.string().transform(BigInt),
  state: z.enum(['DRAFT', 'SUBMITTED', 'APPROVED', 'ACCEPTED', 'RETURNED', 'WITHDRAWN', 'LOCKED']),
  recordedAt: z.string(),
  observation: z.object({
    id: z.string(),
    subject: code,
    measure: code,
    period: code,
    dimensions: z.array(z.object({ key: z.string(), code: z.string() })),
    value: z.string().nullable(),
    revision: z.number().int(),
    isDerived: z.boolean(),
    isDemo: z.boolean(),
    reportedOn: z.string().nullable(),
    recordedAt: z.string().nullable(),
    memberUnit: code.nullable(),
    publication: z.object({ id: z.string() }).nullable(),
    receipt: z.object({ hash: z.string().nullable() }).nullable(),
    stage: z.enum(['PRELIMINARY', 'FINAL']).nullish(),
  }),
});

const answerSchema = z.object({
  data: z
    .object({ feed: z.object({ head: z.string().transform(BigInt), changes: z.array(changeSchema) }).nullable() })
    .nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

function toChange({ position, state, recordedAt, observation }: z.infer<typeof changeSchema>): FeedChange {
  return {
    position,
    state,
    recordedAt,
    observation: {
      id: observation.id,
      subject: observation.subject.code,
      measure: observation.measure.code,
      period: observation.period.code,
      dimensions: formatDimensions(observation.dimensions),
      value: observation.value,
      revision: observation.revision,
      isDerived: observation.isDerived,
      isDemo: observation.isDemo,
      reportedOn: observation.reportedOn,
      recordedAt: observation.recordedAt,
      memberUnit: observation.memberUnit?.code ?? null,
      publication: observation.publication?.id ?? null,
      stage: observation.stage ?? null,
      receiptHash: observation.receipt?.hash ?? null,
    },
  };
}

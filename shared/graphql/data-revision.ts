import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { WaitingRoom } from '../primitives/waiting-room.ts';
import type { RequestScope } from '../observability/request-scope.ts';

/**
 * What a subgraph's answers are made of, as one opaque text: it differs after every commit that can change an answer.
 * Gateways follow it to know how long what they remember is still true.
 */
export interface DataRevision {
  /** The revision now; null while this process cannot know it. */
  current(): string | null;
  /** Resolves when the revision is another than the one given, is no longer known, or after `ms` at the latest. */
  change(known: string, ms: number): Promise<void>;
  /** Whether all that the finished request was told changes only with the revision or with the day. */
  covers(scope: RequestScope): boolean;
  /** Lets nobody wait any more: the process is about to stop. */
  release(): void;
}

const LONGEST_WAIT_MS = 10_000;

const bodySchema = z.strictObject({
  after: z.string().max(100).default(''),
  waitMs: z.number().int().min(0).max(LONGEST_WAIT_MS).default(0),
});

/**
 * `POST /internal/revision` `{ after, waitMs }` → `{ revision }`: a long poll that answers at the next change. 503 while
 * the revision is not known: then nothing may be remembered.
 */
export function addRevisionRoute(app: FastifyInstance, revision: DataRevision): void {
  let isStopping = false;
  app.addHook('preClose', async () => {
    isStopping = true;
    revision.release();
  });
  app.post('/internal/revision', async (request, reply) => {
    const body = bodySchema.safeParse(request.body);
    if (!body.success) return reply.code(400).send({ error: z.prettifyError(body.error) });
    const { after, waitMs } = body.data;
    if (revision.current() === after && waitMs > 0) await revision.change(after, waitMs);
    if (isStopping) reply.header('connection', 'close');
    const current = revision.current();
    return current === null ? reply.code(503).send({ error: 'the revision is not known' }) : { revision: current };
  });
}

/** The revision of a subgraph that never changes while a process runs, such as one that answers from its catalogue. */
export function constantRevision(revision: string, covers: DataRevision['covers']): DataRevision {
  const room = new WaitingRoom();
  return {
    current: () => revision,
    change: (_known, ms) => room.wait(ms),
    covers,
    release: () => room.release(),
  };
}

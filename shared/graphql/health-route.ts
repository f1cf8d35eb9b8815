import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface Health {
  readonly name: string;
  /** Answers whether the service can work (its database); shown by `/health?ready`. */
  readonly isReady: () => Promise<boolean>;
}

/** `/health`, open to all: whether the process lives and, when asked so, whether it can work. */
export function addHealth(app: FastifyInstance, { name, isReady }: Health): void {
  app.get('/health', { config: { open: true } }, async (request, reply) => {
    const isUp = !readyAsked(request) || (await isReady().catch(() => false));
    return reply.code(isUp ? 200 : 503).send({ status: isUp ? 'UP' : 'DOWN', service: name });
  });
}

function readyAsked(request: FastifyRequest): boolean {
  return typeof request.query === 'object' && request.query !== null && 'ready' in request.query;
}

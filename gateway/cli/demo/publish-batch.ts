import { z } from 'zod';
import { ok, type Result } from '../../shared/primitives/result.ts';
import type { CliError } from './cli-error.ts';
import type { GraphqlClient } from './graphql-client.ts';
import type { ObservationRow } from './observation-file.ts';

/** Most rows that one mutation takes. */
export const BATCH_ROWS = 1_000;

/** What `publish<Department>Observations` takes. */
export interface PublishInput {
  readonly idempotencyKey: string;
  readonly onBehalfOf: string | null;
  readonly mode: 'ATOMIC' | 'PARTIAL';
  readonly dryRun?: boolean;
  readonly isDemo?: boolean;
  readonly reportedOn?: string;
  readonly observations: readonly ObservationRow[];
}

const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(['ERROR', 'WARNING', 'HINT']),
  path: z.array(z.string()),
  row: z.number().nullable(),
  message: z.string(),
  messageEn: z.string(),
  rule: z.string(),
  remedy: z.string(),
});

const payloadSchema = z.object({
  publication: z
    .object({
      id: z.string(),
      revision: z.number().nullish(),
      state: z.string().nullable(),
      feedPosition: z.string().nullable(),
    })
    .nullable(),
  receipt: z
    .object({
      sequence: z.union([z.string(), z.number()]).nullable(),
      hash: z.string().nullable(),
      issuedAt: z.string().nullable(),
    })
    .nullable(),
  errors: z.array(findingSchema),
});

export type PublishFinding = z.infer<typeof findingSchema>;
export type PublishPayload = z.infer<typeof payloadSchema>;

/** Sends one batch to the subgraph that carries the unit. */
export async function publishBatch(
  client: GraphqlClient,
  subgraph: string,
  input: PublishInput,
): Promise<Result<PublishPayload, CliError>> {
  const prefix = typePrefixOf(subgraph);
  const answer = await client.askFor(
    z.object({ payload: payloadSchema }),
    `mutation Publish($input: Publish${prefix}ObservationsInput!) {
      payload: publish${prefix}Observations(input: $input) {
        publication { id state feedPosition }
        receipt { sequence hash issuedAt }
        errors { code severity path row message messageEn rule remedy }
      }
    }`,
    { input },
  );
  return answer.ok ? ok(answer.value.data.payload) : answer;
}

/** Prefix of a subgraph's types: its name in PascalCase; the trade union's says what it is. */
export function typePrefixOf(subgraph: string): string {
  if (subgraph === 'union') return 'TradeUnion';
  return subgraph
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Cuts a list into pieces of at most `size`. */
export function inBatches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

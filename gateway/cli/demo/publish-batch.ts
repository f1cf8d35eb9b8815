import { z } from 'zod';
import type { DimensionValue } from '../../../shared/primitives/dimensions.ts';
import { ok, type Result } from '../../../shared/primitives/result.ts';
import type { CliError } from '../cli-error.ts';
import { typePrefixOf } from '../department-names.ts';
import type { GraphqlClient } from '../graphql-client.ts';

/** One row of the demo. */
export interface ObservationRow {
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: readonly DimensionValue[];
  readonly value: string;
  readonly explanation: string | null;
  readonly expectedRevision: number | null;
}

/** Most rows that one mutation takes. */
export const BATCH_ROWS = 1_000;

/** What `publish<Department>Observations` takes. */
export interface PublishInput {
  readonly idempotencyKey: string;
  readonly onBehalfOf: string | null;
  readonly mode: 'ATOMIC';
  readonly isDemo: boolean;
  readonly reportedOn: string;
  readonly observations: readonly ObservationRow[];
}

const payloadSchema = z.object({
  publication: z.object({ feedPosition: z.string().nullable() }).nullable(),
  errors: z.array(z.object({ code: z.string(), row: z.number().nullable(), message: z.string() })),
});

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
        publication { feedPosition }
        errors { code row message }
      }
    }`,
    { input },
  );
  return answer.ok ? ok(answer.value.data.payload) : answer;
}

/** Cuts a list into pieces of at most `size`. */
export function inBatches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

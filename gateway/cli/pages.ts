import { z } from 'zod';
import { err, ok, type Result } from '../../shared/primitives/result.ts';
import type { CliError } from './cli-error.ts';
import type { GraphqlClient, GraphqlError } from './graphql-client.ts';

/** Most items of a page. */
const PAGE = 500;

/** A list of the graph, which its query calls `page` and asks for by `$first` and `$after`. */
export interface ListQuery<T> {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly node: z.ZodType<T>;
}

export interface ListPage<T> {
  readonly nodes: readonly T[];
  /** Of the whole list when its first page was read; null where the query does not ask. */
  readonly totalCount: number | null;
}

interface Answer<T> {
  readonly page: {
    readonly totalCount?: number | null | undefined;
    readonly edges: readonly { readonly node: T }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  } | null;
}

/** The pages of a list, one after the other; the last is an error where one could not be read. Null is no list at all. */
export async function* readPages<T>(
  client: GraphqlClient,
  { query, variables, node }: ListQuery<T>,
): AsyncGenerator<Result<ListPage<T> | null, CliError>> {
  const shape: z.ZodType<Answer<T>> = z.object({
    page: z
      .object({
        totalCount: z.number().nullish(),
        edges: z.array(z.object({ node })),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      })
      .nullable(),
  });
  for (let after: string | null = null, more = true; more; ) {
    const answer: Result<{ data: Answer<T>; errors: readonly GraphqlError[] }, CliError> = await client.askFor(
      shape,
      query,
      { ...variables, first: PAGE, after },
    );
    if (!answer.ok) return yield answer;
    const [fault] = answer.value.errors;
    if (fault !== undefined) return yield err(await client.toCliError(fault));
    const page: Answer<T>['page'] = answer.value.data.page;
    if (page === null) return yield ok(null);
    yield ok({ nodes: page.edges.map((edge) => edge.node), totalCount: page.totalCount ?? null });
    after = page.pageInfo.endCursor;
    more = page.pageInfo.hasNextPage;
  }
}

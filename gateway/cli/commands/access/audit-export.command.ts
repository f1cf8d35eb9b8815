import { closeSync, openSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { addDays, startOfDay } from '../../../../shared/primitives/calendar-day.ts';
import { cliErrors } from '../../cli-error.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';

export interface AuditExportOptions {
  /** First day, YYYY-MM-DD in Asia/Shanghai. */
  readonly from: string;
  /** Last day. */
  readonly to: string;
  readonly output: string;
}

const PAGE = `query ($from: DateTime!, $to: DateTime!, $after: String) {
  auditTrail(filter: { from: $from, to: $to }, first: 500, after: $after) {
    edges { node { id at actor actorUnit { code } action object result traceId sourceAddress details { name value } } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const pageSchema = z.object({
  auditTrail: z.object({
    edges: z.array(
      z.object({
        node: z.looseObject({
          actorUnit: z.object({ code: z.string() }).nullable(),
          details: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
        }),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});
type AuditNode = z.infer<typeof pageSchema>['auditTrail']['edges'][number]['node'];

/** Writes the audit of some days to a file that only its owner may read, one JSON object a line, the newest first. */
export async function auditExportCommand(client: GraphqlClient, options: AuditExportOptions): Promise<CommandOutcome> {
  let file: number;
  try {
    file = openSync(options.output, 'w', 0o600);
  } catch (error) {
    return failed(cliErrors.fileNotWritable(options.output, error instanceof Error ? error.message : String(error)));
  }
  try {
    return await writePages(client, options, (line) => writeSync(file, line));
  } finally {
    closeSync(file);
  }
}

async function writePages(
  client: GraphqlClient,
  { from, to, output }: AuditExportOptions,
  write: (line: string) => void,
): Promise<CommandOutcome> {
  const span = { from: `${from}T00:00:00+08:00`, to: startOfDay(addDays(to, 1)).toISOString() };
  let count = 0;
  for (let after: string | null = null, more = true; more; ) {
    const answer: Awaited<ReturnType<typeof ask>> = await ask(client, { ...span, after });
    if (!answer.ok) return failed(answer.error);
    const { edges, pageInfo } = answer.value.data.auditTrail;
    for (const { node } of edges) write(`${JSON.stringify(toRecord(node))}\n`);
    count += edges.length;
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage;
  }
  return { data: { records: count, output }, plain: `已导出 ${count} 条审计记录到 ${output}`, error: null };
}

function ask(client: GraphqlClient, variables: Record<string, unknown>) {
  return client.askFor(pageSchema, PAGE, variables);
}

function toRecord({ actorUnit, details, ...node }: AuditNode): object {
  const detail = Object.fromEntries(details.map(({ name, value }) => [name, value]));
  return { ...node, actorUnit: actorUnit?.code ?? null, detail };
}

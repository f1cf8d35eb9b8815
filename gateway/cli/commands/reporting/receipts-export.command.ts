import { z } from 'zod';
import { err, ok, type Result } from '../../../../shared/primitives/result.ts';
import { type CliError, cliErrors } from '../../cli-error.ts';
import { departmentOf, type UnitDepartment } from '../../department-names.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { readPages } from '../../pages.ts';
import { headerText, type ReceiptFileHeader, receiptLineSchema, receiptText } from '../../receipts/receipt-file.ts';
import { type Write, writeWholeFile } from '../../write-whole-file.ts';

export interface ReceiptsExportOptions {
  readonly unit: string;
  readonly output: string;
}

const keysSchema = z.object({
  keys: z.array(z.object({ id: z.string(), publicKey: z.string() })).min(1),
});

/** Writes the receipts of a unit to a file that `hub verify receipts` looks through without any server. */
export async function receiptsExportCommand(
  client: GraphqlClient,
  { unit, output }: ReceiptsExportOptions,
): Promise<CommandOutcome> {
  const department = departmentOf(unit);
  if (!department.ok) return failed(department.error);
  const written = await writeWholeFile(output, (write) => writeReceipts(client, department.value, write));
  if (!written.ok) return failed(written.error);
  const data = { receipts: written.value, output };
  return { data, plain: `已导出 ${written.value} 份回执到 ${output}`, error: null };
}

async function writeReceipts(
  client: GraphqlClient,
  { unit, subgraph, fieldPrefix }: UnitDepartment,
  write: Write,
): Promise<Result<number, CliError>> {
  const keys = await client.askFor(keysSchema, `{ keys: ${fieldPrefix}ReceiptKeys { id publicKey } }`);
  if (!keys.ok) return keys;
  const list = {
    query: `query ($unit: ID!, $first: Int, $after: String) {
      page: ${fieldPrefix}Receipts(memberUnit: $unit, first: $first, after: $after) {
        totalCount
        edges { node { sequence previousHash hash signature signedBy content } }
        pageInfo { hasNextPage endCursor }
      }
    }`,
    variables: { unit },
    node: receiptLineSchema,
  };
  let head: ReceiptFileHeader | null = null;
  let count = 0;
  for await (const page of readPages(client, list)) {
    if (!page.ok) return page;
    if (page.value === null) return err(cliErrors.unexpectedAnswer('null'));
    const { nodes, totalCount } = page.value;
    if (head === null) {
      const receipts = totalCount ?? 0;
      head = {
        format: 'hub-receipts-1',
        department: subgraph,
        memberUnit: unit,
        receipts,
        keys: keys.value.data.keys,
      };
      await write(`${headerText(head)}\n`);
    }
    // What was issued while we read is left for another time.
    const kept = nodes.slice(0, head.receipts - count);
    await write(kept.map((receipt) => `${receiptText(receipt)}\n`).join(''));
    count += kept.length;
    if (count >= head.receipts) break;
  }
  return head !== null && count < head.receipts ? err(cliErrors.unexpectedAnswer('receipts are missing')) : ok(count);
}

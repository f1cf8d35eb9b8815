import { cliErrors } from '../cli-error.ts';
import type { GraphqlClient, GraphqlError } from '../graphql-client.ts';
import { type CommandOutcome, failed } from '../outcome.ts';
import { readTextFile } from '../read-text-file.ts';

export interface QueryOptions {
  readonly variables?: string | undefined;
}

/**
 * Sends a document as it is and prints the answer. An answer that is partial because a department is down
 * is still an answer: exit code 0, with a remark.
 */
export async function queryCommand(
  client: GraphqlClient,
  file: string,
  { variables }: QueryOptions,
): Promise<CommandOutcome> {
  const document = readTextFile(file);
  if (!document.ok) return failed(document.error);
  const parsed = variables === undefined ? {} : parseObject(variables);
  if (parsed === null) return failed(cliErrors.badVariables());
  const answer = await client.ask(document.value, parsed);
  if (!answer.ok) return failed(answer.error);
  const { data, errors } = answer.value;
  const fatal = errors.find((error) => data === null || !isUnavailable(error));
  const body = errors.length === 0 ? { data } : { data, errors };
  return {
    data: body,
    plain: JSON.stringify(body, null, 2),
    error: fatal === undefined ? null : await client.toCliError(fatal),
    warnings: errors
      .filter(isUnavailable)
      .map((error) => `部门 ${error.extensions?.serviceName ?? ''} 暂不可用，应答不完整`),
  };
}

function isUnavailable(error: GraphqlError): boolean {
  return error.extensions?.code === 'SUBGRAPH_UNAVAILABLE';
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

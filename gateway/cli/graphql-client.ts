import { z } from 'zod';
import { err, ok, type Result } from '../../shared/primitives/result.ts';
import { type CliError, cliErrors } from './cli-error.ts';
import { parseJson } from '../../shared/primitives/parse-json.ts';

const errorSchema = z.looseObject({
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z.looseObject({ code: z.string().optional(), serviceName: z.string().optional() }).optional(),
});
const answerSchema = z.object({ data: z.unknown().optional(), errors: z.array(errorSchema).optional() });

export type GraphqlError = z.infer<typeof errorSchema>;

/** What the gateway answered; with errors it may be partial. */
export interface GraphqlAnswer {
  readonly data: unknown;
  readonly errors: readonly GraphqlError[];
}

export interface GraphqlClientOptions {
  readonly url: string;
  readonly token: string | null;
  /** Where the token was found, in words. */
  readonly tokenFrom?: string | undefined;
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

/** Asks the gateway. Faults on the way are data; an answer with errors is still an answer. */
export class GraphqlClient {
  readonly url: string;
  readonly token: string | null;
  private readonly options: GraphqlClientOptions;

  constructor(options: GraphqlClientOptions) {
    this.url = options.url;
    this.token = options.token;
    this.options = options;
  }

  async ask(
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Result<GraphqlAnswer, CliError>> {
    const { url, token, timeoutMs = 30_000, fetch: send = fetch } = this.options;
    if (token === null) return err(cliErrors.tokenMissing());
    try {
      const response = await send(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      return readAnswer(url, response.status, await response.text());
    } catch (error) {
      return err(cliErrors.gatewayUnreachable(url, reasonOf(error)));
    }
  }

  /** The answer's data in the given shape; errors of the graph only where they leave nothing to show. */
  async askFor<T>(
    shape: z.ZodType<T>,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Result<{ data: T; errors: readonly GraphqlError[] }, CliError>> {
    const answer = await this.ask(query, variables);
    if (!answer.ok) return answer;
    const { data, errors } = answer.value;
    const parsed = shape.safeParse(data);
    if (parsed.success) return ok({ data: parsed.data, errors });
    const [first] = errors;
    return err(first ? await this.toCliError(first) : cliErrors.unexpectedAnswer(z.prettifyError(parsed.error)));
  }

  /** An error of the graph in the form of the command line. */
  toCliError(fault: GraphqlError): Promise<CliError> {
    return this.explain(toCliError(fault));
  }

  /** To a refusal, whose token was used and where it was found; never the token. */
  async explain(error: CliError): Promise<CliError> {
    const { tokenFrom } = this.options;
    if (tokenFrom === undefined || !REFUSALS.has(error.code)) return error;
    const holder = error.code === 'FORBIDDEN' ? await this.askWho() : null;
    return {
      ...error,
      remedy: `${error.remedy}。所用令牌${holder === null ? '' : `属于 ${holder}，`}取自${tokenFrom}`,
    };
  }

  /** Who the hub takes us for; null where it does not say. */
  private async askWho(): Promise<string | null> {
    const answer = await this.ask('{ viewer { subject memberUnit { code name } roles } }');
    const parsed = viewerSchema.safeParse(answer.ok ? answer.value.data : null);
    if (!parsed.success) return null;
    const { subject, memberUnit, roles } = parsed.data.viewer;
    const unit = memberUnit === null ? '不属于成员单位' : `单位 ${memberUnit.name ?? ''} ${memberUnit.code}`;
    return `${subject}（${unit}，角色 ${roles.map((role) => role.toLowerCase().replaceAll('_', '-')).join('、')}）`;
  }
}

const REFUSALS = new Set(['FORBIDDEN', 'UNAUTHENTICATED']);

const viewerSchema = z.object({
  viewer: z.object({
    subject: z.string(),
    memberUnit: z.object({ code: z.string(), name: z.string().nullable() }).nullable(),
    roles: z.array(z.string()),
  }),
});

/** An error of the graph as such, where nobody knows who asked. */
export function toCliError({ message, extensions }: GraphqlError): CliError {
  const code = extensions?.code ?? 'GRAPHQL_ERROR';
  return { code, message, messageEn: `The gateway answered ${code}`, remedy: REMEDIES[code] ?? '见错误说明' };
}

const REMEDIES: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: '核对 HUB_TOKEN 是否有效、未过期',
  FORBIDDEN: '换用有此权限的令牌',
  SUBGRAPH_UNAVAILABLE: '稍后重试；运行 hub doctor 查看各部门状态',
  GRAPHQL_VALIDATION_FAILED: '按当前结构核对查询中的字段和参数',
  GRAPHQL_PARSE_FAILED: '核对查询的语法',
};

function readAnswer(url: string, status: number, text: string): Result<GraphqlAnswer, CliError> {
  const parsed = answerSchema.safeParse(parseJson(text));
  if (!parsed.success || (parsed.data.data === undefined && parsed.data.errors === undefined)) {
    return err(cliErrors.notGraphql(url, status));
  }
  return ok({ data: parsed.data.data ?? null, errors: parsed.data.errors ?? [] });
}

/** `fetch failed` says nothing; the cause beneath it does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : error.message;
}

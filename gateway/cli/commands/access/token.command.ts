import { z } from 'zod';
import type { Role } from '../../../../shared/identity/role.ts';
import type { CliError } from '../../cli-error.ts';
import { formatDay, formatInstant } from '../../format-instant.ts';
import { type GraphqlClient, toCliError } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { renderTable } from '../../table.ts';

export interface TokenCreateOptions {
  readonly role: readonly Role[];
  readonly unit?: string | undefined;
  readonly subject?: string | undefined;
  readonly purpose: string;
  readonly days: number;
}

export interface TokenListOptions {
  readonly subject?: string | undefined;
  readonly unit?: string | undefined;
  readonly live?: boolean | undefined;
}

const errorSchema = z.object({ code: z.string(), message: z.string(), messageEn: z.string(), remedy: z.string() });
const ERRORS = 'errors { code message messageEn remedy }';

const CREATE = `mutation ($input: CreateTokenInput!) {
  payload: createToken(input: $input) { text token { id subject expiresAt } ${ERRORS} }
}`;
const createdSchema = z.object({
  payload: z.object({
    text: z.string().nullable(),
    token: z.object({ id: z.string(), subject: z.string(), expiresAt: z.string() }).nullable(),
    errors: z.array(errorSchema),
  }),
});

/** Issues a token and prints it alone on standard output: it is shown this once. */
export async function tokenCreateCommand(client: GraphqlClient, options: TokenCreateOptions): Promise<CommandOutcome> {
  const { unit, subject, purpose, days } = options;
  const input = { roles: options.role.map(toEnum), memberUnit: unit, subject, purpose, days };
  const answer = await client.askFor(createdSchema, CREATE, { input });
  if (!answer.ok) return failed(answer.error);
  const { text, token, errors } = answer.value.data.payload;
  if (text === null || token === null) return failed(refusal(errors));
  return {
    data: { token: text, ...token },
    plain: text,
    error: null,
    warnings: [
      `令牌 ${token.id} 已签发给 ${token.subject}，${formatInstant(token.expiresAt)} 失效；仅显示这一次，请妥善保存`,
    ],
  };
}

const REVOKE = `mutation ($input: RevokeTokenInput!) {
  payload: revokeToken(input: $input) { token { id subject revokedAt } ${ERRORS} }
}`;
const revokedSchema = z.object({
  payload: z.object({
    token: z.object({ id: z.string(), subject: z.string(), revokedAt: z.string().nullable() }).nullable(),
    errors: z.array(errorSchema),
  }),
});

/** Makes a token worthless at once. */
export async function tokenRevokeCommand(client: GraphqlClient, id: string): Promise<CommandOutcome> {
  const answer = await client.askFor(revokedSchema, REVOKE, { input: { id } });
  if (!answer.ok) return failed(answer.error);
  const { token, errors } = answer.value.data.payload;
  if (token === null) return failed(refusal(errors));
  return { data: token, plain: `已吊销 ${token.id}  ${token.subject}`, error: null };
}

const LIST = `query ($after: String, $filter: TokenFilterInput) {
  tokens(first: 200, after: $after, filter: $filter) {
    edges { node { id subject memberUnit { code } roles purpose createdAt expiresAt revokedAt lastUsedOn } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const tokenSchema = z.object({
  id: z.string(),
  subject: z.string(),
  memberUnit: z.object({ code: z.string() }).nullable(),
  roles: z.array(z.string()),
  purpose: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().nullable(),
  lastUsedOn: z.string().nullable(),
});
const listSchema = z.object({
  tokens: z.object({
    edges: z.array(z.object({ node: tokenSchema })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});
type ListedToken = z.infer<typeof tokenSchema>;

/** Lists the tokens, the newest first; their texts are known to nobody but their holders. */
export async function tokenListCommand(client: GraphqlClient, options: TokenListOptions): Promise<CommandOutcome> {
  const filter = {
    subject: options.subject,
    memberUnit: options.unit,
    isLive: options.live === true ? true : undefined,
  };
  const tokens: ListedToken[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const answer: Awaited<ReturnType<typeof page>> = await page(client, after, filter);
    if (!answer.ok) return failed(answer.error);
    const { edges, pageInfo } = answer.value.data.tokens;
    tokens.push(...edges.map(({ node }) => node));
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage;
  }
  const titles = ['编号', '持有者', '单位', '角色', '用途', '失效', '最近使用', '状态'].map((title) => ({ title }));
  return { data: tokens, plain: renderTable(titles, tokens.map(toRow)), error: null };
}

function page(client: GraphqlClient, after: string | null, filter: object) {
  return client.askFor(listSchema, LIST, { after, filter });
}

function toRow(token: ListedToken): string[] {
  const { id, subject, memberUnit, roles, purpose, expiresAt, lastUsedOn } = token;
  const names = roles.map((role) => role.toLowerCase().replaceAll('_', '-')).join(' ');
  return [id, subject, memberUnit?.code ?? '', names, purpose, formatDay(expiresAt), lastUsedOn ?? '', stateOf(token)];
}

function stateOf({ revokedAt, expiresAt }: ListedToken): string {
  if (revokedAt !== null) return '已吊销';
  return Date.parse(expiresAt) <= Date.now() ? '已失效' : '有效';
}

/** `lead-evaluator` is `LEAD_EVALUATOR` in the graph. */
function toEnum(role: Role): string {
  return role.toUpperCase().replaceAll('-', '_');
}

function refusal([first]: readonly CliError[]): CliError {
  return first ?? toCliError({ message: '未办理' });
}

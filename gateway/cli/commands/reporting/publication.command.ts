import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { cliErrors } from '../../cli-error.ts';
import { departmentOf, type UnitDepartment } from '../../department-names.ts';
import { formatInstant } from '../../format-instant.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { readPages } from '../../pages.ts';
import { renderTable } from '../../table.ts';

/** What is done with publications, and by whom: the rest of these commands is the same for all. */
export const PUBLICATION_VERBS = [
  { verb: 'submit', done: '已提交', title: '把草稿或退回的批次提交审签', by: 'unit' },
  { verb: 'approve', done: '已审签', title: '审签本单位的批次，审签人不得是填报人', by: 'approver' },
  { verb: 'accept', done: '已核收', title: '核收已审签的批次', by: 'lead' },
  { verb: 'recall', done: '已撤销', title: '撤销尚未核收的批次', by: 'unit' },
  { verb: 'return', done: '已退回', title: '退回补正', by: 'lead' },
] as const;

export type PublicationVerb = (typeof PUBLICATION_VERBS)[number];

export interface ActOptions {
  readonly unit: string;
  readonly partial?: boolean | undefined;
  readonly comment?: string | undefined;
  /** Of a return. */
  readonly reasonCode?: string | undefined;
  readonly reason?: string | undefined;
  readonly deadline?: string | undefined;
}

export interface WithdrawOptions {
  readonly unit: string;
  readonly justification: string;
  readonly submit?: boolean | undefined;
  readonly idempotencyKey?: string | undefined;
}

const PUBLICATION = 'id kind state rowCount submittedBy createdAt memberUnit { code } justification';
const publicationSchema = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  rowCount: z.number(),
  submittedBy: z.string().nullable(),
  createdAt: z.string(),
  memberUnit: z.object({ code: z.string() }),
  justification: z.string().nullable(),
});
type Publication = z.infer<typeof publicationSchema>;

const ERRORS = 'errors { code row message messageEn remedy }';
const errorSchema = z.object({
  code: z.string(),
  row: z.number().nullable(),
  message: z.string(),
  messageEn: z.string(),
  remedy: z.string(),
});
type Finding = z.infer<typeof errorSchema>;

const payloadSchema = z.object({
  payload: z.object({ publications: z.array(publicationSchema), errors: z.array(errorSchema) }),
});

/** Does one thing with some publications. */
export async function publicationActCommand(
  client: GraphqlClient,
  { verb, done }: PublicationVerb,
  ids: readonly string[],
  { unit, partial, ...said }: ActOptions,
): Promise<CommandOutcome> {
  const department = departmentOf(unit);
  if (!department.ok) return failed(department.error);
  const name = `${verb}${department.value.typePrefix}Publications`;
  const answer = await client.askFor(
    payloadSchema,
    `mutation ($input: ${upperFirst(name)}Input!) {
      payload: ${name}(input: $input) { publications { ${PUBLICATION} } ${ERRORS} }
    }`,
    { input: { ids, mode: partial ? 'PARTIAL' : 'ATOMIC', ...said } },
  );
  if (!answer.ok) return failed(answer.error);
  const { publications, errors } = answer.value.data.payload;
  return actOutcome(publications, errors, done, ids);
}

const withdrawalSchema = z.object({
  payload: z.object({ publication: publicationSchema.nullable(), errors: z.array(errorSchema) }),
});

/** Asks for the withdrawal of what a publication brought into the record. */
export async function publicationWithdrawCommand(
  client: GraphqlClient,
  publication: string,
  { unit, justification, submit, idempotencyKey }: WithdrawOptions,
): Promise<CommandOutcome> {
  const department = departmentOf(unit);
  if (!department.ok) return failed(department.error);
  const name = `withdraw${department.value.typePrefix}Publication`;
  const key = idempotencyKey ?? `hub-withdraw-${randomUUID()}`;
  const answer = await client.askFor(
    withdrawalSchema,
    `mutation ($input: ${upperFirst(name)}Input!) {
      payload: ${name}(input: $input) { publication { ${PUBLICATION} } ${ERRORS} }
    }`,
    { input: { idempotencyKey: key, onBehalfOf: unit, publication, justification, submit: submit ?? false } },
  );
  if (!answer.ok) return failed(answer.error);
  const { publication: stored, errors } = answer.value.data.payload;
  return actOutcome(stored === null ? [] : [stored], errors, '已申请撤回', [publication]);
}

export interface PublicationListOptions {
  readonly unit: string;
  readonly state?: readonly string[] | undefined;
}

/** Lists the publications of a unit, the newest first. */
export async function publicationListCommand(
  client: GraphqlClient,
  { unit, state }: PublicationListOptions,
): Promise<CommandOutcome> {
  const department = departmentOf(unit);
  if (!department.ok) return failed(department.error);
  const list = { query: listQuery(department.value), variables: { filter: { memberUnit: unit, states: state } } };
  const found: Publication[] = [];
  for await (const page of readPages(client, { ...list, node: publicationSchema })) {
    if (!page.ok) return failed(page.error);
    found.push(...(page.value?.nodes ?? []));
  }
  const titles = ['批次', '种类', '状态', '行数', '填报人', '时刻'].map((title) => ({ title }));
  const rows = found.map(({ id, kind, state: now, rowCount, submittedBy, createdAt }) => [
    id,
    kind,
    now,
    String(rowCount),
    submittedBy ?? '',
    formatInstant(createdAt),
  ]);
  return { data: found, plain: renderTable(titles, rows), error: null };
}

function listQuery({ fieldPrefix, typePrefix }: UnitDepartment): string {
  return `query ($filter: ${typePrefix}PublicationFilterInput, $first: Int, $after: String) {
    page: ${fieldPrefix}Publications(filter: $filter, first: $first, after: $after) {
      edges { node { ${PUBLICATION} } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
}

function actOutcome(
  publications: readonly Publication[],
  errors: readonly Finding[],
  done: string,
  ids: readonly string[],
): CommandOutcome {
  const lines = [
    ...publications.map(({ id, state }) => `${done}  ${id}  ${state}`),
    ...errors.map(({ code, row, message, remedy }) => `[${code}] ${ids[(row ?? 0) - 1] ?? ''} ${message}；${remedy}`),
  ];
  return {
    data: { publications, errors },
    plain: lines.join('\n'),
    error: errors.length > 0 ? cliErrors.actRefused(errors.length) : null,
  };
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

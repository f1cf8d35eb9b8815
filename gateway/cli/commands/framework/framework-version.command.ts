import { z } from 'zod';
import { frameworkErrors } from '../../framework/framework-errors.ts';
import {
  ERROR_FIELDS,
  errorsSchema,
  VERSION_FIELDS,
  versionLine,
  versionSchema,
} from '../../framework/version-answer.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';

/** The decision that is recorded with the act. */
export interface DecisionOptions {
  readonly document: string;
  readonly number?: string;
  readonly reason: string;
}

const listSchema = z.object({ frameworkVersions: z.array(versionSchema) });

/** All versions with their states. */
export async function frameworkVersionsCommand(client: GraphqlClient): Promise<CommandOutcome> {
  const answer = await client.askFor(listSchema, `query FrameworkVersions { frameworkVersions { ${VERSION_FIELDS} } }`);
  if (!answer.ok) return failed(answer.error);
  const { frameworkVersions } = answer.value.data;
  return { data: frameworkVersions, plain: frameworkVersions.map(versionLine).join('\n'), error: null };
}

const payload = z.object({ version: versionSchema.nullable(), errors: errorsSchema });
const publishSchema = z.object({ act: payload });

/** Puts a draft into use (启用). */
export function frameworkPublishCommand(
  client: GraphqlClient,
  code: string,
  options: DecisionOptions,
): Promise<CommandOutcome> {
  return decide(client, { name: 'publishFramework', input: 'PublishFrameworkInput' }, { code, ...inputOf(options) });
}

/** Carries a version over to a further year (沿用). */
export function frameworkCarryOverCommand(
  client: GraphqlClient,
  { code, year }: { readonly code: string; readonly year: number },
  options: DecisionOptions,
): Promise<CommandOutcome> {
  const mutation = { name: 'carryOverFramework', input: 'CarryOverFrameworkInput' };
  return decide(client, mutation, { code, year, ...inputOf(options) });
}

function inputOf({ document, number, reason }: DecisionOptions) {
  return { documentTitle: document, documentNumber: number ?? null, reason };
}

async function decide(
  client: GraphqlClient,
  { name, input: type }: { readonly name: string; readonly input: string },
  input: object,
): Promise<CommandOutcome> {
  const document = `mutation Decide($input: ${type}!) { act: ${name}(input: $input) {
    version { ${VERSION_FIELDS} } errors { ${ERROR_FIELDS} } } }`;
  const answer = await client.askFor(publishSchema, document, { input });
  if (!answer.ok) return failed(answer.error);
  const { version, errors } = answer.value.data.act;
  if (version === null) return { data: { errors }, plain: '', error: frameworkErrors.refused(errors) };
  return { data: version, plain: versionLine(version), error: null };
}

import { z } from 'zod';
import { ok } from '../../../../shared/primitives/result.ts';
import { archiveErrors } from '../../archive/archive-errors.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { writeWholeFile } from '../../write-whole-file.ts';

export interface ProofOptions {
  /** `subject/measure/period[/dimensions]`. */
  readonly value: string;
  readonly output: string;
}

const PROOF = `query ArchiveProof($round: ID!, $value: ArchiveValueInput!) {
  archiveProof(round: $round, value: $value) { key value root text }
}`;
const proofSchema = z.object({
  archiveProof: z.object({ key: z.string(), value: z.string(), root: z.string(), text: z.string() }).nullable(),
});

/** Writes the file that proves one value of an archive. */
export async function proofCommand(
  client: GraphqlClient,
  round: string,
  { value, output }: ProofOptions,
): Promise<CommandOutcome> {
  const [subject, measure, period, dimensions = '', ...rest] = value.split('/');
  if (!subject || !measure || !period || rest.length > 0) return failed(archiveErrors.badValue(value));
  const cell = { subject, measure, period, dimensions: dimensions === '-' ? '' : dimensions };
  const answer = await client.askFor(proofSchema, PROOF, { round, value: cell });
  if (!answer.ok) return failed(answer.error);
  const [fault] = answer.value.errors;
  if (fault !== undefined) return failed(await client.toCliError(fault));
  const { archiveProof: proof } = answer.value.data;
  if (proof === null) return failed(archiveErrors.noProof(value));
  const written = await writeWholeFile(output, async (write) => ok(await write(proof.text)));
  if (!written.ok) return failed(written.error);
  return {
    data: { round, output, key: proof.key, value: proof.value, root: proof.root },
    plain: `存证已写入 ${output}  ${proof.key} = ${proof.value}  根 ${proof.root}`,
    error: null,
  };
}

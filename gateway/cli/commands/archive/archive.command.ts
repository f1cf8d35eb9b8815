import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { verifySnapshot } from '../../../../shared/archive/verify-snapshot.ts';
import { err, ok, type Result } from '../../../../shared/primitives/result.ts';
import { archiveErrors } from '../../archive/archive-errors.ts';
import type { CliError } from '../../cli-error.ts';
import { formatInstant } from '../../format-instant.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { writeWholeFile } from '../../write-whole-file.ts';

export interface ArchiveOptions {
  readonly output: string;
  /** Longest time to wait for the sealing, in seconds. */
  readonly timeout: number;
  /** On what ground; kept in the archive. */
  readonly reason: string;
}

/** Tells people what is being waited for. */
export type Say = (text: string) => void;

/** Has a round sealed or goes on waiting for it, then writes its snapshot and looks whether the file is whole. */
export async function archiveCommand(
  client: GraphqlClient,
  round: string,
  { output, timeout, reason, say }: ArchiveOptions & { readonly say: Say },
): Promise<CommandOutcome> {
  const begun = await begin(client, round, reason);
  if (!begun.ok) return failed(begun.error);
  const sealed = await waitUntilSealed(client, round, { until: Date.now() + timeout * 1_000, say });
  if (!sealed.ok) return failed(sealed.error);
  const written = await writeWholeFile(output, async (write) => {
    for (let after: string | null = null; ; ) {
      const page = await readPieces(client, round, after);
      if (!page.ok) return page;
      for (const { node } of page.value.edges) await write(node.text);
      if (!page.value.pageInfo.hasNextPage) return ok(null);
      after = page.value.pageInfo.endCursor;
    }
  });
  if (!written.ok) return failed(written.error);
  const verdict = await verifySnapshot(output);
  if (!verdict.isSound) return failed(archiveErrors.snapshotNotSound(verdict.faults));
  const { leaves, root, keyId, sealedAt } = verdict.seal.statement;
  return {
    data: { round, output, leaves, root, keyId, sealedAt },
    plain: `已锁定归档  ${round}  ${leaves} 项  根 ${root}  密钥 ${keyId}  封存于 ${formatInstant(sealedAt)}\n快照已写入 ${output} 并核验无误`,
    error: null,
  };
}

const BEGIN = `mutation Archive($input: ArchiveRoundInput!) {
  archiveRound(input: $input) { archive { state } errors { code message messageEn remedy } }
}`;
const errorSchema = z.object({
  code: z.string(),
  message: z.string(),
  messageEn: z.string(),
  remedy: z.string().nullable(),
});
const beginSchema = z.object({ archiveRound: z.object({ errors: z.array(errorSchema) }) });

async function begin(client: GraphqlClient, round: string, reason: string): Promise<Result<null, CliError>> {
  const answer = await client.askFor(beginSchema, BEGIN, { input: { round, reason } });
  if (!answer.ok) return answer;
  const [first] = answer.value.data.archiveRound.errors;
  return first === undefined ? ok(null) : err({ ...first, remedy: first.remedy ?? '见错误说明' });
}

const STATE = `query ArchiveState($round: ID!) {
  archive(round: $round) { state obstacle waitingFor { department lastFault } }
}`;
const stateSchema = z.object({
  archive: z
    .object({
      state: z.string(),
      obstacle: z.string().nullable(),
      waitingFor: z.array(z.object({ department: z.string(), lastFault: z.string().nullable() })),
    })
    .nullable(),
});

const PAUSE_MS = 500;

async function waitUntilSealed(
  client: GraphqlClient,
  round: string,
  { until, say }: { readonly until: number; readonly say: Say },
): Promise<Result<null, CliError>> {
  for (let said = ''; ; ) {
    const answer = await client.askFor(stateSchema, STATE, { round });
    if (!answer.ok) return answer;
    const { archive } = answer.value.data;
    if (archive === null) return err(archiveErrors.noArchive(round));
    if (archive.state === 'SEALED') return ok(null);
    const waiting = archive.waitingFor.map(
      ({ department, lastFault }) => department + (lastFault === null ? '' : `（${lastFault}）`),
    );
    const text = waiting.length > 0 ? `正在等待 ${waiting.join('、')} 的锁定回执` : (archive.obstacle ?? '正在封存');
    if (text !== said) say(text);
    said = text;
    if (Date.now() >= until)
      return err(
        archiveErrors.notSealedInTime(
          round,
          archive.waitingFor.map(({ department }) => department),
        ),
      );
    await sleep(PAUSE_MS);
  }
}

const PIECES = `query ArchivePieces($round: ID!, $after: String) {
  archivePieces(round: $round, first: 2, after: $after) {
    edges { node { text } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const piecesSchema = z.object({
  archivePieces: z
    .object({
      edges: z.array(z.object({ node: z.object({ text: z.string() }) })),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    })
    .nullable(),
});
type Pieces = NonNullable<z.infer<typeof piecesSchema>['archivePieces']>;

async function readPieces(
  client: GraphqlClient,
  round: string,
  after: string | null,
): Promise<Result<Pieces, CliError>> {
  const answer = await client.askFor(piecesSchema, PIECES, { round, after });
  if (!answer.ok) return answer;
  const [fault] = answer.value.errors;
  if (fault !== undefined) return err(await client.toCliError(fault));
  const { archivePieces } = answer.value.data;
  return archivePieces === null ? err(archiveErrors.noArchive(round)) : ok(archivePieces);
}

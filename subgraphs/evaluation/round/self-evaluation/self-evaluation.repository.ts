import type { EntityManager } from 'typeorm';
import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import type { Participant, ParticipantKind } from '../participant.ts';
import type { Narrative, SelfEvaluation, StatedValue } from './self-evaluation.ts';

interface Row {
  readonly id: string;
  readonly participant_kind: ParticipantKind;
  readonly participant: string;
  readonly state: SelfEvaluation['state'];
  readonly self_grade: Grade | null;
  readonly answerable_person: string | null;
  readonly narratives: readonly Narrative[];
  readonly revision: number;
  readonly drafted_at: Date;
  readonly sent_by: string | null;
  readonly sent_at: Date | null;
  readonly is_late: boolean | null;
  readonly value_digest: string | null;
  readonly value_count: number | null;
  readonly document: string | null;
  readonly name: string | null;
  readonly media_type: string | null;
  readonly size_bytes: number | null;
  readonly sha256: string | null;
  readonly uploaded_at: Date | null;
}

const SELECT = `
  select s.id, s.participant_kind, s.participant, s.state, s.self_grade, s.answerable_person, s.narratives, s.revision,
    s.drafted_at, s.sent_by, s.sent_at, s.is_late, s.value_digest, jsonb_array_length(s.value_list) as value_count,
    s.document, d.name, d.media_type, d.size_bytes, d.sha256, d.uploaded_at
  from self_evaluation s left join self_evaluation_document d on d.id = s.document`;

export async function listSelfEvaluations(manager: EntityManager, round: string): Promise<SelfEvaluation[]> {
  const rows: Row[] = await manager.query(`${SELECT} where s.round = $1`, [round]);
  return rows.map(toSelfEvaluation);
}

export async function findSelfEvaluation(
  manager: EntityManager,
  round: string,
  { kind, code }: Participant,
): Promise<SelfEvaluation | null> {
  const rows: Row[] = await manager.query(
    `${SELECT} where s.round = $1 and s.participant_kind = $2 and s.participant = $3`,
    [round, kind, code],
  );
  return rows[0] === undefined ? null : toSelfEvaluation(rows[0]);
}

/** What a draft holds from now on. */
export interface DraftState {
  readonly id: string;
  readonly participant: Participant;
  readonly selfGrade: Grade | null;
  readonly answerablePerson: string | null;
  readonly narratives: readonly Narrative[];
  readonly document: string | null;
  readonly revision: number;
  readonly by: string;
  readonly at: Date;
}

/** Stores a draft; the caller holds the round. What was sent is never touched. */
export async function saveDraft(manager: EntityManager, round: string, draft: DraftState): Promise<void> {
  const { participant, selfGrade, answerablePerson, narratives, document, revision } = draft;
  await manager.query(
    `insert into self_evaluation as old (id, round, participant_kind, participant, state, self_grade, answerable_person,
       narratives, document, revision, drafted_by, drafted_at)
     values ($1, $2, $3, $4, 'DRAFT', $5, $6, $7, $8, $9, $10, $11)
     on conflict (round, participant_kind, participant) do update set self_grade = excluded.self_grade,
       answerable_person = excluded.answerable_person, narratives = excluded.narratives, document = excluded.document,
       revision = excluded.revision, drafted_by = excluded.drafted_by, drafted_at = excluded.drafted_at
     where old.state = 'DRAFT'`,
    [
      ...[draft.id, round, participant.kind, participant.code, selfGrade, answerablePerson],
      ...[JSON.stringify(narratives), document, revision, draft.by, draft.at],
    ],
  );
}

/** With which values a self-evaluation was sent, when and by whom. */
export interface Sending {
  readonly id: string;
  readonly by: string;
  readonly at: Date;
  readonly isLate: boolean;
  readonly values: readonly StatedValue[];
  readonly digest: string;
}

export async function markSent(manager: EntityManager, { id, by, at, isLate, values, digest }: Sending): Promise<void> {
  await manager.query(
    `update self_evaluation set state = 'SENT', sent_by = $2, sent_at = $3, is_late = $4, value_list = $5,
       value_digest = $6, revision = revision + 1
     where id = $1 and state = 'DRAFT'`,
    [id, by, at, isLate, JSON.stringify(values), digest],
  );
}

/** A report document with its bytes. */
export interface StoredDocument {
  readonly id: string;
  readonly participant: Participant;
  readonly name: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly bytes: Buffer;
  readonly by: string;
  readonly at: Date;
}

export async function insertDocument(manager: EntityManager, round: string, document: StoredDocument): Promise<void> {
  const { id, participant, name, mediaType, sha256, bytes, by, at } = document;
  await manager.query(
    `insert into self_evaluation_document (id, round, participant_kind, participant, name, media_type, size_bytes,
       sha256, content, uploaded_by, uploaded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [id, round, participant.kind, participant.code, name, mediaType, bytes.length, sha256, bytes, by, at],
  );
}

export async function readDocument(manager: EntityManager, id: string): Promise<Buffer | null> {
  const rows: { content: Buffer }[] = await manager.query(
    'select content from self_evaluation_document where id = $1',
    [id],
  );
  return rows[0]?.content ?? null;
}

function toSelfEvaluation(row: Row): SelfEvaluation {
  return {
    id: row.id,
    participant: { kind: row.participant_kind, code: row.participant },
    state: row.state,
    selfGrade: row.self_grade,
    answerablePerson: row.answerable_person,
    narratives: row.narratives,
    report: toReport(row),
    revision: row.revision,
    draftedAt: row.drafted_at,
    sentBy: row.sent_by,
    sentAt: row.sent_at,
    isLate: row.is_late,
    valueDigest: row.value_digest,
    valueCount: row.value_count,
  };
}

function toReport(row: Row): SelfEvaluation['report'] {
  const { document: id, name, media_type: mediaType, size_bytes: sizeBytes, sha256, uploaded_at: uploadedAt } = row;
  if (id === null || name === null || mediaType === null) return null;
  if (sizeBytes === null || sha256 === null || uploadedAt === null) return null;
  return { id, name, mediaType, sizeBytes, sha256, uploadedAt };
}

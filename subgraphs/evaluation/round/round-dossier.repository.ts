import type { EntityManager } from 'typeorm';

/** A value in plain JSON; instants are ISO texts in UTC, decimals are texts. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonRow = { readonly [key: string]: JsonValue };

/** 年度评价卷宗: everything of a round as plain JSON, each list in a stable order; what the archive keeps. */
export interface RoundDossier {
  readonly round: JsonRow;
  readonly adoptions: readonly JsonRow[];
  readonly steps: readonly JsonRow[];
  readonly participants: readonly JsonRow[];
  readonly events: readonly JsonRow[];
  readonly baseValues: readonly JsonRow[];
  readonly selfEvaluations: readonly JsonRow[];
  /** Name, size and SHA-256 of the report documents; the content stays in the database. */
  readonly documents: readonly JsonRow[];
  readonly scores: readonly JsonRow[];
  readonly hearings: readonly JsonRow[];
  readonly appeals: readonly JsonRow[];
  readonly decisions: readonly JsonRow[];
  readonly circulation: JsonRow | null;
}

const WHO = 'participant_kind, participant';
const DOCUMENT = `id, round, ${WHO}, name, media_type, size_bytes, sha256, uploaded_by, uploaded_at`;
// Texts, because a JSON number would be read as a float.
const SCORE = `round, ${WHO}, stage, score_value::text, score_low::text, score_high::text, is_complete, as_of, digest, recorded_at`;

/** Null where there is no such round. Read it in one transaction with what it is sealed with. */
export async function roundDossier(manager: EntityManager, code: string): Promise<RoundDossier | null> {
  const list = async (table: string, order: string, columns = '*', where = 'round = $1'): Promise<JsonRow[]> => {
    const rows: { readonly row: JsonRow }[] = await manager.query(
      `select to_jsonb(t) as row from (select ${columns} from ${table} where ${where} order by ${order}) t`,
      [code],
    );
    return rows.map(({ row }) => plainRow(row));
  };
  const [round] = await list('round', 'code', '*', 'code = $1');
  if (round === undefined) return null;
  const [circulation] = await list('round_circulation', 'round');
  return {
    round,
    adoptions: await list(
      'round_step_adoption',
      'step',
      '*',
      'framework = (select framework from round where code = $1)',
    ),
    steps: await list('round_step', 'position'),
    participants: await list('round_participant', 'position'),
    events: await list('round_event', 'seq'),
    baseValues: await list('round_base_value', WHO),
    selfEvaluations: await list('self_evaluation', WHO),
    documents: await list('self_evaluation_document', `${WHO}, uploaded_at, id`, DOCUMENT),
    scores: await list('round_score', `${WHO}, stage, recorded_at`, SCORE),
    hearings: await list('round_hearing', WHO),
    appeals: await list('round_appeal', WHO),
    decisions: await list('round_decision', `${WHO}, decided_at`),
    circulation: circulation ?? null,
  };
}

/** Columns in the order of their names; instants in UTC, whatever zone the session has. */
function plainRow(row: JsonRow): JsonRow {
  return Object.fromEntries(
    Object.entries(row)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([column, value]) => [column, isInstant(column, value) ? new Date(value).toISOString() : value]),
  );
}

function isInstant(column: string, value: JsonValue): value is string {
  return typeof value === 'string' && (column.endsWith('_at') || column === 'as_of');
}

import type { EntityManager } from 'typeorm';
import { newId } from '../../../shared/primitives/identifiers.ts';
import { digestOf } from './recalculation/digest.ts';
import {
  type EvaluationHeader,
  type EvaluationKey,
  evaluationKeyText,
  type EvaluationRecord,
  type IndicatorRecord,
} from './evaluation-record.ts';
import { toEvidenceTable } from './evidence-table.ts';
import { HEADER, indicatorDigest } from './recalculation/result-digest.ts';

/** What a recalculation changed. */
export interface StoredChange {
  readonly headerChanged: boolean;
  readonly indicatorsChanged: number;
}

/** Writes results: new rows only for what changed, the old ones closed at the same instant. */
export class EvaluationStoreRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  /** `at` is the instant of the transaction as PostgreSQL writes it, to the microsecond. */
  async store(record: EvaluationRecord, at: string): Promise<StoredChange> {
    const [change] = await this.storeAll([record], at);
    return change ?? { headerChanged: false, indicatorsChanged: 0 };
  }

  /** Results of one year, in the same five statements however many they are; what changed of each, in their order. */
  async storeAll(records: readonly EvaluationRecord[], at: string): Promise<StoredChange[]> {
    const [first] = records;
    if (first === undefined) return [];
    const { year } = first.header;
    const known = await this.currentDigests(records.map(({ header }) => header));
    const differences = records.map((record) => differenceOf(record, known.get(evaluationKeyText(record.header))));
    await this.closeIndicators(
      year,
      differences.flatMap(({ outdated }) => outdated),
      at,
    );
    await this.insertIndicators(
      year,
      differences.flatMap(({ changed }) => changed),
      at,
    );
    const headers = differences.flatMap(({ header }) => header ?? []);
    await this.closeHeaders(year, headers, at);
    await this.insertHeaders(headers, at);
    return differences.map(({ header, changed }) => ({
      headerChanged: header !== null,
      indicatorsChanged: changed.length,
    }));
  }

  private async currentDigests(keys: readonly EvaluationKey[]): Promise<Map<string, Map<string, string>>> {
    const match = `subject = any($1) and year = $2 and framework = any($3) and known_to is null`;
    const rows: (EvaluationKey & { indicator: string; digest: string })[] = await this.manager.query(
      `select subject, year, framework, '${HEADER}' as indicator, digest from evaluation_result where ${match}
       union all
       select subject, year, framework, indicator, digest from indicator_result where ${match}`,
      [keys.map(({ subject }) => subject), keys[0]?.year, [...new Set(keys.map(({ framework }) => framework))]],
    );
    const byKey = new Map<string, Map<string, string>>();
    for (const row of rows) {
      const digests = byKey.get(evaluationKeyText(row)) ?? new Map<string, string>();
      byKey.set(evaluationKeyText(row), digests.set(row.indicator, row.digest));
    }
    return byKey;
  }

  private async closeIndicators(year: number, rows: readonly IndicatorKey[], at: string): Promise<void> {
    if (rows.length === 0) return;
    await this.manager.query(
      `update indicator_result r set known_to = $5
       from unnest($2::text[], $3::text[], $4::text[]) as closed (subject, framework, indicator)
       where r.year = $1 and r.subject = closed.subject and r.framework = closed.framework
         and r.indicator = closed.indicator and r.known_to is null`,
      [
        year,
        rows.map(({ subject }) => subject),
        rows.map(({ framework }) => framework),
        rows.map(({ indicator }) => indicator),
        at,
      ],
    );
  }

  private async insertIndicators(year: number, changed: readonly ChangedIndicator[], at: string): Promise<void> {
    if (changed.length === 0) return;
    const rows = changed.map(({ key, row, digest }) => toColumns(row, key, digest));
    await this.manager.query(
      `insert into indicator_result (subject, year, framework, indicator, status, weight, score_value, score_low, score_high,
         is_complete, explanation, evidence, assessments, digest, known_from)
       select row.subject, $1, row.framework, row.indicator, row.status, row.weight, row.value, row.low, row.high,
         row."isComplete", row.explanation, row.evidence, row.assessments, row.digest, $3
       from json_to_recordset($2::json) as row (subject text, framework text, indicator text, status text, weight numeric,
         value numeric, low numeric, high numeric, "isComplete" boolean, explanation text, evidence jsonb,
         assessments jsonb, digest text)`,
      [year, JSON.stringify(rows), at],
    );
  }

  private async closeHeaders(year: number, headers: readonly ChangedHeader[], at: string): Promise<void> {
    if (headers.length === 0) return;
    await this.manager.query(
      `update evaluation_result r set known_to = $4
       from unnest($2::text[], $3::text[]) as closed (subject, framework)
       where r.year = $1 and r.subject = closed.subject and r.framework = closed.framework and r.known_to is null`,
      [year, headers.map(({ subject }) => subject), headers.map(({ framework }) => framework), at],
    );
  }

  private async insertHeaders(headers: readonly ChangedHeader[], at: string): Promise<void> {
    if (headers.length === 0) return;
    await this.manager.query(
      `insert into evaluation_result (id, subject, year, framework, model, score_value, score_low, score_high, is_complete,
         grade, possible_grades, grade_reason, completeness, missing, pillars, groups, member_units, kpis, digest, known_from)
       select row.id, row.subject, row.year, row.framework, row.model, row.value, row.low, row.high, row."isComplete",
         row.grade, row."possibleGrades", row."gradeReason", row.completeness, row.missing, row.pillars, row.groups,
         row."memberUnits", row.kpis, row.digest, $2
       from json_to_recordset($1::json) as row (id uuid, subject text, year integer, framework text, model text, value numeric,
         low numeric, high numeric, "isComplete" boolean, grade text, "possibleGrades" text[], "gradeReason" text,
         completeness jsonb, missing jsonb, pillars jsonb, groups jsonb, "memberUnits" jsonb, kpis jsonb, digest text)`,
      [JSON.stringify(headers.map((header) => ({ ...header, ...header.score, id: newId() }))), at],
    );
  }
}

type IndicatorKey = EvaluationKey & { readonly indicator: string };
type ChangedHeader = EvaluationHeader & { readonly digest: string };

/** An indicator's result that is not stored yet as it now stands. */
interface ChangedIndicator {
  readonly key: EvaluationKey;
  readonly row: IndicatorRecord;
  readonly digest: string;
}

/** What has to be written so that a result stands as it was calculated. */
interface Difference {
  readonly outdated: readonly IndicatorKey[];
  readonly changed: readonly ChangedIndicator[];
  /** Null where the whole says the same as before. */
  readonly header: ChangedHeader | null;
}

function differenceOf({ header, indicators }: EvaluationRecord, known = new Map<string, string>()): Difference {
  const { subject, year, framework } = header;
  const key = { subject, year, framework };
  const rows = indicators.map((row) => ({ key, row, digest: indicatorDigest(row) }));
  const changed = rows.filter(({ row, digest }) => known.get(row.indicator) !== digest);
  const differs = new Set(changed.map(({ row }) => row.indicator));
  const stands = new Set(indicators.map(({ indicator }) => indicator).filter((code) => !differs.has(code)));
  const digest = digestOf(header);
  return {
    outdated: [...known.keys()]
      .filter((code) => code !== HEADER && !stands.has(code))
      .map((indicator) => ({ ...key, indicator })),
    changed,
    header: known.get(HEADER) === digest ? null : { ...header, digest },
  };
}

/** Just the columns: whatever else is in the text PostgreSQL would read for nothing. */
function toColumns(row: IndicatorRecord, { subject, framework }: EvaluationKey, digest: string): object {
  const { indicator, status, weight, score, explanation, assessments } = row;
  const evidence = toEvidenceTable(row.evidence);
  return { subject, framework, indicator, status, weight, ...score, explanation, evidence, assessments, digest };
}

import type { EntityManager } from 'typeorm';
import { newId } from '../../../shared/primitives/identifiers.ts';
import { digestOf } from './digest.ts';
import type { EvaluationHeader, EvaluationKey, EvaluationRecord, IndicatorRecord } from './evaluation-record.ts';

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
    const { header } = record;
    const known = await this.currentDigests(header);
    const indicators = record.indicators.map((row) => ({ row, digest: indicatorDigest(row) }));
    const changed = indicators.filter(({ row, digest }) => known.get(row.indicator) !== digest);
    const kept = new Set(
      indicators.filter(({ row, digest }) => known.get(row.indicator) === digest).map(({ row }) => row.indicator),
    );
    const outdated = [...known.keys()].filter((code) => code !== HEADER && !kept.has(code));
    await this.closeIndicators(header, outdated, at);
    await this.insertIndicators(header, changed, at);
    const digest = digestOf(header);
    const headerChanged = known.get(HEADER) !== digest;
    if (headerChanged) {
      await this.closeHeader(header, at);
      await this.insertHeader(header, digest, at);
    }
    return { headerChanged, indicatorsChanged: changed.length };
  }

  private async currentDigests({ subject, year, framework }: EvaluationKey): Promise<Map<string, string>> {
    const rows: { indicator: string; digest: string }[] = await this.manager.query(
      `select '${HEADER}' as indicator, digest from evaluation_result
       where subject = $1 and year = $2 and framework = $3 and known_to is null
       union all
       select indicator, digest from indicator_result
       where subject = $1 and year = $2 and framework = $3 and known_to is null`,
      [subject, year, framework],
    );
    return new Map(rows.map(({ indicator, digest }) => [indicator, digest]));
  }

  private async closeIndicators(
    { subject, year, framework }: EvaluationKey,
    codes: readonly string[],
    at: string,
  ): Promise<void> {
    if (codes.length === 0) return;
    await this.manager.query(
      `update indicator_result set known_to = $5
       where subject = $1 and year = $2 and framework = $3 and indicator = any($4) and known_to is null`,
      [subject, year, framework, codes, at],
    );
  }

  private async insertIndicators(
    { subject, year, framework }: EvaluationKey,
    changed: readonly { readonly row: IndicatorRecord; readonly digest: string }[],
    at: string,
  ): Promise<void> {
    if (changed.length === 0) return;
    const rows = changed.map(({ row, digest }) => ({ ...row, ...row.score, digest }));
    await this.manager.query(
      `insert into indicator_result (subject, year, framework, indicator, status, weight, score_value, score_low, score_high,
         is_complete, explanation, evidence, assessments, digest, known_from)
       select $1, $2, $3, row.indicator, row.status, row.weight, row.value, row.low, row.high,
         row."isComplete", row.explanation, row.evidence, row.assessments, row.digest, $5
       from jsonb_to_recordset($4::jsonb) as row (indicator text, status text, weight numeric, value numeric, low numeric,
         high numeric, "isComplete" boolean, explanation text, evidence jsonb, assessments jsonb, digest text)`,
      [subject, year, framework, JSON.stringify(rows), at],
    );
  }

  private async closeHeader({ subject, year, framework }: EvaluationKey, at: string): Promise<void> {
    await this.manager.query(
      `update evaluation_result set known_to = $4
       where subject = $1 and year = $2 and framework = $3 and known_to is null`,
      [subject, year, framework, at],
    );
  }

  private async insertHeader(header: EvaluationHeader, digest: string, at: string): Promise<void> {
    const { score } = header;
    await this.manager.query(
      `insert into evaluation_result (id, subject, year, framework, model, score_value, score_low, score_high, is_complete,
         grade, possible_grades, grade_reason, completeness, missing, pillars, groups, member_units, kpis, digest, known_from)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
      [
        newId(),
        header.subject,
        header.year,
        header.framework,
        header.model,
        score.value,
        score.low,
        score.high,
        score.isComplete,
        header.grade,
        header.possibleGrades,
        header.gradeReason,
        JSON.stringify(header.completeness),
        JSON.stringify(header.missing),
        JSON.stringify(header.pillars),
        JSON.stringify(header.groups),
        JSON.stringify(header.memberUnits),
        JSON.stringify(header.kpis),
        digest,
        at,
      ],
    );
  }
}

/** Accepted values and assessments never change under their id; their ids and states speak for them. */
function indicatorDigest({ evidence, assessments, ...row }: IndicatorRecord): string {
  return digestOf({
    ...row,
    evidence: evidence.map(({ id, state }) => `${id} ${state}`),
    assessments: assessments.map(({ id }) => id),
  });
}

/** Stands for the whole among the codes of indicators, which are numbers. */
const HEADER = 'whole';

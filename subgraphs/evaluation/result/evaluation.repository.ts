import type { EntityManager } from 'typeorm';
import type { Assessment } from '../assessment/assessment.ts';
import type { Grade, IndicatorStatus } from '../../../shared/scoring/evaluation-result.ts';
import {
  type EvaluationHeader,
  type EvaluationKey,
  evaluationKeyText,
  type IndicatorRecord,
  type KnownEvaluation,
} from './evaluation-record.ts';
import { fromStoredEvidence, type StoredEvidence } from './evidence-table.ts';
import { knownAt } from './known-at.ts';

interface ScoreColumns {
  readonly score_value: string | null;
  readonly score_low: string;
  readonly score_high: string;
  readonly is_complete: boolean;
}

export interface HeaderRow extends ScoreColumns, Pick<EvaluationHeader, 'subject' | 'year' | 'framework' | 'model'> {
  readonly grade: Grade | null;
  readonly possible_grades: readonly Grade[];
  readonly grade_reason: string | null;
  readonly completeness: EvaluationHeader['completeness'];
  readonly missing: EvaluationHeader['missing'];
  readonly pillars: EvaluationHeader['pillars'];
  readonly groups: EvaluationHeader['groups'];
  readonly member_units: EvaluationHeader['memberUnits'];
  readonly kpis: EvaluationHeader['kpis'];
  readonly known_from: Date;
  readonly is_superseded: boolean;
}

interface IndicatorRow extends ScoreColumns, EvaluationKey {
  readonly indicator: string;
  readonly status: IndicatorStatus;
  readonly weight: string;
  readonly explanation: string;
  readonly evidence: StoredEvidence;
  readonly assessments: readonly Assessment[];
}

/** Reads results, now or as they were known, for any number of subjects in one statement. */
export class EvaluationRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  async headers(keys: readonly EvaluationKey[], asOf: Date | null): Promise<Map<string, KnownEvaluation>> {
    const rows: HeaderRow[] = await this.manager.query(
      `select subject, year, framework, model, score_value, score_low, score_high, is_complete, grade, possible_grades,
         grade_reason, completeness, missing, pillars, groups, member_units, kpis, known_from,
         known_to is not null as is_superseded
       from evaluation_result where ${MATCH} and ${known(asOf)}`,
      parameters(keys, asOf),
    );
    return new Map(rows.map((row) => [evaluationKeyText(row), toHeader(row)]));
  }

  async indicators(keys: readonly EvaluationKey[], asOf: Date | null): Promise<Map<string, IndicatorRecord[]>> {
    const rows: IndicatorRow[] = await this.manager.query(
      `select subject, year, framework, indicator, status, weight, score_value, score_low, score_high, is_complete,
         explanation, evidence, assessments
       from indicator_result where ${MATCH} and ${known(asOf)}`,
      parameters(keys, asOf),
    );
    const lists = new Map<string, IndicatorRecord[]>();
    for (const row of rows) {
      const key = evaluationKeyText(row);
      const list = lists.get(key);
      if (list === undefined) lists.set(key, [toIndicator(row)]);
      else list.push(toIndicator(row));
    }
    return lists;
  }
}

// The lists find the partitions and the index; the pairs leave out what was not asked for.
const MATCH = `subject = any($1) and year = any($2) and framework = any($3)
  and (subject, year, framework) in (select * from unnest($1::text[], $2::integer[], $3::text[]))`;

/** The partial index of current rows serves only where its condition stands in the text. */
function known(asOf: Date | null): string {
  return asOf === null ? 'known_to is null' : knownAt(4);
}

function parameters(keys: readonly EvaluationKey[], asOf: Date | null): unknown[] {
  const lists = [
    keys.map(({ subject }) => subject),
    keys.map(({ year }) => year),
    keys.map(({ framework }) => framework),
  ];
  return asOf === null ? lists : [...lists, asOf];
}

export function toHeader(row: HeaderRow): KnownEvaluation {
  return {
    subject: row.subject,
    year: row.year,
    framework: row.framework,
    model: row.model,
    score: toScore(row),
    grade: row.grade,
    possibleGrades: row.possible_grades,
    gradeReason: row.grade_reason,
    // Results of before pending values were known have no count of them.
    completeness: { ...row.completeness, unaccepted: row.completeness.unaccepted ?? 0 },
    missing: row.missing.map((each) => ({ ...each, unaccepted: each.unaccepted ?? 0 })),
    pillars: row.pillars,
    groups: row.groups,
    memberUnits: row.member_units,
    kpis: row.kpis,
    knownFrom: row.known_from,
    isSuperseded: row.is_superseded,
  };
}

function toIndicator(row: IndicatorRow): IndicatorRecord {
  return {
    indicator: row.indicator,
    status: row.status,
    weight: row.weight,
    score: toScore(row),
    explanation: row.explanation,
    evidence: fromStoredEvidence(row.evidence, row.subject),
    assessments: row.assessments,
  };
}

function toScore(row: ScoreColumns): EvaluationHeader['score'] {
  return { value: row.score_value, low: row.score_low, high: row.score_high, isComplete: row.is_complete };
}

import type { EntityManager } from 'typeorm';
import type { Assessment, AssessmentSourceName } from './assessment.ts';

interface AssessmentRow {
  readonly id: string;
  readonly item: string;
  readonly subject: string;
  readonly year: number;
  readonly source: AssessmentSourceName;
  readonly body: string;
  readonly mark: string;
  readonly reason: string;
  readonly recorded_at: Date;
  readonly is_demo: boolean;
}

/** Assessments; a new one of the same body supersedes, nothing is overwritten. */
export class AssessmentRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  /** Assessments of a subject and year that count now. */
  async current(subject: string, year: number): Promise<Assessment[]> {
    const rows: AssessmentRow[] = await this.manager.query(
      `select id, item, subject, year, source, body, mark, reason, recorded_at, is_demo from assessment
       where subject = $1 and year = $2 and superseded_at is null order by item, source, body`,
      [subject, year],
    );
    return rows.map(toAssessment);
  }

  /** Puts an assessment in the place of the body's earlier one. */
  async record(assessment: Assessment, recordedBy: string): Promise<void> {
    const { item, subject, year, source, body } = assessment;
    // Two marks of one body at once: the second waits and supersedes the first.
    await this.manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `assess ${subject} ${year} ${item}`,
    ]);
    await this.manager.query(
      `update assessment set superseded_at = $6
       where item = $1 and subject = $2 and year = $3 and source = $4 and body = $5 and superseded_at is null`,
      [item, subject, year, source, body, assessment.recordedAt],
    );
    await this.manager.query(
      `insert into assessment (id, item, subject, year, source, body, mark, reason, recorded_by, recorded_at, is_demo)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        assessment.id,
        item,
        subject,
        year,
        source,
        body,
        assessment.mark,
        assessment.reason,
        recordedBy,
        assessment.recordedAt,
        assessment.isDemo,
      ],
    );
  }
}

function toAssessment(row: AssessmentRow): Assessment {
  const { recorded_at, is_demo, ...rest } = row;
  return { ...rest, recordedAt: recorded_at.toISOString(), isDemo: is_demo };
}

import type { EntityManager } from 'typeorm';
import type {
  Assessment,
  AssessmentBasisName,
  AssessmentOccasionName,
  AssessmentPlace,
  AssessmentSourceName,
} from './assessment.ts';

interface AssessmentRow {
  readonly id: string;
  readonly item: string;
  readonly subject: string;
  readonly year: number;
  readonly source: AssessmentSourceName;
  readonly body: string;
  readonly mark: string;
  readonly level: string | null;
  readonly reason: string;
  readonly basis: AssessmentBasisName | null;
  readonly occasion: AssessmentOccasionName | null;
  readonly review: string | null;
  readonly reviewer: string;
  readonly recorded_at: Date;
  readonly is_demo: boolean;
}

const COLUMNS =
  'id, item, subject, year, source, body, mark, level, reason, basis, occasion, review, reviewer, recorded_at, is_demo';
const OF_PLACE = 'item = $1 and subject = $2 and year = $3 and source = $4 and superseded_at is null';

/** Assessments; a new one of the same body supersedes, nothing is overwritten. */
export class AssessmentRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  /** Assessments of a subject and year that count now. */
  async current(subject: string, year: number): Promise<Assessment[]> {
    const rows: AssessmentRow[] = await this.manager.query(
      `select ${COLUMNS} from assessment
       where subject = $1 and year = $2 and superseded_at is null order by item, source, body, reviewer`,
      [subject, year],
    );
    return rows.map(toAssessment);
  }

  /** Marks of one item at once: the second waits until the first has ended. */
  async lock({ item, subject, year }: Omit<AssessmentPlace, 'source'>): Promise<void> {
    await this.manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `assess ${subject} ${year} ${item}`,
    ]);
  }

  /** True where the item is judged in a blind review for this source, under way or concluded. */
  async isUnderReview({ item, subject, year, source }: AssessmentPlace): Promise<boolean> {
    const rows: unknown[] = await this.manager.query(
      `select 1 from assessment where ${OF_PLACE} and review is not null
       union all select 1 from assessment_review
       where item = $1 and subject = $2 and year = $3 and source = $4 and state in ('OPEN', 'THIRD_NEEDED') limit 1`,
      [item, subject, year, source],
    );
    return rows.length > 0;
  }

  /** Puts an assessment in the place of the body's earlier one. */
  async record(assessment: Assessment, recordedBy: string): Promise<void> {
    const { item, subject, year, source, body, recordedAt } = assessment;
    await this.manager.query(`update assessment set superseded_at = $5 where ${OF_PLACE} and body = $6`, [
      ...[item, subject, year, source],
      ...[recordedAt, body],
    ]);
    await this.insert(assessment, recordedBy);
  }

  /** Puts the marks of a review in the place of everything the source has said of the item. */
  async recordReview(place: AssessmentPlace, assessments: readonly Assessment[], at: Date): Promise<void> {
    const { item, subject, year, source } = place;
    await this.manager.query(`update assessment set superseded_at = $5 where ${OF_PLACE}`, [
      ...[item, subject, year, source],
      at,
    ]);
    for (const assessment of assessments) await this.insert(assessment, assessment.reviewer);
  }

  private async insert(assessment: Assessment, recordedBy: string): Promise<void> {
    const { id, item, subject, year, source, body, mark, level, reason, basis, occasion } = assessment;
    await this.manager.query(
      `insert into assessment (${COLUMNS}, recorded_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        ...[id, item, subject, year, source, body, mark, level, reason, basis, occasion],
        ...[assessment.review, assessment.reviewer, assessment.recordedAt, assessment.isDemo, recordedBy],
      ],
    );
  }
}

function toAssessment(row: AssessmentRow): Assessment {
  const { recorded_at, is_demo, ...rest } = row;
  return { ...rest, recordedAt: recorded_at.toISOString(), isDemo: is_demo };
}

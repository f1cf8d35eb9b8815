import type { EntityManager } from 'typeorm';
import { endOfInstant } from '../result/known-at.ts';
import { groupBySubject } from '../subject/group-by-subject.ts';
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

  /** Assessments of a year that count now, of each subject. */
  async current(subjects: readonly string[], year: number): Promise<Map<string, Assessment[]>> {
    const rows: AssessmentRow[] = await this.manager.query(
      `select ${COLUMNS} from assessment
       where subject = any($1) and year = $2 and superseded_at is null order by item, source, body, reviewer`,
      [subjects, year],
    );
    return groupBySubject(rows.map(toAssessment));
  }

  /** Assessments of a year that counted at one of two instants and not at the other; `isLater` at the second. */
  async changedBetween(
    { subject, year }: { readonly subject: string; readonly year: number },
    { from, to }: { readonly from: Date; readonly to: Date },
  ): Promise<{ readonly isLater: boolean; readonly assessment: Assessment }[]> {
    const [start, end] = [endOfInstant(3), endOfInstant(4)];
    const rows: (AssessmentRow & { readonly is_later: boolean })[] = await this.manager.query(
      `select ${COLUMNS}, recorded_at >= ${start} as is_later from assessment
       where subject = $1 and year = $2 and (
         (recorded_at < ${start} and superseded_at >= ${start} and superseded_at < ${end})
         or (recorded_at >= ${start} and recorded_at < ${end} and (superseded_at is null or superseded_at >= ${end})))
       order by item, source, body, reviewer, recorded_at`,
      [subject, year, from, to],
    );
    return rows.map(({ is_later: isLater, ...row }) => ({ isLater, assessment: toAssessment(row) }));
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

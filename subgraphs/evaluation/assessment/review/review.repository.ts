import type { EntityManager } from 'typeorm';
import { isUuid } from '../../../../shared/primitives/identifiers.ts';
import type {
  AssessmentBasisName,
  AssessmentOccasionName,
  AssessmentPlace,
  AssessmentSourceName,
} from '../assessment.ts';
import type { Review, ReviewSeat, ReviewState, SeatJudgement } from './review.ts';

interface ReviewRow {
  readonly id: string;
  readonly framework: string;
  readonly subject: string;
  readonly year: number;
  readonly item: string;
  readonly source: AssessmentSourceName;
  readonly state: ReviewState;
  readonly opened_by: string;
  readonly opened_at: Date;
  readonly ended_at: Date | null;
  readonly reason: string | null;
  readonly is_demo: boolean;
}

interface SeatRow {
  readonly review: string;
  readonly seat: number;
  readonly reviewer: string;
  readonly body: string;
  readonly level: string | null;
  readonly mark: string | null;
  readonly reason: string | null;
  readonly basis: AssessmentBasisName | null;
  readonly occasion: AssessmentOccasionName | null;
  readonly marked_at: Date | null;
}

/** Which reviews are asked for; null for any. */
export interface ReviewFilter {
  readonly framework: string | null;
  readonly year: number | null;
  readonly subject: string | null;
  readonly state: ReviewState | null;
  /** Only those with a seat of this person. */
  readonly reviewer: string | null;
}

const COLUMNS = 'id, framework, subject, year, item, source, state, opened_by, opened_at, ended_at, reason, is_demo';
const WHERE = `where ($1::text is null or framework = $1) and ($2::integer is null or year = $2)
  and ($3::text is null or subject = $3) and ($4::text is null or state = $4)
  and ($5::text is null or exists (select 1 from assessment_review_seat seat where seat.review = id and seat.reviewer = $5))`;

/** Blind reviews and their seats. */
export class ReviewRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  /** The review, held until the transaction ends. */
  async lock(id: string): Promise<Review | null> {
    if (!isUuid(id)) return null;
    const rows: ReviewRow[] = await this.manager.query(
      `select ${COLUMNS} from assessment_review where id = $1 for update`,
      [id],
    );
    return (await this.withSeats(rows))[0] ?? null;
  }

  /** In the order in which they were opened; ids are made of the instant. */
  async page(filter: ReviewFilter, after: string | null, limit: number): Promise<Review[]> {
    const rows: ReviewRow[] = await this.manager.query(
      `select ${COLUMNS} from assessment_review ${WHERE} and ($6::uuid is null or id > $6) order by id limit $7`,
      [...parameters(filter), after, limit],
    );
    return this.withSeats(rows);
  }

  async count(filter: ReviewFilter): Promise<number> {
    const rows: { total: number }[] = await this.manager.query(
      `select count(*)::integer as total from assessment_review ${WHERE}`,
      parameters(filter),
    );
    return rows[0]?.total ?? 0;
  }

  async isOpen({ item, subject, year, source }: AssessmentPlace): Promise<boolean> {
    const rows: unknown[] = await this.manager.query(
      `select 1 from assessment_review
       where item = $1 and subject = $2 and year = $3 and source = $4 and state in ('OPEN', 'THIRD_NEEDED')`,
      [item, subject, year, source],
    );
    return rows.length > 0;
  }

  async insert(review: Review): Promise<void> {
    const { id, framework, subject, year, item, source, state, openedBy, openedAt, endedAt, reason, isDemo } = review;
    await this.manager.query(
      `insert into assessment_review (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [id, framework, subject, year, item, source, state, openedBy, openedAt, endedAt, reason, isDemo],
    );
  }

  async insertSeat(review: string, seat: Omit<ReviewSeat, 'judgement'>, namedBy: string, at: Date): Promise<void> {
    await this.manager.query(
      `insert into assessment_review_seat (review, seat, reviewer, body, named_by, named_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [review, seat.seat, seat.reviewer, seat.body, namedBy, at],
    );
  }

  async mark(review: string, seat: number, judgement: SeatJudgement): Promise<void> {
    const { level, mark, reason, basis, occasion, markedAt } = judgement;
    await this.manager.query(
      `update assessment_review_seat set level = $3, mark = $4, reason = $5, basis = $6, occasion = $7, marked_at = $8
       where review = $1 and seat = $2`,
      [review, seat, level, mark, reason, basis, occasion, markedAt],
    );
  }

  async setState(
    review: string,
    state: ReviewState,
    endedAt: Date | null,
    reason: string | null = null,
  ): Promise<void> {
    await this.manager.query('update assessment_review set state = $2, ended_at = $3, reason = $4 where id = $1', [
      review,
      state,
      endedAt,
      reason,
    ]);
  }

  private async withSeats(rows: readonly ReviewRow[]): Promise<Review[]> {
    if (rows.length === 0) return [];
    const seats: SeatRow[] = await this.manager.query(
      `select review, seat, reviewer, body, level, mark, reason, basis, occasion, marked_at from assessment_review_seat
       where review = any($1) order by seat`,
      [rows.map(({ id }) => id)],
    );
    return rows.map((row) => toReview(row, seats.filter(({ review }) => review === row.id).map(toSeat)));
  }
}

function parameters({ framework, year, subject, state, reviewer }: ReviewFilter): unknown[] {
  return [framework, year, subject, state, reviewer];
}

function toReview(row: ReviewRow, seats: readonly ReviewSeat[]): Review {
  const { opened_by, opened_at, ended_at, is_demo, ...rest } = row;
  return { ...rest, openedBy: opened_by, openedAt: opened_at, endedAt: ended_at, isDemo: is_demo, seats };
}

function toSeat({ seat, reviewer, body, level, mark, reason, basis, occasion, marked_at }: SeatRow): ReviewSeat {
  const judgement =
    mark === null || reason === null || marked_at === null
      ? null
      : { level, mark, reason, basis, occasion, markedAt: marked_at };
  return { seat, reviewer, body, judgement };
}

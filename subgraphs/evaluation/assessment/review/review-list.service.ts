import type { Catalogue } from '../../../../shared/catalogue/catalogue.ts';
import { type Rubric, rubricOf } from '../../../../shared/catalogue/scoring-model/rubric.ts';
import { forbidden } from '../../../../shared/graphql/errors.ts';
import type { Page, PageRequest } from '../../../../shared/graphql/connection.ts';
import { afterId, keysetPage } from '../../../../shared/graphql/keyset-page.ts';
import { mayAct } from '../../../../shared/identity/permission.ts';
import type { Viewer } from '../../../../shared/identity/viewer.ts';
import type { EvaluationDatabase } from '../../evaluation-database.ts';
import { mayOrganiseReviews, mayReadAllReviews } from './permission.ts';
import { type Agreement, agreementOf, type Review } from './review.ts';
import { type ReviewFilter, ReviewRepository } from './review.repository.ts';

/** Agreement of the pairs of a year, altogether and item by item. */
export interface YearAgreement {
  readonly whole: Agreement;
  readonly items: readonly { readonly item: string; readonly agreement: Agreement }[];
}

/** Items of a framework times its subjects stay well below. */
const ALL = 100_000;

/** Reads blind reviews; who sees which mark is `visibleJudgement`'s business. */
export class ReviewListService {
  private readonly database: EvaluationDatabase;
  private readonly catalogue: Pick<Catalogue, 'scoringModels'>;

  constructor(database: EvaluationDatabase, catalogue: Pick<Catalogue, 'scoringModels'>) {
    this.database = database;
    this.catalogue = catalogue;
  }

  async page(viewer: Viewer, asked: Omit<ReviewFilter, 'reviewer'>, request: PageRequest): Promise<Page<Review>> {
    if (!mayAct(viewer, 'assessment:read')) throw forbidden('没有查看评价意见的权限');
    const after = afterId(request);
    const filter = { ...asked, reviewer: mayReadAllReviews(viewer) ? null : viewer.subject };
    const reviews = new ReviewRepository(this.database.manager);
    const found = await reviews.page(filter, after, request.first + 1);
    return keysetPage(found, request, { positionOf: ({ id }) => id, count: () => reviews.count(filter) });
  }

  async agreement(viewer: Viewer, framework: string, year: number): Promise<YearAgreement> {
    if (!mayOrganiseReviews(viewer)) throw forbidden('没有查看评定一致性的权限');
    const filter = { framework, year, subject: null, state: null, reviewer: null };
    const found = await new ReviewRepository(this.database.manager).page(filter, null, ALL);
    const rubrics = new Map<string, Rubric | null>();
    const reviews = found.map((review) => ({ review, rubric: this.rubric(rubrics, review) }));
    const items = [...new Set(found.map(({ item }) => item))].sort();
    return {
      whole: agreementOf(reviews),
      items: items.map((item) => ({
        item,
        agreement: agreementOf(reviews.filter(({ review }) => review.item === item)),
      })),
    };
  }

  /** The rubric by which a review was judged. */
  rubricOf(review: Pick<Review, 'framework' | 'item'>): Rubric | null {
    const model = this.catalogue.scoringModels.get(review.framework);
    return model === undefined ? null : rubricOf(model, review.item);
  }

  private rubric(known: Map<string, Rubric | null>, review: Review): Rubric | null {
    const found = known.has(review.item) ? known.get(review.item) : this.rubricOf(review);
    known.set(review.item, found ?? null);
    return found ?? null;
  }
}

import { encodeCursor, type Page, type PageRequest } from '../../../shared/graphql/connection.ts';
import { badUserInput, forbidden } from '../../../shared/graphql/errors.ts';
import type { SubjectKind } from '../../../shared/catalogue/subject/subject-kind.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import type { VisibleEvaluation } from '../result/evaluation-record.ts';
import { resultSightOf, visibleEvaluation } from '../result/permission.ts';
import { SUBJECT_KINDS, type Subject } from '../subject/subject.ts';
import {
  type EvaluationFilter,
  type EvaluationListQuery,
  type EvaluationOrderName,
  formatPlace,
  type ListPlace,
  type ListScope,
  parsePlace,
  WIDE_PARTS,
  type WidePart,
} from './evaluation-list.ts';
import { EvaluationListRepository, type ListedEvaluation } from './evaluation-list.repository.ts';
import { refusalOfList } from './permission.ts';

/** What a client asks of the list. */
export interface EvaluationListRequest {
  readonly year: number;
  readonly framework: string | null;
  readonly kind: SubjectKind | null;
  readonly order: EvaluationOrderName;
  readonly filter: EvaluationFilter;
  readonly page: PageRequest;
  /** Wide parts of the result that are selected. */
  readonly parts: readonly WidePart[];
}

/** One evaluation of a list as far as the viewer may see it. */
export interface ShownEvaluation {
  readonly subject: Subject;
  readonly known: VisibleEvaluation;
  readonly place: ListPlace;
}

interface Dependencies {
  readonly database: EvaluationDatabase;
  readonly register: FrameworkRegister;
}

/** Lists evaluations of a year, in the official order unless the office asks for another. */
export class EvaluationListService {
  private readonly dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.dependencies = dependencies;
  }

  async page(viewer: Viewer, request: EvaluationListRequest): Promise<Page<ShownEvaluation>> {
    const refusal = refusalOfList(viewer, request.order, request.filter);
    if (refusal !== null) throw forbidden(refusal);
    const query = this.toQuery(viewer, request);
    if (query.scopes.length === 0 || resultSightOf(viewer).kind === 'none') return EMPTY;
    const repository = new EvaluationListRepository(this.dependencies.database.manager);
    const rows = await repository.page({ ...query, limit: query.limit + 1 });
    return {
      items: rows.slice(0, query.limit).flatMap((row) => shown(row, visibleEvaluation(viewer, row.known))),
      cursorOf: ({ place }) => encodeCursor(formatPlace(query.order, place)),
      hasNextPage: rows.length > query.limit,
      hasPreviousPage: query.after !== null,
      totalCount: () => repository.count(query),
    };
  }

  private toQuery(viewer: Viewer, request: EvaluationListRequest): EvaluationListQuery {
    const { year, order, filter, page } = request;
    const after = page.after === null ? null : parsePlace(order, page.after);
    if (page.after !== null && after === null) throw badUserInput('after 不是按这一顺序给出的游标');
    // A unit's own part is cut out of the whole, so the whole must be there.
    const parts = resultSightOf(viewer).kind === 'all' ? request.parts : WIDE_PARTS;
    return { year, order, filter, after, parts, limit: page.first, scopes: this.scopesOf(request) };
  }

  /** The framework asked for, else the one that judges each kind in the year. */
  private scopesOf({ year, framework, kind }: EvaluationListRequest): ListScope[] {
    const { register } = this.dependencies;
    if (framework !== null) {
      const found = register.find(framework);
      if (found === null) return [];
      return kind === null || kind === found.subjectKind ? [{ kind: found.subjectKind, framework }] : [];
    }
    return (kind === null ? SUBJECT_KINDS : [kind]).flatMap((each) => {
      const found = register.forYear(each, year);
      return found === null ? [] : [{ kind: each, framework: found.id }];
    });
  }
}

function shown({ subject, place }: ListedEvaluation, known: VisibleEvaluation | null): ShownEvaluation[] {
  return known === null ? [] : [{ subject, known, place }];
}

const EMPTY: Page<ShownEvaluation> = {
  items: [],
  cursorOf: () => '',
  hasNextPage: false,
  hasPreviousPage: false,
  totalCount: () => 0,
};

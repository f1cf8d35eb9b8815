import { encodeCursor, type Page, type PageRequest } from '../../../shared/graphql/connection.ts';
import { badUserInput } from '../../../shared/graphql/errors.ts';
import type { Disclosure } from '../../../shared/identity/disclosure.ts';
import { figureScopeOf } from '../../../shared/identity/figure-scope.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import { pendingScopeOf } from '../pending/permission.ts';
import type { AcceptedObservation, CellPlace, ObservationFilter } from './accepted-observation.ts';
import { ObservationListRepository } from './observation-list.repository.ts';
import { shownObservation } from './permission.ts';

/** The same page of accepted values, asked for any number of subjects. */
export interface ObservationPageRequest {
  readonly filter: ObservationFilter;
  readonly asOf: Date | null;
  readonly page: PageRequest;
  readonly withTotal: boolean;
  /** Values that wait for acceptance too, in the place of what counts, to those who may see them. */
  readonly isProvisional: boolean;
}

/** Reads accepted values by neutral paths, whichever department owns them. */
export class ObservationListService {
  private readonly database: EvaluationDatabase;
  private readonly disclosure: () => Disclosure;

  constructor(database: EvaluationDatabase, disclosure: () => Disclosure) {
    this.database = database;
    this.disclosure = disclosure;
  }

  private get repository(): ObservationListRepository {
    return new ObservationListRepository(this.database.manager);
  }

  async pages(
    viewer: Viewer,
    subjects: readonly string[],
    request: ObservationPageRequest,
  ): Promise<Page<AcceptedObservation>[]> {
    const { page, filter, asOf, withTotal, isProvisional } = request;
    if (isProvisional && asOf !== null) throw badUserInput('provisional 只反映现在，不能与 asOf 同用');
    const disclosure = this.disclosure();
    const after = page.after === null ? null : toPlace(page.after);
    const lists = await this.repository.list(subjects, {
      filter,
      asOf,
      withTotal,
      after,
      limit: page.first + 1,
      scope: figureScopeOf(viewer, disclosure),
      ...(isProvisional && { pendingOf: pendingScopeOf(viewer) }),
    });
    return subjects.map((subject) => {
      const { observations, total } = lists.get(subject) ?? { observations: [], total: 0 };
      return {
        items: observations
          .slice(0, page.first)
          .map((observation) => shownObservation(viewer, observation, disclosure)),
        cursorOf: ({ measure, period, dimensions }) => encodeCursor([measure, period, dimensions].join('\t')),
        hasNextPage: observations.length > page.first,
        hasPreviousPage: after !== null,
        totalCount: () => total ?? 0,
      };
    });
  }
}

function toPlace(text: string): CellPlace {
  const [measure, period, dimensions, ...rest] = text.split('\t');
  if (measure === undefined || period === undefined || dimensions === undefined || rest.length > 0) {
    throw badUserInput('after 不是本接口给出的游标');
  }
  return { measure, period, dimensions };
}

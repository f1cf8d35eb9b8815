import type { DataSource } from 'typeorm';
import { badUserInput } from '../../graphql/errors.ts';
import { encodeCursor, type Page, type PageRequest } from '../../graphql/connection.ts';
import { figureScopeOf, mayReadFigure } from '../../identity/figure-scope.ts';
import type { Viewer } from '../../identity/viewer.ts';
import { noteFigure } from '../../observability/figure-reads.ts';
import { parsePeriod } from '../../primitives/period.ts';
import { observationId, parseObservationId, type StoredObservation } from './observation.ts';
import { findObservations } from './observation.repository.ts';
import {
  countObservations,
  listObservations,
  type ObservationFilter,
  type Position,
  positionAt,
} from './observation-list.repository.ts';

/** What a caller asks a list for, in the words of the schema. */
export interface ObservationQuery {
  readonly subject?: string | null | undefined;
  /** The period and those inside it; only itself with `exactPeriod`. */
  readonly period?: string | null | undefined;
  readonly exactPeriod?: boolean | null | undefined;
  readonly measures?: readonly string[] | null | undefined;
  readonly memberUnit?: string | null | undefined;
}

export interface ObservationService {
  list(query: ObservationQuery, page: PageRequest, asOf: Date | null, viewer: Viewer): Promise<Page<StoredObservation>>;
  /** Same order as the ids; null where there is none or the viewer may not see it. */
  findByIds(ids: readonly string[], viewer: Viewer): Promise<(StoredObservation | null)[]>;
}

/** The department's own view of its observations: what counts now, or what counted at an instant. */
export function createObservationService(service: string, dataSource: DataSource): ObservationService {
  return {
    async list(query, page, asOf, viewer) {
      const filter = toFilter(query, viewer);
      const asOfPosition = asOf === null ? null : await positionAt(dataSource.manager, asOf);
      const after = page.after === null ? null : toPosition(page.after);
      const found = await listObservations(dataSource.manager, { filter, after, limit: page.first + 1, asOfPosition });
      const items = found.slice(0, page.first);
      for (const { memberUnit } of items) noteFigure(memberUnit);
      return {
        items,
        cursorOf: ({ subject, period, measure, dimensions }) =>
          encodeCursor([subject, period, measure, dimensions].join('|')),
        hasNextPage: found.length > page.first,
        hasPreviousPage: after !== null,
        totalCount: () => countObservations(dataSource.manager, { filter, asOfPosition }),
      };
    },
    async findByIds(ids, viewer) {
      const keys = ids.flatMap((id) => parseObservationId(service, id) ?? []);
      const found = keys.length === 0 ? [] : await findObservations(dataSource.manager, keys);
      const byId = new Map(found.map((observation) => [observationId(service, observation), observation]));
      return ids.map((id) => {
        const observation = byId.get(id);
        if (!observation || !mayReadFigure(viewer, observation)) return null;
        noteFigure(observation.memberUnit);
        return observation;
      });
    },
  };
}

function toFilter(query: ObservationQuery, viewer: Viewer): ObservationFilter {
  const period = query.period == null ? null : parsePeriod(query.period);
  if (query.period != null && period === null) throw badUserInput('报告期的写法不对');
  return {
    subject: query.subject ?? undefined,
    measures: query.measures ?? undefined,
    memberUnit: query.memberUnit ?? undefined,
    scope: figureScopeOf(viewer),
    ...(query.exactPeriod ? { period: period?.code } : { periodStart: period?.start, periodEnd: period?.end }),
  };
}

function toPosition(text: string): Position {
  const [subject, period, measure, dimensions, ...rest] = text.split('|');
  if (
    subject === undefined ||
    period === undefined ||
    measure === undefined ||
    dimensions === undefined ||
    rest.length > 0
  ) {
    return decodeFailure();
  }
  return [subject, period, measure, dimensions];
}

function decodeFailure(): never {
  throw badUserInput('after 不是本接口给出的游标');
}

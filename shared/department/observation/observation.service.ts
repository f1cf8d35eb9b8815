import type { DataSource } from 'typeorm';
import { badUserInput } from '../../graphql/errors.ts';
import { encodeCursor, type Page, type PageRequest } from '../../graphql/connection.ts';
import type { Disclosure } from '../../identity/disclosure.ts';
import { type FigureScope, figureScopeOf, mayReadFigure } from '../../identity/figure-scope.ts';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Viewer } from '../../identity/viewer.ts';
import { noteFigure } from '../../observability/figure-reads.ts';
import { parsePeriod } from '../../primitives/period.ts';
import { observationId, parseObservationId, type StoredObservation } from './observation.ts';
import { findObservations } from './observation.repository.ts';
import { positionAt } from '../change-feed/feed-head.repository.ts';
import {
  type CarriedUnits,
  draftUnits,
  mayReadPublication,
  readableUnits,
} from '../publication/publication.permission.ts';
import {
  countObservations,
  listObservations,
  type ObservationFilter,
  type Position,
  type Reading,
} from './observation-list.repository.ts';
import { countOfPublication, listOfPublication } from './observation-of-publication.repository.ts';
import { type ObservationHistory, readHistory } from './observation-history.repository.ts';

/** What a caller asks a list for, in the words of the schema. */
export interface ObservationQuery {
  readonly subject?: string | null | undefined;
  /** The period and those inside it; only itself with `exactPeriod`. */
  readonly period?: string | null | undefined;
  readonly exactPeriod?: boolean | null | undefined;
  readonly measures?: readonly string[] | null | undefined;
  readonly memberUnit?: string | null | undefined;
  /** Only computed values, or only those handed in. */
  readonly isDerived?: boolean | null | undefined;
}

/** As of when, or with what waits for acceptance besides. */
export interface ObservationTime {
  readonly asOf: Date | null;
  readonly provisional: boolean;
}

export interface ObservationService {
  list(
    query: ObservationQuery,
    page: PageRequest,
    time: ObservationTime,
    viewer: Viewer,
  ): Promise<Page<StoredObservation>>;
  /** The values of a publication in the order handed in; null where the viewer may not see it. */
  ofPublication(publication: string, page: PageRequest, viewer: Viewer): Promise<Page<StoredObservation> | null>;
  /** The revisions of the cells of observations, by global id, oldest first. */
  historyOf(ids: readonly string[], viewer: Viewer): Promise<ObservationHistory[]>;
  /** Same order as the ids; null where there is none or the viewer may not see it. */
  findByIds(ids: readonly string[], viewer: Viewer): Promise<(StoredObservation | null)[]>;
}

/** What bounds who sees what. */
export interface ObservationBounds {
  readonly disclosure: () => Disclosure;
  readonly carried: CarriedUnits;
}

/** The department's own view of its observations: what counts now, what counted at an instant, what waits. */
export function createObservationService(
  service: string,
  dataSource: DataSource,
  { disclosure, carried }: ObservationBounds,
): ObservationService {
  return {
    async list(query, page, time, viewer) {
      const filter = toFilter(query, figureScopeOf(viewer, disclosure()));
      const reading = await toReading(dataSource, time, { viewer, carried });
      const after = page.after === null ? null : toPosition(page.after);
      const found = await listObservations(dataSource.manager, { filter, reading, after, limit: page.first + 1 });
      const items = found.slice(0, page.first);
      for (const { memberUnit } of items) noteFigure(memberUnit);
      return {
        items,
        cursorOf: ({ subject, period, measure, dimensions }) =>
          encodeCursor([subject, period, measure, dimensions].join('|')),
        hasNextPage: found.length > page.first,
        hasPreviousPage: after !== null,
        totalCount: () => countObservations(dataSource.manager, { filter, reading }),
      };
    },
    async ofPublication(publication, page, viewer) {
      const after = page.after === null ? 0 : Number(page.after);
      if (!Number.isSafeInteger(after)) decodeFailure();
      const found = await listOfPublication(dataSource.manager, publication, after, page.first + 1);
      const { memberUnit } = found;
      const state = found.observations[0]?.state ?? ObservationState.SUBMITTED;
      if (memberUnit === null || !mayReadPublication(viewer, { memberUnit, state }, carried)) return null;
      const items = found.observations.slice(0, page.first);
      for (const { memberUnit } of items) noteFigure(memberUnit);
      return {
        items,
        cursorOf: (_item, index) => encodeCursor(String(found.places[index])),
        hasNextPage: found.observations.length > page.first,
        hasPreviousPage: after > 0,
        totalCount: () => countOfPublication(dataSource.manager, publication, memberUnit),
      };
    },
    async historyOf(ids, viewer) {
      const keys = ids.map((id) => parseObservationId(service, id));
      const found = await readHistory(
        dataSource.manager,
        keys.flatMap((key) => key ?? []),
      );
      const units = readableUnits(viewer, carried);
      const drafts = draftUnits(viewer, carried);
      return keys.map((key) => {
        const history = key === null ? [] : (found.get(key.uuid) ?? []);
        return history.filter(
          (revision) =>
            (units === null || units.includes(revision.memberUnit)) &&
            (revision.state !== ObservationState.DRAFT || drafts.includes(revision.memberUnit)) &&
            mayReadFigure(viewer, revision, disclosure()),
        );
      });
    },
    async findByIds(ids, viewer) {
      const keys = ids.flatMap((id) => parseObservationId(service, id) ?? []);
      const found = keys.length === 0 ? [] : await findObservations(dataSource.manager, keys);
      const byId = new Map(found.map((observation) => [observationId(service, observation), observation]));
      return ids.map((id) => {
        const observation = byId.get(id);
        if (!observation || !mayReadFigure(viewer, observation, disclosure())) return null;
        if (!observation.hasCounted && !mayReadPublication(viewer, observation, carried)) return null;
        noteFigure(observation.memberUnit);
        return observation;
      });
    },
  };
}

function toFilter(query: ObservationQuery, scope: FigureScope | null): ObservationFilter {
  const period = query.period == null ? null : parsePeriod(query.period);
  if (query.period != null && period === null) throw badUserInput('报告期的写法不对');
  return {
    subject: query.subject ?? undefined,
    measures: query.measures ?? undefined,
    memberUnit: query.memberUnit ?? undefined,
    isDerived: query.isDerived ?? undefined,
    scope,
    ...(query.exactPeriod ? { period: period?.code } : { periodStart: period?.start, periodEnd: period?.end }),
  };
}

async function toReading(
  dataSource: DataSource,
  { asOf, provisional }: ObservationTime,
  { viewer, carried }: { readonly viewer: Viewer; readonly carried: CarriedUnits },
): Promise<Reading> {
  if (asOf !== null && provisional) throw badUserInput('asOf 与 provisional 不能同时使用');
  if (asOf !== null) return { kind: 'THEN', position: await positionAt(dataSource.manager, asOf) };
  if (!provisional) return { kind: 'NOW' };
  return {
    kind: 'PROVISIONAL',
    pendingOf: readableUnits(viewer, carried),
    draftsOf: draftUnits(viewer, carried),
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

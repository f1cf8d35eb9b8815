import type { DataSource } from 'typeorm';
import { badUserInput } from '../../graphql/errors.ts';
import { encodeCursor, type Page, type PageRequest } from '../../graphql/connection.ts';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Viewer } from '../../identity/viewer.ts';
import { isUuid } from '../../primitives/identifiers.ts';
import { type CarriedUnits, draftUnits, mayReadPublication, readableUnits } from './publication.permission.ts';
import {
  countPublications,
  findPublications,
  listPublications,
  type PublicationFilter,
  type PublicationPlace,
  type PublicationView,
} from './publication.repository.ts';

/** What a caller asks a list for. */
export interface PublicationQuery {
  readonly memberUnit?: string | undefined;
  readonly states?: readonly string[] | undefined;
  /** Only requests to change accepted values, or only plain reports. */
  readonly isRequest?: boolean | undefined;
}

export interface PublicationService {
  /** Whether a viewer may see a publication with what belongs to it. */
  mayRead(viewer: Viewer, publication: PublicationView): boolean;
  /** Same order as the ids; null where there is none. */
  findByIds(ids: readonly string[]): Promise<(PublicationView | null)[]>;
  list(query: PublicationQuery, page: PageRequest, viewer: Viewer): Promise<Page<PublicationView>>;
}

export function createPublicationService(dataSource: DataSource, carried: CarriedUnits): PublicationService {
  return {
    mayRead: (viewer, publication) => mayReadPublication(viewer, publication, carried),
    async findByIds(ids) {
      const found = await findPublications(dataSource.manager, ids);
      const byId = new Map(found.map((publication) => [publication.id, publication]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    async list(query, page, viewer) {
      const filter = toFilter(query, readableUnits(viewer, carried), draftUnits(viewer, carried));
      const after = page.after === null ? null : toPlace(page.after);
      const found = await listPublications(dataSource.manager, filter, after, page.first + 1);
      return {
        items: found.slice(0, page.first),
        cursorOf: ({ createdAt, id }) => encodeCursor(`${createdAt.toISOString()}|${id}`),
        hasNextPage: found.length > page.first,
        hasPreviousPage: after !== null,
        totalCount: () => countPublications(dataSource.manager, filter),
      };
    },
  };
}

const STATES: ReadonlySet<string> = new Set(Object.values(ObservationState));

function toFilter(
  { memberUnit, states, isRequest }: PublicationQuery,
  units: PublicationFilter['units'],
  draftsOf: readonly string[],
): PublicationFilter {
  const unknown = states?.find((state) => !STATES.has(state));
  if (unknown !== undefined) throw badUserInput(`states 中没有状态 ${unknown.slice(0, 40)}`);
  return {
    units,
    draftsOf,
    memberUnit: memberUnit ?? null,
    states: states ?? null,
    kinds: isRequest === undefined || isRequest === null ? null : isRequest ? ['AMENDMENT', 'WITHDRAWAL'] : ['REPORT'],
  };
}

function toPlace(text: string): PublicationPlace {
  const [at, id] = text.split('|');
  if (at === undefined || id === undefined || Number.isNaN(Date.parse(at)) || !isUuid(id))
    throw badUserInput('after 不是本接口给出的游标');
  return { at, id };
}

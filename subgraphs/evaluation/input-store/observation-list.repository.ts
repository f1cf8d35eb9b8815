import type { EntityManager } from 'typeorm';
import {
  FIGURE_PARAMETER_COUNT,
  figureCondition,
  figureParameters,
  type FigureScope,
} from '../../../shared/identity/figure-scope.ts';
import { formatDimensions } from '../../../shared/primitives/dimensions.ts';
import { parsePeriod } from '../../../shared/primitives/period.ts';
import { knownAt } from '../result/known-at.ts';
import type { AcceptedObservation, CellPlace, ObservationFilter } from './accepted-observation.ts';
import { withPending } from './with-pending.repository.ts';
import { OBSERVATION_COLUMNS, type ObservationRow, toAcceptedObservation } from './observation-row.ts';

/** One question about several subjects. */
export interface ObservationListRequest {
  readonly filter: ObservationFilter;
  readonly asOf: Date | null;
  readonly after: CellPlace | null;
  readonly limit: number;
  readonly withTotal: boolean;
  /** What the viewer may see; null for everything. */
  readonly scope: FigureScope | null;
  /** Pending values take the place of what counts: of these units, null for all; absent for accepted values only. */
  readonly pendingOf?: readonly string[] | null;
}

export interface ObservationList {
  readonly observations: readonly AcceptedObservation[];
  /** Null where it was not asked for. */
  readonly total: number | null;
}

type ListRow = { readonly asked: string; readonly total: number } & (
  | ObservationRow
  | { readonly observation_id: null }
);

/** Pages of the input store, the same page for any number of subjects in one statement. */
export class ObservationListRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  async list(subjects: readonly string[], request: ObservationListRequest): Promise<Map<string, ObservationList>> {
    const rows: ListRow[] = await this.manager.query(statement(request), parameters(subjects, request));
    const lists = new Map<string, { observations: AcceptedObservation[]; total: number | null }>();
    for (const row of rows) {
      const list = lists.get(row.asked) ?? { observations: [], total: request.withTotal ? row.total : null };
      if (row.observation_id !== null) list.observations.push(toAcceptedObservation(row));
      lists.set(row.asked, list);
    }
    return lists;
  }
}

const FIRST_FIGURE_PARAMETER = 15;
const READABLE = figureCondition(
  { memberUnit: 'member_unit', measure: 'measure', period: 'period', stage: 'stage' },
  FIRST_FIGURE_PARAMETER,
);

function statement({ asOf, pendingOf }: ObservationListRequest): string {
  const table =
    pendingOf === undefined
      ? 'input_observation'
      : withPending('asked.code', FIRST_FIGURE_PARAMETER + FIGURE_PARAMETER_COUNT);
  // The partial index of current values serves only where the condition stands in the text.
  const known = asOf === null ? '$8::timestamptz is null and known_to is null' : knownAt(8);
  const where = `subject = asked.code and ${known}
    and ($2::integer is null or period_year = $2)
    and ($3::date is null or period_start >= $3) and ($4::date is null or period_end <= $4)
    and ($5::text is null or period = $5)
    and ($6::text[] is null or measure = any($6)) and ($7::text[] is null or member_unit = any($7))
    and ($9::text[] is null or string_to_array(dimensions, ';') @> $9)
    and ${READABLE}`;
  return `
    select asked.code as asked, counted.total, found.*
    from unnest($1::text[]) with ordinality as asked (code, place)
    cross join lateral (select count(*)::integer as total from ${table} where $14::boolean and ${where}) counted
    left join lateral (
      select ${OBSERVATION_COLUMNS} from ${table}
      where ${where} and ($10::text is null or (measure, period, dimensions) > ($10, $11::text, $12::text))
      order by measure, period, dimensions limit $13
    ) found on true
    order by asked.place, found.measure, found.period, found.dimensions`;
}

function parameters(
  subjects: readonly string[],
  { filter, asOf, after, limit, withTotal, scope, pendingOf }: ObservationListRequest,
): unknown[] {
  const period = filter.period === null ? null : parsePeriod(filter.period);
  return [
    subjects,
    period?.year ?? null,
    period?.start ?? null,
    period?.end ?? null,
    filter.exactPeriod ? filter.period : null,
    filter.measures,
    filter.memberUnits,
    asOf,
    filter.dimensions?.map((coordinate) => formatDimensions([coordinate])) ?? null,
    after?.measure ?? null,
    after?.period ?? null,
    after?.dimensions ?? null,
    limit,
    withTotal,
    ...figureParameters(scope),
    ...(pendingOf === undefined ? [] : [pendingOf]),
  ];
}

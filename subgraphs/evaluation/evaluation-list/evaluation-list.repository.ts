import type { EntityManager } from 'typeorm';
import { type HeaderRow, toHeader } from '../result/evaluation.repository.ts';
import type { KnownEvaluation } from '../result/evaluation-record.ts';
import type { Subject } from '../subject/subject.ts';
import { type SubjectRow, toSubject } from '../subject/subject.repository.ts';
import { type EvaluationListQuery, type EvaluationOrderName, type ListPlace, WIDE_PARTS } from './evaluation-list.ts';
import { addFilter, ListConditions } from './list-conditions.ts';

/** An evaluation of a list, with whom it is about and where in the list it stands. */
export interface ListedEvaluation {
  readonly subject: Subject;
  readonly known: KnownEvaluation;
  readonly place: ListPlace;
}

type ListRow = HeaderRow & SubjectRow & { readonly place: string | number };

/** Lists of current evaluations: one statement for a page, one for their number. */
export class EvaluationListRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  async page(query: EvaluationListQuery): Promise<ListedEvaluation[]> {
    const conditions = conditionsOf(query);
    const { key, subject, isBackward } = ORDERS[query.order];
    if (query.after !== null) {
      const type = query.order === 'OFFICIAL' ? 'integer' : 'numeric';
      const place = `(${conditions.give(query.after.key)}::${type}, ${conditions.give(query.after.subject)})`;
      conditions.add(`(${key}, ${subject}) ${isBackward ? '<' : '>'} ${place}`);
    }
    const direction = isBackward ? 'desc' : 'asc';
    const limit = conditions.give(query.limit);
    const rows: ListRow[] = await this.manager.query(
      `select ${COLUMNS}, ${wideColumns(query)}, ${key} as place
       from subject s join evaluation_result r on r.subject = s.code
       where ${conditions} order by ${key} ${direction}, ${subject} ${direction} limit ${limit}`,
      conditions.parameters,
    );
    return rows.map(toListed);
  }

  async count(query: EvaluationListQuery): Promise<number> {
    const conditions = conditionsOf(query);
    const rows: { total: number }[] = await this.manager.query(
      `select count(*)::integer as total from subject s join evaluation_result r on r.subject = s.code where ${conditions}`,
      conditions.parameters,
    );
    return rows[0]?.total ?? 0;
  }
}

const COLUMNS = `s.code, s.name, s.kind, s.parent, s.valid_from, s.valid_to, s.is_demo, s.sort_order,
  r.subject, r.year, r.framework, r.model, r.score_value, r.score_low, r.score_high, r.is_complete, r.grade,
  r.possible_grades, r.grade_reason, r.completeness, r.known_from,
  r.known_to is not null as is_superseded`;

interface OrderColumns {
  readonly key: string;
  readonly subject: string;
  readonly isBackward: boolean;
}

/** Each as its index has it, so that a place is one comparison of two columns. */
const FROM_THE_TOP = { key: '(-coalesce(r.score_value, -1))', subject: 'r.subject' } as const;
const ORDERS: Readonly<Record<EvaluationOrderName, OrderColumns>> = {
  OFFICIAL: { key: 's.sort_order', subject: 's.code', isBackward: false },
  SCORE: { ...FROM_THE_TOP, isBackward: false },
  SCORE_ASCENDING: { ...FROM_THE_TOP, isBackward: true },
  COMPLETENESS: { key: 'r.received_share', subject: 'r.subject', isBackward: false },
};

function conditionsOf({ year, scopes, filter }: EvaluationListQuery): ListConditions {
  const conditions = new ListConditions();
  conditions.add('r.known_to is null');
  conditions.add(`r.year = ${conditions.give(year)}`);
  const [only] = scopes;
  if (scopes.length === 1 && only !== undefined) {
    conditions.add(`s.kind = ${conditions.give(only.kind)} and r.framework = ${conditions.give(only.framework)}`);
  } else {
    const kinds = conditions.give(scopes.map(({ kind }) => kind));
    const frameworks = conditions.give(scopes.map(({ framework }) => framework));
    conditions.add(`(s.kind, r.framework) in (select * from unnest(${kinds}::text[], ${frameworks}::text[]))`);
  }
  addFilter(conditions, filter);
  return conditions;
}

/** What nobody asked for is not unpacked. */
function wideColumns({ parts }: EvaluationListQuery): string {
  return WIDE_PARTS.map((part) => (parts.includes(part) ? `r.${part}` : `'[]'::jsonb as ${part}`)).join(', ');
}

function toListed(row: ListRow): ListedEvaluation {
  return {
    subject: toSubject(row),
    known: toHeader(row),
    place: { key: String(row.place), subject: row.subject },
  };
}

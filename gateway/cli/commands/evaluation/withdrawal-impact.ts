import { z } from 'zod';
import { parsePeriod } from '../../../../shared/primitives/period.ts';
import { err, ok, type Result } from '../../../../shared/primitives/result.ts';
import type { CliError } from '../../cli-error.ts';
import type { UnitDepartment } from '../../department-names.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { CHANGE_IMPACT, changeImpactSchema, type ImpactShape, withdrawnCells } from './impact.query.ts';

const cellSchema = z.object({
  subject: z.object({ code: z.string() }),
  measure: z.object({ code: z.string() }),
  period: z.object({ code: z.string() }),
  dimensions: z.array(z.object({ key: z.string(), code: z.string() })),
  isDerived: z.boolean(),
});
type Cell = z.infer<typeof cellSchema>;

const pageSchema = z.object({
  publication: z
    .object({
      observations: z.object({
        edges: z.array(z.object({ node: cellSchema })),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    })
    .nullable(),
});

type Page = z.infer<typeof pageSchema>;

/** Most values the graph reckons with at once. */
const MOST = 200;

/**
 * What accepting a withdrawal would do. The evaluation learns of a withdrawal only when it is accepted, so its
 * department is asked which values it names, and the evaluation what would be without them.
 */
export async function withdrawalImpact(
  client: GraphqlClient,
  department: UnitDepartment,
  id: string,
): Promise<Result<ImpactShape[], CliError>> {
  const cells = await readCells(client, department, id);
  return cells.ok ? askYearByYear(client, cells.value) : cells;
}

/** The values that units typed; what was computed from them follows by itself. */
async function readCells(
  client: GraphqlClient,
  { fieldPrefix }: UnitDepartment,
  id: string,
): Promise<Result<Cell[], CliError>> {
  const query = withdrawnCells(fieldPrefix);
  const cells: Cell[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const answer: Result<{ readonly data: Page }, CliError> = await client.askFor(pageSchema, query, { id, after });
    if (!answer.ok) return answer;
    const list: Page['publication'] = answer.value.data.publication;
    cells.push(...(list?.observations.edges ?? []).map(({ node }) => node).filter(({ isDerived }) => !isDerived));
    after = list?.observations.pageInfo.endCursor ?? null;
    more = list?.observations.pageInfo.hasNextPage ?? false;
  }
  return ok(cells);
}

async function askYearByYear(client: GraphqlClient, cells: readonly Cell[]): Promise<Result<ImpactShape[], CliError>> {
  const impacts: ImpactShape[] = [];
  for (const { subject, year, isOwn, own } of evaluationsOf(cells)) {
    if (own.length > MOST) return err(tooMany(own.length));
    const changes = own.map(({ measure, period, dimensions }) => ({
      ...{ measure: measure.code, period: period.code, dimensions, value: null },
    }));
    const answer = await client.askFor(changeImpactSchema, CHANGE_IMPACT, { subject, year, changes });
    if (!answer.ok) return answer;
    const { evaluation, errors } = answer.value.data.changeImpact;
    const [fault] = errors;
    // The year after may have no framework yet; nothing of it is moved then.
    if (fault !== undefined && (isOwn || fault.code !== 'YEAR_NOT_EVALUATED')) return err(fault);
    if (evaluation !== null && (isOwn || evaluation.indicators.length > 0)) impacts.push(evaluation);
  }
  return ok(impacts);
}

/** Each year of the values, and the year after, of whose growth they are the base. */
function evaluationsOf(cells: readonly Cell[]) {
  const yearOf = ({ period }: Cell): number => parsePeriod(period.code)?.year ?? 0;
  const pairs = new Map<string, { subject: string; year: number; isOwn: boolean }>();
  for (const cell of cells) {
    const subject = cell.subject.code;
    const [year, next] = [yearOf(cell), yearOf(cell) + 1];
    pairs.set(`${subject} ${year}`, { subject, year, isOwn: true });
    const later = `${subject} ${next}`;
    if (!pairs.has(later)) pairs.set(later, { subject, year: next, isOwn: false });
  }
  const sorted = [...pairs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
  return sorted.map((pair) => ({
    ...pair,
    own: cells.filter(
      (cell) => cell.subject.code === pair.subject && [pair.year, pair.year - 1].includes(yearOf(cell)),
    ),
  }));
}

function tooMany(count: number): CliError {
  return {
    code: 'TOO_MANY_CHANGES',
    message: `这份撤回申请涉及一个年度的 ${count} 个值，超过一次能测算的 ${MOST} 个`,
    messageEn: `The withdrawal names ${count} values of one evaluation, ${MOST} can be reckoned with at once`,
    remedy: '影响无法一次测算：分批撤回，或用 changeImpact 分组查看',
  };
}

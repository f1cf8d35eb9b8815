import { z } from 'zod';
import { err, ok, type Result } from '../../../../shared/primitives/result.ts';
import type { CliError } from '../../cli-error.ts';
import { departmentOf, type UnitDepartment } from '../../department-names.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { renderTable, truncate } from '../../table.ts';
import { fromTo } from '../../from-to.ts';
import { wordFor } from './evaluation-words.ts';
import { type ImpactShape, PUBLICATION_IMPACT, publicationImpactSchema, publicationKind } from './impact.query.ts';
import { withdrawalImpact } from './withdrawal-impact.ts';

const kindSchema = z.object({
  publication: z.object({ kind: z.string(), state: z.string() }).nullable(),
});

/** States in which a publication can still be accepted. */
const OPEN_STATES = ['DRAFT', 'SUBMITTED', 'APPROVED', 'RETURNED'];

/** What accepting a publication would do to evaluations, whatever its kind. */
export async function publicationImpactCommand(
  client: GraphqlClient,
  unit: string,
  id: string,
): Promise<CommandOutcome> {
  const department = departmentOf(unit);
  if (!department.ok) return failed(department.error);
  const found = await impactOf(client, department.value, id);
  if (!found.ok) return failed(found.error);
  return { data: { publication: id, evaluations: found.value }, plain: render(id, found.value), error: null };
}

async function impactOf(
  client: GraphqlClient,
  department: UnitDepartment,
  id: string,
): Promise<Result<readonly ImpactShape[], CliError>> {
  const kind = await client.askFor(kindSchema, publicationKind(department.fieldPrefix), { id });
  if (!kind.ok) return kind;
  const { publication } = kind.value.data;
  if (publication === null) return err(unknown(id));
  if (publication.kind === 'WITHDRAWAL') {
    if (!OPEN_STATES.includes(publication.state)) return err(settled(id));
    return withdrawalImpact(client, department, id);
  }
  const answer = await client.askFor(publicationImpactSchema, PUBLICATION_IMPACT, { id });
  if (!answer.ok) return answer;
  const { evaluations, errors } = answer.value.data.publicationImpact;
  const [fault] = errors;
  return fault === undefined ? ok(evaluations) : err(fault);
}

function unknown(id: string): CliError {
  return {
    code: 'PUBLICATION_UNKNOWN',
    message: `该单位的子图中没有可见的报送批次“${id}”`,
    messageEn: `The subgraph of the unit has no publication ${id} that you may see`,
    remedy: '核对批次标识和 --unit',
  };
}

function settled(id: string): CliError {
  return {
    code: 'PUBLICATION_NOT_PENDING',
    message: `撤回申请“${id}”已经办结，没有尚未发生的影响`,
    messageEn: `The withdrawal ${id} is settled: nothing is outstanding`,
    remedy: '已发生的变动用 hub diff 查看',
  };
}

function render(id: string, evaluations: readonly ImpactShape[]): string {
  if (evaluations.length === 0) return `批次 ${id}：核收后没有评价会变动`;
  return [`批次 ${id} 核收后（仅为测算，不改动正式结果）：`, ...evaluations.map(renderOne)].join('\n\n');
}

function renderOne({ subject, year, valueCount, score, suggestedGrade, indicators }: ImpactShape): string {
  const grades = [suggestedGrade?.before, suggestedGrade?.after].map((grade) =>
    grade == null ? null : wordFor(grade),
  );
  const table = renderTable(
    [{ title: '指标' }, { title: '得分', align: 'right' }],
    indicators.map(({ indicator, score: moved }) => [
      `${indicator?.code ?? ''} ${truncate(indicator?.name ?? '', 40)}`,
      fromTo(moved.before?.value, moved.after?.value),
    ]),
  );
  return [
    `${subject?.name ?? ''}（${subject?.code ?? ''}）${year} 年度  变动的值 ${valueCount} 个`,
    `总得分：${fromTo(score.before?.value, score.after?.value)}`,
    ...(suggestedGrade === null ? [] : [`建议类别：${fromTo(grades[0], grades[1])}（仅供参考，由会议审定）`]),
    ...(indicators.length === 0 ? ['没有指标得分变动'] : [table]),
  ].join('\n');
}

import { z } from 'zod';
import { checkCatalogue } from '../../../../shared/catalogue/checks/catalogue-checks.ts';
import { readCatalogue } from '../../../../shared/catalogue/load-catalogue.ts';
import { cliErrors } from '../../cli-error.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { renderTable, truncate } from '../../table.ts';

const nodeSchema = z.object({
  key: z.string(),
  code: z.string(),
  name: z.string(),
  weight: z.string().nullable(),
  group: z.object({ code: z.string(), name: z.string() }),
  pillar: z.object({ code: z.string(), name: z.string() }),
  measures: z.array(z.object({ code: z.string() })),
  assessmentItems: z.array(z.object({ code: z.string() })),
});
const answerSchema = z.object({
  framework: z
    .object({
      code: z.string(),
      status: z.string(),
      documentNo: z.string(),
      validFrom: z.string(),
      indicators: z.object({ totalCount: z.number(), edges: z.array(z.object({ node: nodeSchema })) }),
    })
    .nullable(),
});

const DOCUMENT = `query Framework($code: String!) {
  framework(code: $code) {
    code status documentNo validFrom
    indicators(first: 100) {
      totalCount
      edges { node { key code name weight group { code name } pillar { code name } measures { code } assessmentItems { code } } }
    }
  }
}`;

/** A framework as the hub serves it: its indicators with weights. */
export async function frameworkShowCommand(client: GraphqlClient, code: string): Promise<CommandOutcome> {
  const answer = await client.askFor(answerSchema, DOCUMENT, { code });
  if (!answer.ok) return failed(answer.error);
  const { framework } = answer.value.data;
  if (framework === null) return failed(cliErrors.unknownFramework(code, shippedFrameworks()));
  const nodes = framework.indicators.edges.map(({ node }) => node);
  const table = renderTable(
    [
      { title: '序号', align: 'right' },
      { title: '一级指标' },
      { title: '二级指标' },
      { title: '三级指标' },
      { title: '权重', align: 'right' },
      { title: 'key' },
    ],
    nodes.map((node) => [
      node.code,
      node.pillar.name,
      truncate(node.group.name, 20),
      truncate(node.name, 36),
      node.weight ?? '',
      node.key,
    ]),
  );
  const heading = `${framework.code}  ${framework.documentNo}  ${framework.status}  启用 ${framework.validFrom}  三级指标 ${framework.indicators.totalCount} 项`;
  return { data: framework, plain: `${heading}\n\n${table}`, error: null };
}

/** Checks the shipped files of one framework, or of all; needs no running hub. */
export function frameworkCheckCommand(code: string | undefined): CommandOutcome {
  const read = readCatalogue();
  if (!read.ok) {
    const faults = read.error.map((fault) => ({ ...fault }));
    return {
      data: { faults },
      plain: faults.map((fault) => JSON.stringify(fault)).join('\n'),
      error: cliErrors.frameworkFaulty(faults.length),
    };
  }
  const known = [...read.value.frameworks.keys()];
  if (code !== undefined && !known.includes(code)) return failed(cliErrors.unknownFramework(code, known.join('、')));
  const faults = checkCatalogue(read.value).filter(({ where }) => code === undefined || where.includes(code));
  const checked = code ?? known.join('、');
  const plain =
    faults.length === 0
      ? `检查通过：${checked}`
      : faults.map((fault) => `${fault.code}  ${fault.where}：${fault.message}`).join('\n');
  return {
    data: { checked: code === undefined ? known : [code], faults },
    plain,
    error: faults.length === 0 ? null : cliErrors.frameworkFaulty(faults.length),
  };
}

function shippedFrameworks(): string {
  const read = readCatalogue();
  return read.ok ? [...read.value.frameworks.keys()].join('、') : '';
}

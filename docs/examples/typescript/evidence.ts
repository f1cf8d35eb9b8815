import { ask } from './client.ts';
import { ValueEvidenceDocument } from './generated/graphql.ts';

/** A ratio is a fraction: `0.63` with the unit `%` reads 63 %. The point moves in the text; no float touches the figure. */
function figure(value: string, unit: string): string {
  if (unit !== '%') return `${value} ${unit}`.trimEnd();
  const [, sign = '', whole = '', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  const digits = `${whole}${part.padEnd(2, '0')}`;
  const moved = `${digits.slice(0, whole.length + 2)}.${digits.slice(whole.length + 2)}`;
  return `${sign}${moved.replace(/^0+(?=\d)/, '').replace(/\.$/, '')} %`;
}

const [indicator = 'skill-structure', code = '110106', year = '2025'] = process.argv.slice(2);
const { data, errors } = await ask(ValueEvidenceDocument, { code, year: Number(year), indicator });
for (const { message } of errors) process.stderr.write(`partial answer: ${message}\n`);
const [edge] = data.subject?.evaluation?.indicators.edges ?? [];
if (edge === undefined) throw new Error(`this token sees no result of ${indicator}`);

process.stdout.write(`${edge.node.score.value}: ${edge.node.explanation}\n`);
for (const { measure, period, value, memberUnit, revision, receiptHash } of edge.node.evidence) {
  const shown = figure(value, measure?.unitOfMeasure?.name ?? '');
  const receipt = receiptHash === null ? 'calculated' : `receipt ${receiptHash.slice(0, 12)}…`;
  process.stdout.write(
    `  ${measure?.name} ${period?.code}: ${shown} · ${memberUnit?.name ?? '—'} · revision ${revision} · ${receipt}\n`,
  );
}

import { ask } from './client.ts';
import { ValueEvidenceDocument } from './generated/graphql.ts';

const [indicator = 'skill-structure', code = '110106', year = '2025'] = process.argv.slice(2);
const { data, errors } = await ask(ValueEvidenceDocument, { code, year: Number(year), indicator });
for (const { message } of errors) process.stderr.write(`partial answer: ${message}\n`);
const [edge] = data.subject?.evaluation?.indicators.edges ?? [];
if (edge === undefined) throw new Error(`this token sees no result of ${indicator}`);

process.stdout.write(`${edge.node.score.value}: ${edge.node.explanation}\n`);
for (const { measure, period, value, memberUnit, revision, receiptHash } of edge.node.evidence) {
  const unit = measure?.unitOfMeasure?.name ?? '—';
  const receipt = receiptHash === null ? 'calculated' : `receipt ${receiptHash.slice(0, 12)}…`;
  process.stdout.write(
    `  ${measure?.name} ${period?.code}: ${value} (${unit}) · ${memberUnit?.name ?? '—'} · revision ${revision} · ${receipt}\n`,
  );
}

import { ask } from './client.ts';
import { DistrictReportDocument, type DistrictReportQuery } from './generated/graphql.ts';

type Evaluation = NonNullable<NonNullable<DistrictReportQuery['subject']>['evaluation']>;

/** The member units a group still waits for; assessors, where all figures are in and a judgement is not. */
function waitsFor({ indicators, missing }: Evaluation, group: string): string {
  const open = indicators.edges
    .map(({ node }) => node)
    .filter(({ indicator, status }) => indicator?.group?.code === group && status !== 'COMPLETE');
  const measures = new Set(open.flatMap(({ indicator }) => indicator?.measures?.map(({ code }) => code) ?? []));
  const units = missing.filter((unit) => unit.measures.some(({ code }) => measures.has(code)));
  return units.map(({ memberUnit }) => memberUnit?.name ?? '?').join(', ') || 'assessors';
}

const [code = '110106', year = '2025'] = process.argv.slice(2);
const { data, errors } = await ask(DistrictReportDocument, { code, year: Number(year) });
for (const { message } of errors) process.stderr.write(`partial answer: ${message}\n`);
const evaluation = data.subject?.evaluation;
if (!evaluation?.score) throw new Error(`this token sees no result of ${code} for ${year}`);

const { low, high } = evaluation.score;
process.stdout.write(`# ${data.subject?.name} ${year}: ${low} to ${high}\n\n`);
process.stdout.write('| no | group | weight | score | low | high | waits for |\n|---|---|---|---|---|---|---|\n');
for (const { group, weight, score } of evaluation.groups) {
  const waiting = score.isComplete || group === null ? '' : waitsFor(evaluation, group.code);
  const cells = [group?.code, group?.name, weight, score.value ?? '', score.low, score.high, waiting];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
process.stdout.write(`\nAs of ${evaluation.asOf}. Figures are what the hub sent, digit by digit.\n`);

import { z } from 'zod';
import { frameworkErrors } from '../../framework/framework-errors.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { renderTable, truncate } from '../../table.ts';

const change = z.object({
  aspect: z.string(),
  item: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  points: z.string().nullable(),
  explanation: z.string(),
});
const fate = z.enum(['CONTINUED', 'MERGED', 'DROPPED', 'ADDED']);
const answerSchema = z.object({
  frameworkDiff: z
    .object({
      from: z.object({ code: z.string() }),
      to: z.object({ code: z.string() }),
      pointsMoved: z.string(),
      indicators: z.array(
        z.object({
          key: z.string(),
          name: z.string(),
          fate,
          fromCode: z.string().nullable(),
          toCode: z.string().nullable(),
          mergedInto: z.string().nullable(),
          reason: z.string().nullable(),
          changes: z.array(change),
        }),
      ),
      keyPerformanceIndicators: z.array(
        z.object({ code: z.string(), name: z.string(), fate, changes: z.array(change) }),
      ),
      gradeChanges: z.array(change),
    })
    .nullable(),
});

type Diff = NonNullable<z.infer<typeof answerSchema>['frameworkDiff']>;
type Row = Pick<Diff['indicators'][number], 'name' | 'fate' | 'changes'>;

const CHANGE = 'aspect item before after points explanation';
const DOCUMENT = `query FrameworkDiff($from: String!, $to: String!) { frameworkDiff(from: $from, to: $to) {
  from { code } to { code } pointsMoved gradeChanges { ${CHANGE} }
  indicators { key name fate fromCode toCode mergedInto reason changes { ${CHANGE} } }
  keyPerformanceIndicators { code name fate changes { ${CHANGE} } } } }`;

const FATES: Readonly<Record<Row['fate'], string>> = {
  CONTINUED: '延续',
  MERGED: '并入',
  DROPPED: '删去',
  ADDED: '新增',
};

/** What differs between two versions, in the words of evaluation. */
export async function frameworkDiffCommand(client: GraphqlClient, from: string, to: string): Promise<CommandOutcome> {
  const answer = await client.askFor(answerSchema, DOCUMENT, { from, to });
  if (!answer.ok) return failed(answer.error);
  const { frameworkDiff: diff } = answer.value.data;
  if (diff === null) return failed(frameworkErrors.unknownVersion(`${from} 或 ${to}`));
  return { data: diff, plain: tell(diff), error: null };
}

function tell(diff: Diff): string {
  const { indicators, keyPerformanceIndicators } = diff;
  const counts = (['CONTINUED', 'MERGED', 'DROPPED', 'ADDED'] as const).map(
    (each) => `${FATES[each]} ${indicators.filter((row) => row.fate === each).length}`,
  );
  const heading = `${diff.from.code} → ${diff.to.code}  ${counts.join('，')} 项；移动 ${diff.pointsMoved} 分`;
  const rows = [
    ...indicators
      .filter(isTold)
      .flatMap((row) => linesOf(row, `${row.fromCode ?? '—'} → ${row.toCode ?? '—'}`, goneText(row))),
    ...keyPerformanceIndicators.filter(isTold).flatMap((row) => linesOf(row, row.code, '')),
    ...diff.gradeChanges.map(({ explanation }) => ['类别', '', '', explanation]),
  ];
  if (rows.length === 0) return `${heading}\n没有不同`;
  return `${heading}\n\n${renderTable([{ title: '序号' }, { title: '指标' }, { title: '去向' }, { title: '变动' }], rows)}`;
}

function isTold({ fate: found, changes }: Row): boolean {
  return found !== 'CONTINUED' || changes.length > 0;
}

function goneText({ mergedInto, reason }: Diff['indicators'][number]): string {
  return [mergedInto === null ? '' : `并入 ${mergedInto}`, reason ?? ''].filter((text) => text !== '').join('：');
}

function linesOf({ name, fate: found, changes }: Row, place: string, gone: string): string[][] {
  const texts = found === 'CONTINUED' ? changes.map(({ explanation }) => explanation) : [gone];
  return texts.map((text) => [place, truncate(name, 28), FATES[found], truncate(text, 90)]);
}

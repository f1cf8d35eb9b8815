import { expect, it } from 'vitest';
import { GraphqlClient } from '../../graphql-client.ts';
import { publicationImpactCommand } from './publication-impact.command.ts';

const score = (value: string) => ({ value });
const impact = (year: number, indicators: readonly string[] = ['33']) => ({
  ...{ subject: { code: '110106', name: '丰台区（演示）' }, year, valueCount: 1 },
  score: { before: score('88.2'), after: score('87.9') },
  suggestedGrade: { before: 'GOOD', after: 'FAIR' },
  indicators: indicators.map((code) => ({
    indicator: { code, name: '技能结构' },
    score: { before: score('90'), after: score('80') },
  })),
});
const cell = (year: string, isDerived = false) => ({
  node: {
    ...{ subject: { code: '110106' }, measure: { code: 'technicians' }, period: { code: year } },
    ...{ dimensions: [], isDerived },
  },
});
const page = (...edges: unknown[]) => ({ edges, pageInfo: { hasNextPage: false, endCursor: null } });

/** A client whose gateway answers by what is asked, and keeps the variables. */
function fakeClient(answers: Readonly<Record<string, (variables: Record<string, unknown>) => unknown>>) {
  const asked: Record<string, unknown>[] = [];
  const answering: typeof fetch = (_url, init) => {
    const { query, variables } = JSON.parse(String(init?.body));
    asked.push(variables);
    const name = Object.keys(answers).find((word) => query.includes(word)) ?? '';
    return Promise.resolve(new Response(JSON.stringify({ data: answers[name]?.(variables) }), { status: 200 }));
  };
  return { asked, client: new GraphqlClient({ url: 'http://hub.test/graphql', token: 't', fetch: answering }) };
}

it('shows what accepting a report would do, grade and indicators', async () => {
  const { client } = fakeClient({
    'kind state': () => ({ publication: { kind: 'REPORT', state: 'SUBMITTED' } }),
    publicationImpact: () => ({ publicationImpact: { evaluationCount: 1, evaluations: [impact(2025)], errors: [] } }),
  });
  const { plain, error } = await publicationImpactCommand(client, 'hrss', 'p-1');
  expect(error).toBeNull();
  expect(plain).toContain('总得分：88.2 → 87.9');
  expect(plain).toContain('建议类别：良好 → 一般');
  expect(plain).toMatch(/33 技能结构\s+90 → 80/);
});

it('asks the department which values a withdrawal names, and what would be without them, the year after as well', async () => {
  const { client, asked } = fakeClient({
    'kind state': () => ({ publication: { kind: 'WITHDRAWAL', state: 'SUBMITTED' } }),
    changeImpact: ({ year }) => ({
      changeImpact:
        year === 2025
          ? { evaluation: impact(2025), errors: [] }
          : { evaluation: null, errors: [{ code: 'YEAR_NOT_EVALUATED', message: '', messageEn: '', remedy: '' }] },
    }),
    observations: () => ({ publication: { observations: page(cell('2025'), cell('2025', true)) } }),
  });
  const { plain, error } = await publicationImpactCommand(client, 'hrss', 'p-2');
  expect(error).toBeNull();
  expect(plain).toContain('2025 年度');
  expect(plain).not.toContain('2026 年度');
  const changes = [{ measure: 'technicians', period: '2025', dimensions: [], value: null }];
  expect(asked.filter((variables) => 'changes' in variables)).toEqual([
    { subject: '110106', year: 2025, changes },
    { subject: '110106', year: 2026, changes },
  ]);
});

it('says plainly what it cannot know', async () => {
  const kind = (publication: unknown) => ({ 'kind state': () => ({ publication }) });
  const codeOf = async (answers: Parameters<typeof fakeClient>[0]) =>
    (await publicationImpactCommand(fakeClient(answers).client, 'hrss', 'p-3')).error?.code;
  expect(await codeOf(kind(null))).toBe('PUBLICATION_UNKNOWN');
  expect(await codeOf(kind({ kind: 'WITHDRAWAL', state: 'ACCEPTED' }))).toBe('PUBLICATION_NOT_PENDING');
  const many = Array.from({ length: 201 }, () => cell('2025'));
  const observations = () => ({ publication: { observations: page(...many) } });
  expect(await codeOf({ ...kind({ kind: 'WITHDRAWAL', state: 'SUBMITTED' }), observations })).toBe('TOO_MANY_CHANGES');
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultUploadPolicy } from '../../gateway/uploads/upload-policy.ts';
import { ACT_LIMIT } from '../../shared/department/act/act.ts';
import { MUTATION_ROW_LIMIT } from '../../shared/department/publication/publish.ts';
import { defaultUploadLimits } from '../../shared/department/upload/upload.ts';
import { ruleTable } from '../../shared/department/validation/rule-table.ts';
import type { RuleFacts } from '../../shared/department/validation/rule.ts';
import { GUIDE } from '../testkit/guide-blocks.ts';
import { codeFiles } from './source-files.ts';

const guide = readFileSync(GUIDE, 'utf8');
const [BEGIN, END] = ['<!-- rules: begin -->', '<!-- rules: end -->'];

const STRENGTHS = { ERROR: '强制性', WARNING: '核实性', HINT: '提示性' } as const;
const TYPES = { count: '数量', ratio: '比率', amount: '金额', boolean: '是否', text: '文本', score: '评分' } as const;

/** The common checks as people read them. */
function ruleRows(): string {
  const rows = ruleTable().map(({ id, strength, titleZh, appliesTo, isWaivable }) => {
    const name = `${STRENGTHS[strength]}${isWaivable ? '，可豁免' : ''}`;
    return `| \`${id}\` | ${titleZh} | ${name} | ${scopeText(appliesTo)} |`;
  });
  return ['| 规则 | 审核什么 | 强度 | 针对 |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function scopeText(scope: RuleFacts['appliesTo']): string {
  if (scope === 'ALL') return '全部';
  return 'types' in scope ? scope.types.map((type) => TYPES[type]).join('、') : scope.measures.join('、');
}

describe('docs/guides/departments.md', () => {
  it('lists the common checks as they are (write it anew with -u)', async () => {
    const [before, rest = ''] = guide.split(BEGIN);
    const after = rest.split(END)[1];
    expect(after).toBeDefined();
    await expect(`${before}${BEGIN}\n\n${ruleRows()}\n\n${END}${after}`).toMatchFileSnapshot(GUIDE);
  });

  it('names only codes that somebody gives', () => {
    const named = [...(guide.split('## 八')[1] ?? '').matchAll(/^\| (`.+?`) +\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, code = '']) => code),
    );
    const sources = codeFiles()
      .filter(({ path }) => !path.includes('.test.') && !path.startsWith('test/'))
      .map(({ text }) => text)
      .join('\n');
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
  });

  it('tells the limits as they are', () => {
    const { limitBytes, limitMs, idleMs, inFlightPerClient } = defaultUploadPolicy;
    const { bytes, rows, lineBytes } = defaultUploadLimits;
    expect([limitBytes, bytes, lineBytes].map((size) => size / 1_048_576)).toEqual([512, 512, 1]);
    const told = [
      `512 MiB、${String(rows).replaceAll(/\B(?=(\d{3})+$)/g, ' ')} 行、一行 1 MiB`,
      `${limitMs / 60_000} 分钟；${idleMs / 1_000} 秒没有数据即断开`,
      `每个令牌 ${inFlightPerClient} 个`,
      `${MUTATION_ROW_LIMIT} 行`,
      `${ACT_LIMIT} 个批次`,
    ];
    for (const text of told) expect(guide).toContain(text);
  });
});

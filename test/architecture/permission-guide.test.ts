import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import type { ReleaseDelay } from '../../shared/catalogue/calendar/release-calendar.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import type { DataClass } from '../../shared/identity/data-class.ts';
import { isAction } from '../../shared/identity/permission.ts';
import { ACTIONS, PERMISSIONS, type Reach } from '../../shared/identity/permission-table.ts';
import { ROLES, type Role } from '../../shared/identity/role.ts';

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  'unit-editor': '填报人',
  'unit-approver': '审签人',
  'lead-evaluator': '评价人（牵头单位）',
  'lead-approver': '核收人（牵头单位）',
  assessor: '评价人员（第三方、抽查组）',
  integrator: '数据使用方',
  service: '评价服务',
  'system-administrator': '系统管理员',
  'security-administrator': '安全管理员',
  auditor: '审计管理员',
};

const CLASS_NAMES: Readonly<Record<DataClass, string>> = {
  public: '公开',
  internal: '内部',
  'before-circulation': '通报前',
  'statistics-before-release': '待公布统计',
  sensitive: '敏感',
};

function reachText(reach: Reach | undefined): string {
  if (reach === undefined) return '—';
  const words = (classes: readonly DataClass[]) =>
    classes.length === 0 ? '无' : classes.map((each) => CLASS_NAMES[each]).join('、');
  const [own, other] = [words(reach.own), words(reach.other)];
  return own === other ? own : `本单位：${own}<br>其他：${other}`;
}

/** The permission table as people read it: one section per role. */
function permissionGuide(): string {
  const sections = ROLES.map((role) => {
    const rows = Object.keys(ACTIONS)
      .filter(isAction)
      .filter((action) => PERMISSIONS[action][role] !== undefined)
      .map((action) => `| ${ACTIONS[action]} | \`${action}\` | ${reachText(PERMISSIONS[action][role])} |`);
    return [`## ${ROLE_NAMES[role]} \`${role}\``, '', '| 可以 | 动作 | 数据范围 |', '|---|---|---|', ...rows, ''].join(
      '\n',
    );
  });
  return [
    '# 权限表',
    '',
    '本页由 `shared/identity/permission-table.ts` 生成（`npx vitest run test/architecture/permission-guide -u`），测试保证两者一致。',
    '没有写出的一律不许。数据授权（授权人为责任单位）在此之外另加。',
    '',
    ...closelyHeld(),
    ...sections,
  ].join('\n');
}

/** What is held closer than grants go, and until when: from the data. */
function closelyHeld(): string[] {
  const { frameworks, releaseCalendar, sensitiveMeasures } = loadCatalogue();
  const nameOf = (code: string) =>
    [...frameworks.values()].map(({ measures }) => measures.get(code)?.nameZh).find((name) => name !== undefined);
  const measures = [...releaseCalendar.measures.values()];
  const sources = [...releaseCalendar.sources].map(([source, { PRELIMINARY, FINAL }]) => {
    const names = measures.filter((row) => row.source === source).map(({ measure }) => nameOf(measure));
    return `| ${SOURCE_NAMES[source] ?? source} | ${names.join('、')} | ${delayText(PRELIMINARY)} | ${delayText(FINAL)} |`;
  });
  return [
    '## 待公布统计与敏感数据',
    '',
    '指标值平时为“内部”：责任单位和协调小组办公室可以查看，其他人凭责任单位的授权查看。两类除外，授权对它们不起作用：',
    '',
    '- **待公布统计**：公布日（北京时间零时起）之前，只有责任单位和协调小组办公室可以查看，不论按列表、按标识、经评价结果还是凭授权。公布日见 `shared/catalogue/data/release-calendar.json`，各期日期查询 `releaseCalendar(year)`。由其计算的数据项随之；由几个单位的待公布数计算的，公布前只供协调小组办公室，因为结果可反推另一单位的数。评价结果中以他单位待公布数为依据的指标，公布前不显示得分和说明。未写明阶段的值按最终数的公布日。',
    `- **敏感**：只供责任单位和协调小组办公室，永不授权：${[...sensitiveMeasures].map(nameOf).join('、')}（\`shared/catalogue/data/data-classes.json\`）。`,
    '',
    '| 来源 | 数据项 | 初步数公布 | 最终数公布 |',
    '|---|---|---|---|',
    ...sources,
    '',
  ];
}

const SOURCE_NAMES: Readonly<Record<string, string>> = {
  'official statistics': '官方统计',
  'Party statistics': '党内统计',
};

function delayText({ monthsAfterEnd, day }: ReleaseDelay): string {
  return `期末后第${monthsAfterEnd}个月${day === null ? '末日' : `${day}日`}`;
}

describe('docs/guides/permissions.md', () => {
  it('is the permission table', async () => {
    await expect(permissionGuide()).toMatchFileSnapshot(join(projectRoot, 'docs/guides/permissions.md'));
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
  'statistics-before-release': '待发布统计',
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
    ...sections,
  ].join('\n');
}

describe('docs/guides/permissions.md', () => {
  it('is the permission table', async () => {
    await expect(permissionGuide()).toMatchFileSnapshot(join(projectRoot, 'docs/guides/permissions.md'));
  });
});

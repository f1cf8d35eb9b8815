import type { Refusal } from '../http/reply.ts';
import type { DuplicateKey } from './duplicate-keys.ts';
import type { Page } from './page-size.ts';

/** Each limit says what was asked and what is allowed, so that the asker can help himself. */
export const limitRefusals = {
  tokens: (limit: number) => refusal('LIMIT_TOKENS', `查询文档超过 ${limit} 个词法单元的上限，请拆分为多个请求`),
  depth: (depth: number, limit: number) =>
    Number.isFinite(depth)
      ? refusal('LIMIT_DEPTH', `查询嵌套 ${depth} 层，超过 ${limit} 层的上限`)
      : refusal('LIMIT_DEPTH', `查询中的片段循环引用，嵌套没有尽头，上限为 ${limit} 层`),
  nesting: (limit: number) => refusal('LIMIT_DEPTH', `查询文档中的括号嵌套超过 ${limit} 层的上限`),
  variablesDepth: (limit: number) => refusal('LIMIT_DEPTH', `变量的嵌套超过 ${limit} 层的上限`),
  aliases: (count: number, limit: number) =>
    refusal('LIMIT_ALIASES', `查询使用 ${count} 个别名，超过 ${limit} 个的上限`),
  rootFields: (count: number, limit: number) =>
    refusal('LIMIT_ROOT_FIELDS', `一次操作请求 ${count} 个根字段，超过 ${limit} 个的上限`),
  directives: (count: number, limit: number) =>
    refusal('LIMIT_DIRECTIVES', `查询使用 ${count} 个指令，超过 ${limit} 个的上限`),
  duplicateKeys: ({ key, count }: DuplicateKey, limit: number) =>
    refusal('LIMIT_DUPLICATE_KEYS', `同一位置的返回键 ${shown(key)} 重复 ${count} 次，超过 ${limit} 次的上限`),
  pageSize: ({ field, argument, size }: Page, limit: number) =>
    refusal(
      'LIMIT_PAGE_SIZE',
      `字段 ${shown(field)} 的 ${argument} 为 ${size}，超过每页 ${limit} 条的上限，请分页读取`,
    ),
  cost: (cost: number, limit: number) =>
    refusal(
      'LIMIT_COST',
      `查询的静态成本为 ${Number.isFinite(cost) ? cost : '无穷大'}，超过 ${limit} 的上限，请减少字段或减小每页条数`,
    ),
};

function refusal(code: string, message: string): Refusal {
  return { status: 400, code, message };
}

/** Names come from the asker; a long one is not repeated whole. */
function shown(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}

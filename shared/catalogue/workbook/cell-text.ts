import { isDeepStrictEqual } from 'node:util';
import type { Member, Shape } from './shape.ts';

/** Before what no other writing can carry; nothing of a document is lost in a cell. */
const JSON_MARK = 'JSON:';
const BETWEEN = ' | ';
/** Between the members of a list that stands on one line. */
const LISTED = '、';

/** How the values of a shape are written, for the head of a column. */
export function writingOf(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return shape.options.length > 0 ? `取值：${shape.options.join('、')}` : '文字';
    case 'integer':
      return '整数';
    case 'boolean':
      return '是 或 否';
    case 'list':
      return '每行一个';
    case 'map':
      return '每行一个：代码=值';
    case 'fields':
      return '每行一个：字段=值';
    case 'records':
      return `每行一个：${shape.fields.join(BETWEEN)}`;
    default:
      return 'JSON';
  }
}

/** The text of a value; an absent one is an empty cell, and so is what a reader of an empty cell puts there. */
export function writeCell(member: Member, value: unknown): string {
  if (value === undefined || isDeepStrictEqual(emptyOf(member), value)) return '';
  const text = plainText(member.shape, value);
  const read = text === '' ? undefined : readCell(member, text);
  return isDeepStrictEqual(read, value) ? text : `${JSON_MARK}${JSON.stringify(value)}`;
}

/** The value of a cell that is not empty. What cannot be read stays text, for the schema to refuse. */
export function readCell({ shape }: Pick<Member, 'shape'>, raw: string): unknown {
  const text = raw.replaceAll('\r\n', '\n').trim();
  if (text.startsWith(JSON_MARK)) return parseJson(text.slice(JSON_MARK.length));
  switch (shape.kind) {
    case 'text':
      return text;
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
    case 'boolean':
      return BOOLEANS.get(text.toLowerCase()) ?? text;
    case 'list':
      return linesOf(text);
    case 'map':
      return toMap(text);
    case 'fields':
      return toFields(text, shape.lists);
    case 'records':
      return linesOf(text).map((line) => toRecord(line, shape.fields));
    default:
      return parseJson(text);
  }
}

/** What an empty cell stands for: nothing of a list, null where that is a value; undefined where the value is absent. */
export function emptyOf({ shape, isRequired, isNullable }: Member): unknown {
  if (!isRequired) return undefined;
  if (isNullable) return null;
  if (shape.kind === 'list' || shape.kind === 'records') return [];
  return shape.kind === 'map' ? {} : undefined;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['是', true],
  ['true', true],
  ['否', false],
  ['false', false],
]);

function plainText(shape: Shape, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value !== 'object' || value === null) return '';
  if (shape.kind === 'list' && Array.isArray(value)) return value.join('\n');
  if (shape.kind === 'map' || shape.kind === 'fields') return mapLines(value);
  if (shape.kind === 'records' && Array.isArray(value))
    return value.map((row) => recordLine(row, shape.fields)).join('\n');
  return '';
}

function mapLines(value: object): string {
  return Object.entries(value)
    .map(([key, item]) => `${key}=${Array.isArray(item) ? item.join(LISTED) : String(item)}`)
    .join('\n');
}

function recordLine(row: unknown, fields: readonly string[]): string {
  if (typeof row !== 'object' || row === null) return '';
  return fields
    .map((field) => String(Reflect.get(row, field) ?? ''))
    .join(BETWEEN)
    .trimEnd();
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function toMap(text: string): Record<string, string> {
  const entries = linesOf(text).map((line): [string, string] => {
    const at = line.indexOf('=');
    return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
  return Object.fromEntries(entries);
}

function toFields(text: string, lists: readonly string[]): Record<string, unknown> {
  const entries = Object.entries(toMap(text));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, lists.includes(name) ? value.split(LISTED).map((it) => it.trim()) : value]),
  );
}

/** Further parts than there are fields stay in the last, for the schema or the reader to stumble over. */
function toRecord(line: string, fields: readonly string[]): Record<string, string> {
  const parts = line.split('|').map((part) => part.trim());
  const last = fields.length - 1;
  const values = fields.map((_field, index) =>
    index === last ? parts.slice(last).join(BETWEEN) : (parts[index] ?? ''),
  );
  return Object.fromEntries(
    fields.flatMap((field, index) => (values[index] === '' ? [] : [[field, values[index] ?? '']])),
  );
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

import type { Json } from '../primitives/canonical-json.ts';

const MAP = '@map';
const SET = '@set';
const DATE = '@date';

/**
 * Plain data of the program as JSON that can be turned back: maps, sets and instants carry a mark; what is undefined is left
 * out. The order of maps, sets and lists is kept.
 */
export function toTagged(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number') return value;
  if (value instanceof Date) return { [DATE]: value.toISOString() };
  if (value instanceof Map) return { [MAP]: [...value].map(([key, member]) => [toTagged(key), toTagged(member)]) };
  if (value instanceof Set) return { [SET]: [...value].map(toTagged) };
  if (Array.isArray(value)) return value.map((member) => (member === undefined ? null : toTagged(member)));
  if (typeof value !== 'object') throw new RangeError(`cannot be written as JSON: ${typeof value}`);
  const members: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) if (member !== undefined) members[key] = toTagged(member);
  return members;
}

/** What `toTagged` was given. */
export function fromTagged(json: Json): unknown {
  if (json === null || typeof json !== 'object') return json;
  if (isList(json)) return json.map(fromTagged);
  const [only, ...others] = Object.entries(json);
  if (only !== undefined && others.length === 0) {
    const [mark, content] = only;
    if (mark === DATE && typeof content === 'string') return new Date(content);
    if (mark === SET && isList(content)) return new Set(content.map(fromTagged));
    if (mark === MAP && isList(content)) return new Map(content.map(toEntry));
  }
  const members: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(json)) if (member !== undefined) members[key] = fromTagged(member);
  return members;
}

function toEntry(entry: Json): [unknown, unknown] {
  return isList(entry) ? [fromTagged(entry[0] ?? null), fromTagged(entry[1] ?? null)] : [undefined, undefined];
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

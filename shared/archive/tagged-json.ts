import type { Json } from '../primitives/canonical-json.ts';

const MAP = '@map';
const SET = '@set';
const DATE = '@date';
const OBJECT = '@object';

/**
 * Plain data of the program as JSON that can be turned back: maps, sets and instants carry a mark; what is undefined is left
 * out. The order of maps, sets and lists is kept.
 */
export function toTagged(value: unknown): Json {
  return write(value, (members) => Object.fromEntries(members));
}

/**
 * The same where something may rest on the order of an object's members, which canonical JSON does not keep: an object whose
 * members are not in the order of their names carries a mark too.
 */
export function toOrdered(value: unknown): Json {
  return write(value, (members) => {
    const isSorted = members.every(([key], at) => at === 0 || (members[at - 1]?.[0] ?? '') < key);
    return isSorted ? Object.fromEntries(members) : { [OBJECT]: members };
  });
}

type WriteObject = (members: readonly (readonly [string, Json])[]) => Json;

function write(value: unknown, writeObject: WriteObject): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number')
    return value;
  const each = (member: unknown): Json => (member === undefined ? null : write(member, writeObject));
  if (value instanceof Date) return { [DATE]: value.toISOString() };
  if (value instanceof Map) return { [MAP]: [...value].map(([key, member]) => [each(key), each(member)]) };
  if (value instanceof Set) return { [SET]: [...value].map(each) };
  if (Array.isArray(value)) return value.map(each);
  if (typeof value !== 'object') throw new RangeError(`cannot be written as JSON: ${typeof value}`);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return writeObject(members.map(([key, member]) => [key, each(member)]));
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
    if (mark === OBJECT && isList(content)) return Object.fromEntries(content.map(toEntry));
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

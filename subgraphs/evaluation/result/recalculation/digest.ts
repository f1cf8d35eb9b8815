import { sha256Hex } from '../../../../shared/primitives/canonical-json.ts';

/** Digest of a value whatever the order of its keys: PostgreSQL gives back JSON in an order of its own. */
export function digestOf(value: unknown): string {
  return sha256Hex(inKeyOrder(value) ?? '');
}

/** Keys that JavaScript puts before all others, by number. */
const INDEX = /^(0|[1-9]\d*)$/;

/** The JSON of a value with its keys in order; undefined where JSON has none. */
export function inKeyOrder(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((member) => inKeyOrder(member) ?? 'null').join(',')}]`;
  if (value instanceof Date) return JSON.stringify(value);
  const members: string[] = [];
  for (const [key, member] of sorted(Object.entries(value))) {
    const text = inKeyOrder(member);
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join(',')}}`;
}

function sorted(entries: [string, unknown][]): [string, unknown][] {
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.some(([key]) => INDEX.test(key)) ? Object.entries(Object.fromEntries(entries)) : entries;
}

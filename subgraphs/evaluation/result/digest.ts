import { sha256Hex } from '../../../shared/primitives/canonical-json.ts';

/** Digest of a value whatever the order of its keys: PostgreSQL gives back JSON in an order of its own. */
export function digestOf(value: unknown): string {
  return sha256Hex(JSON.stringify(value, (_key, member: unknown) => inKeyOrder(member)));
}

function inKeyOrder(member: unknown): unknown {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
  return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
}

import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { sha256Hex } from '../../../shared/primitives/canonical-json.ts';

/** What the hub tells of the catalogue, as one text: processes with the same catalogue have the same. */
export function directoryDigest({ memberUnits, subgraphs, splits, frameworks }: Catalogue): string {
  return sha256Hex(
    JSON.stringify([memberUnits, subgraphs, splits, frameworks], (_key, value: unknown) => unfold(value)),
  );
}

function unfold(value: unknown): unknown {
  if (value instanceof Map) return [...value];
  return value instanceof Set ? [...value] : value;
}

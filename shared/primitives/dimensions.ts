/** One coordinate of an observation: the dimension (分组) and the code of its value. */
export interface DimensionValue {
  readonly key: string;
  readonly code: string;
}

/**
 * The canonical text of a set of coordinates, `key=code;key=code` with keys in order; the empty set is `''`.
 * Equal cells have equal texts, so the text serves as part of keys in storage and hashes.
 */
export function formatDimensions(values: readonly DimensionValue[]): string {
  const [first] = values;
  if (first === undefined) return '';
  if (values.length === 1) return `${first.key}=${first.code}`;
  return [...values]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ key, code }) => `${key}=${code}`)
    .join(';');
}

/** The coordinates written in a canonical text; parts without `=` get an empty code, which no check accepts. */
export function parseDimensions(text: string): DimensionValue[] {
  if (text === '') return [];
  return text.split(';').map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? { key: part, code: '' } : { key: part.slice(0, at), code: part.slice(at + 1) };
  });
}

/** `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?why}`, `$$`: what compose replaces in the values of its file. */
const REFERENCE = /\$(?:\$|\{(?<name>[A-Za-z_]\w*)(?:(?<how>:?[-?])(?<rest>[^{}]*))?\})/g;

/** A text as compose reads it with these variables set. */
export function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(REFERENCE, (whole, name?: string, how?: string, rest = '') => {
    if (name === undefined) return '$';
    const value = variables[name];
    const isGiven = value !== undefined && (value !== '' || how?.startsWith(':') !== true);
    if (isGiven) return value;
    if (how?.endsWith('?')) throw new Error(`${whole}: ${rest}`);
    return rest;
  });
}

/** The variables a text refers to. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(REFERENCE)].flatMap(({ groups }) => groups?.['name'] ?? []);
}

/** A value of the parsed file with all texts in it interpolated; keys stay as they are. */
export function interpolateAll(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return interpolate(value, variables);
  if (Array.isArray(value)) return value.map((item) => interpolateAll(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolateAll(item, variables)]));
}

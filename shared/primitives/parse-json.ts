/** What a text says as JSON; undefined where it is none. What comes of it is unknown: let a schema look at it. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

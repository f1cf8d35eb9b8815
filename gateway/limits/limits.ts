/**
 * What one request may ask for. Refused before any subgraph is called, each with its own code.
 * The limits of documents (tokens, depth, aliases, cost …) and of rate join here.
 */
export interface Limits {
  /** Largest request body in bytes; beyond it 413 and `LIMIT_BODY`. */
  readonly bodyBytes: number;
}

export const defaultLimits: Limits = { bodyBytes: 1_048_576 };

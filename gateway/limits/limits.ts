import type { ScanLimits } from './scan-document.ts';

/** What one request may ask for. Refused before any subgraph is called, each with its own code. */
export interface Limits {
  /** Largest request body in bytes; beyond it 413 and `LIMIT_BODY`. */
  readonly bodyBytes: number;
  /** Lexical tokens of a document. */
  readonly tokens: number;
  /** Fields below fields, and values inside values of the variables. */
  readonly depth: number;
  /** Renamed fields, fragments counted where they are used. */
  readonly aliases: number;
  /** Fields of an operation itself. */
  readonly rootFields: number;
  /** Uses of directives, fragments counted where they are used. */
  readonly directives: number;
  /** How often one response key may be asked for at one place of the answer. */
  readonly duplicateKeys: number;
  /** `first` and `last` of a list. */
  readonly pageSize: number;
  /** `first` of a change feed, for the role `service` alone. */
  readonly feedPageSize: number;
  /** Static cost of an operation: three times the dearest trusted one. */
  readonly cost: number;
  /** The same for the role `service`, whose feeds come in long pages. */
  readonly serviceCost: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 1_048_576,
  tokens: 4_000,
  depth: 12,
  aliases: 15,
  rootFields: 20,
  directives: 10,
  duplicateKeys: 10,
  pageSize: 500,
  feedPageSize: 5_000,
  cost: 135_000,
  serviceCost: 720_000,
};

/** Brackets within brackets for each level of fields: arguments, values and inline fragments nest as well. */
const NESTING_PER_LEVEL = 4;

/** What can be told of a document before it is parsed. */
export function scanLimitsOf({ tokens, depth }: Limits): ScanLimits {
  return { tokens, nesting: depth * NESTING_PER_LEVEL };
}

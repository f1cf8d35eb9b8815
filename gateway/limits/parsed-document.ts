import { type DocumentNode, GraphQLError, parse } from 'graphql';
import { err, ok, type Result } from '../../shared/primitives/result.ts';
import { type DocumentMeasure, measureDocument } from './document-measure.ts';

export interface ParsedDocument {
  readonly document: DocumentNode;
  readonly measure: DocumentMeasure;
}

export type ParseFault = { readonly kind: 'TOO_LONG' } | { readonly kind: 'SYNTAX'; readonly error: GraphQLError };

/** What the parser says at its limit; a document cannot make it say so, for its own words come after other words. */
const TOO_LONG = /^Syntax Error: Document contains more tha[nt] \d+ tokens/;

/** Parses and measures a document, giving up at the limit of tokens. */
export function parseDocument(query: string, maxTokens: number): Result<ParsedDocument, ParseFault> {
  try {
    const document = parse(query, { maxTokens });
    return ok({ document, measure: measureDocument(document) });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return err(TOO_LONG.test(error.message) ? { kind: 'TOO_LONG' } : { kind: 'SYNTAX', error });
  }
}

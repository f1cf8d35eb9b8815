import { type DocumentNode, GraphQLError, parse } from 'graphql';
import { err, ok, type Result } from '../../shared/primitives/result.ts';
import { type DocumentMeasure, measureDocument } from './document-measure.ts';
import { type ScanLimits, scanDocument } from './scan-document.ts';

export interface ParsedDocument {
  readonly document: DocumentNode;
  readonly measure: DocumentMeasure;
}

export type ParseFault =
  | { readonly kind: 'TOO_LONG' }
  | { readonly kind: 'TOO_DEEP' }
  | { readonly kind: 'SYNTAX'; readonly error: GraphQLError };

/** Parses and measures a document, once it is known to be neither too long nor too deep to do so. */
export function parseDocument(query: string, limits: ScanLimits): Result<ParsedDocument, ParseFault> {
  try {
    const excess = scanDocument(query, limits);
    if (excess !== null) return err({ kind: excess });
    const document = parse(query);
    return ok({ document, measure: measureDocument(document) });
  } catch (error) {
    if (error instanceof GraphQLError) return err({ kind: 'SYNTAX', error });
    throw error;
  }
}

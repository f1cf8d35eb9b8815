import { Lexer, Source, TokenKind } from 'graphql';

export interface ScanLimits {
  readonly tokens: number;
  /** Brackets of any kind inside brackets: the parser goes as deep as they do, and its stack has an end. */
  readonly nesting: number;
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Reads the tokens of a document, without parsing, until it knows that there are too many or too deep ones. Throws on text that is no token. */
export function scanDocument(query: string, limits: ScanLimits): 'TOO_LONG' | 'TOO_DEEP' | null {
  const lexer = new Lexer(new Source(query));
  let nesting = 0;
  for (let count = 0; lexer.advance().kind !== TokenKind.EOF; count += 1) {
    if (count >= limits.tokens) return 'TOO_LONG';
    const { kind } = lexer.token;
    if (OPENING.has(kind)) nesting += 1;
    else if (CLOSING.has(kind)) nesting -= 1;
    if (nesting > limits.nesting) return 'TOO_DEEP';
  }
  return null;
}

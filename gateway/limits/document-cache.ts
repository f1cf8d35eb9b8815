import { ok, type Result } from '../../shared/primitives/result.ts';
import { type ParsedDocument, type ParseFault, parseDocument } from './parsed-document.ts';
import type { ScanLimits } from './scan-document.ts';

export interface DocumentCachePolicy {
  readonly entries: number;
  /** Characters of all documents together: what bounds the memory, for a parsed one takes many times its text. */
  readonly characters: number;
}

export const defaultDocumentCachePolicy: DocumentCachePolicy = { entries: 1_000, characters: 2_000_000 };

/** Parses each document once while it is in use. Only good ones are kept; the one unused longest goes first. */
export class DocumentCache {
  private readonly known = new Map<string, ParsedDocument>();
  private characters = 0;

  constructor(
    private readonly limits: ScanLimits,
    private readonly policy: DocumentCachePolicy = defaultDocumentCachePolicy,
  ) {}

  get size(): number {
    return this.known.size;
  }

  parse(query: string): Result<ParsedDocument, ParseFault> {
    const known = this.known.get(query);
    if (known) {
      this.known.delete(query);
      this.known.set(query, known);
      return ok(known);
    }
    const parsed = parseDocument(query, this.limits);
    if (parsed.ok) this.keep(query, parsed.value);
    return parsed;
  }

  private keep(query: string, parsed: ParsedDocument): void {
    this.known.set(query, parsed);
    this.characters += query.length;
    for (const oldest of this.known.keys()) {
      if (this.known.size <= this.policy.entries && this.characters <= this.policy.characters) return;
      this.known.delete(oldest);
      this.characters -= oldest.length;
    }
  }
}

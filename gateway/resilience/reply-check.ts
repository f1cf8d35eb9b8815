import type { ExecutionRequest, ExecutionResult } from '@graphql-tools/utils';
import type { DocumentNode } from 'graphql';
import { compileReplyCheck } from './reply-shape.ts';
import { type GraphTypes, readGraphTypes } from './subgraph-types.ts';

type CompiledCheck = ReturnType<typeof compileReplyCheck>;

/** The graph that is served, as text and by its hash. */
export interface ServedGraph {
  readonly routed: string;
  readonly hash: string;
}

/**
 * Holds replies of subgraphs against what was asked of them. The runtime trusts their shape: what is missing becomes null
 * with nobody named, and what was not asked for overwrites what others have said. The types are read once per graph, a
 * check is made once per document; plans and their documents are kept by the runtime as long as they are in use.
 */
export class ReplyChecker {
  private read: { readonly hash: string; readonly types: GraphTypes } | null = null;
  private readonly checks = new WeakMap<DocumentNode, CompiledCheck>();

  constructor(private readonly served: () => ServedGraph) {}

  /** Where and how a reply is not what was asked for; null when it is. Holds nothing of the reply itself. */
  faultOf(subgraph: string, request: ExecutionRequest, result: ExecutionResult): string | null {
    const { data, errors } = result;
    if (errors !== undefined && !isErrorList(errors)) return 'errors are malformed';
    if (data === undefined || data === null) return errors?.length ? null : 'neither data nor errors';
    return this.checkOf(subgraph, request.document)(data, request.variables ?? {});
  }

  /** Reads the types of the graph now, so that no request waits for it. */
  prepare(): void {
    this.types();
  }

  private checkOf(subgraph: string, document: DocumentNode): CompiledCheck {
    const known = this.checks.get(document);
    if (known) return known;
    const graph = this.types();
    const types = graph.subgraphs.get(subgraph);
    const check = types ? compileReplyCheck(document, types, graph) : () => null;
    this.checks.set(document, check);
    return check;
  }

  private types(): GraphTypes {
    const { hash, routed } = this.served();
    if (this.read?.hash !== hash) this.read = { hash, types: readGraphTypes(routed) };
    return this.read.types;
  }
}

/** What is passed on of an error has the form that everybody behind us relies on. */
function isErrorList(errors: unknown): boolean {
  return Array.isArray(errors) && errors.every(isError);
}

function isError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { message, path, extensions }: { message?: unknown; path?: unknown; extensions?: unknown } = error;
  const isPath =
    path === undefined || path === null || (Array.isArray(path) && path.every((step) => typeof step !== 'object'));
  return typeof message === 'string' && isPath && (extensions === undefined || typeof extensions === 'object');
}

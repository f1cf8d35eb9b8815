import { type DirectiveNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { err, ok, type Result } from '../../shared/primitives/result.ts';

/** The address a composed file carries for a subgraph: one that can never be reached, so that a forgotten one shows. */
export function placeholderUrl(subgraph: string): string {
  return `http://${subgraph}.subgraph.invalid/graphql`;
}

/** The supergraph with the addresses of this deployment; refused when a subgraph has none. */
export function withRoutingUrls(sdl: string, urls: Readonly<Record<string, string>>): Result<string, string> {
  let document: DocumentNode;
  try {
    document = parse(sdl);
  } catch (error) {
    return err(`not readable: ${error instanceof Error ? error.message : String(error)}`);
  }
  const missing: string[] = [];
  let found = 0;
  const routed = visit(document, {
    Directive(node) {
      if (node.name.value !== 'join__graph') return undefined;
      const name = argument(node, 'name') ?? '';
      const url = urls[name];
      found += 1;
      if (url === undefined) missing.push(name);
      return withUrl(node, url ?? '');
    },
  });
  if (found === 0) return err('names no subgraph (no @join__graph)');
  if (missing.length > 0) return err(`no address is configured for: ${missing.join(', ')}`);
  return ok(print(routed));
}

function argument(node: DirectiveNode, name: string): string | undefined {
  const value = node.arguments?.find((candidate) => candidate.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function withUrl(node: DirectiveNode, url: string): DirectiveNode {
  const value = { kind: Kind.STRING, value: url } as const;
  return { ...node, arguments: node.arguments?.map((item) => (item.name.value === 'url' ? { ...item, value } : item)) };
}

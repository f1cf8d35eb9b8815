import { type DirectiveNode, Kind, parse, print, visit } from 'graphql';

/** Links that the peer refuses to serve without its company's licence; what they guard is guarded by the product's gateway. */
const SECURITY = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy)\//;

/** A supergraph without the security links, their directives and types, so that an unlicensed gateway takes it. */
export function withoutSecurity(sdl: string): string {
  const document = parse(sdl);
  const names = new Set<string>();
  visit(document, {
    Directive(node) {
      const name = securityName(node);
      if (name !== null) names.add(name);
    },
  });
  const isTheirs = (name: string): boolean => [...names].some((each) => name === each || name.startsWith(`${each}__`));
  return print(
    visit(document, {
      Directive: (node) => (isTheirs(node.name.value) || securityName(node) !== null ? null : undefined),
      DirectiveDefinition: (node) => (isTheirs(node.name.value) ? null : undefined),
      ScalarTypeDefinition: (node) => (isTheirs(node.name.value) ? null : undefined),
    }),
  );
}

/** `requiresScopes` of a link to it; null of every other directive. */
function securityName(node: DirectiveNode): string | null {
  const url = node.arguments?.find(({ name }) => name.value === 'url')?.value;
  if (node.name.value !== 'link' || url?.kind !== Kind.STRING) return null;
  return SECURITY.exec(url.value)?.[1] ?? null;
}

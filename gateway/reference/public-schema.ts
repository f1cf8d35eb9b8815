import { type DocumentNode, type NameNode, parse, print, visit } from 'graphql';

const OF_FEDERATION = /^(join__|link__|requiresScopes__)|^(link|inaccessible|requiresScopes)$/;

/** Whether a name of the supergraph is federation's own and no business of a client. */
export function isOfFederation(name: string): boolean {
  return OF_FEDERATION.test(name);
}

interface Named {
  readonly name: NameNode;
}

const drop = ({ name }: Named): null | undefined => (isOfFederation(name.value) ? null : undefined);

/** The schema a client sees: the supergraph without what only gateways need and without what is kept from clients. */
export function publicSchema(supergraph: DocumentNode): DocumentNode {
  return visit(supergraph, {
    SchemaDefinition: () => null,
    DirectiveDefinition: drop,
    ScalarTypeDefinition: drop,
    EnumTypeDefinition: drop,
    InputObjectTypeDefinition: drop,
    FieldDefinition: ({ directives }) =>
      directives?.some(({ name }) => name.value === 'inaccessible') === true ? null : undefined,
    Directive: { leave: drop },
  });
}

/** The public schema as text, the same for the same graph. */
export function printPublicSchema(supergraph: string): string {
  return `${print(publicSchema(parse(supergraph)))}\n`;
}

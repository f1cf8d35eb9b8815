import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { isIntrospectionField } from './document-measure.ts';
import { FragmentMemo, fragmentsOf } from './fragments.ts';
import { argumentNumber, type Given, PAGE_ARGUMENTS } from './page-size.ts';

/** Entries assumed of a list that is not asked for by pages (missing units, evidence of one indicator). */
const UNPAGED_LIST = 10;

/** A page nobody gave a size, where the graph gives none either. */
const UNSIZED_PAGE = 100;

interface Costing extends Given {
  readonly schema: GraphQLSchema | null;
  readonly memo: FragmentMemo<number>;
}

/**
 * What an operation would cost at most, without running it: one for each field, times the size of every page and list it
 * stands in. A pure function of document, variables and schema, linear in the document; infinite for fragments in a circle.
 */
export function costOf(document: DocumentNode, given: Given, schema: GraphQLSchema | null): number {
  const memo = new FragmentMemo<number>(fragmentsOf(document), Number.POSITIVE_INFINITY, 0);
  const root = schema?.getRootType(given.operation.operation) ?? null;
  return costOfSet(given.operation.selectionSet, root, { ...given, schema, memo });
}

function costOfSet(set: SelectionSetNode, parent: GraphQLNamedType | null, costing: Costing): number {
  let cost = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      cost += costOfField(selection, parent, costing);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const type = selection.typeCondition ? typeOf(selection.typeCondition.name.value, costing) : parent;
      cost += costOfSet(selection.selectionSet, type, costing);
    } else {
      cost += costing.memo.get(selection.name.value, (fragment) =>
        costOfSet(fragment.selectionSet, typeOf(fragment.typeCondition.name.value, costing), costing),
      );
    }
  }
  return cost;
}

function costOfField(field: FieldNode, parent: GraphQLNamedType | null, costing: Costing): number {
  if (!field.selectionSet) return 1;
  const definition = fieldOf(parent, field.name.value);
  const below = costOfSet(field.selectionSet, definition ? getNamedType(definition.type) : null, costing);
  // Introspection is answered by the gateway from what it holds; its lists multiply nothing.
  return 1 + below * (isIntrospectionField(field.name.value) ? 1 : entriesOf(field, definition, costing));
}

/** How many times what stands below a field may come. Of a connection the page multiplies, and its `edges` not again. */
function entriesOf(field: FieldNode, definition: GraphQLField<unknown, unknown> | null, given: Given): number {
  for (const argument of PAGE_ARGUMENTS) {
    const size = argumentNumber(field, argument, given);
    if (size !== null) return Math.max(1, size);
  }
  if (!definition) return 1;
  const paged = definition.args.find(({ name }) => PAGE_ARGUMENTS.has(name));
  if (paged) return typeof paged.defaultValue === 'number' ? paged.defaultValue : UNSIZED_PAGE;
  const isList = isListType(getNullableType(definition.type));
  return isList && !PAGE_FIELDS.has(field.name.value) ? UNPAGED_LIST : 1;
}

/** Lists whose length the page around them gives. */
const PAGE_FIELDS: ReadonlySet<string> = new Set(['edges', 'nodes', 'changes']);

function typeOf(name: string, { schema }: Costing): GraphQLNamedType | null {
  return schema?.getType(name) ?? null;
}

function fieldOf(type: GraphQLNamedType | null, name: string): GraphQLField<unknown, unknown> | null {
  return isObjectType(type) || isInterfaceType(type) ? (type.getFields()[name] ?? null) : null;
}

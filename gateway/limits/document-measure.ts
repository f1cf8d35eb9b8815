import { type DocumentNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import { FragmentMemo, fragmentsOf } from './fragments.ts';

/** Sizes of a document that do not depend on variables or schema. Each is the largest of its operations and fragments. */
export interface DocumentMeasure {
  /** Infinite where fragments spread each other in a circle. */
  readonly depth: number;
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
  readonly isIntrospection: boolean;
}

/** Levels below `__schema` and `__type`: tools ask for types inside types, and no subgraph is asked for them. */
const INTROSPECTION_DEPTH_ALLOWANCE = 8;

const EMPTY: DocumentMeasure = { depth: 0, rootFields: 0, aliases: 0, directives: 0, isIntrospection: false };
const CYCLE: DocumentMeasure = { ...EMPTY, depth: Number.POSITIVE_INFINITY };

/** Measures every definition, used or not, in time linear in the document. */
export function measureDocument(document: DocumentNode): DocumentMeasure {
  const memo = new FragmentMemo<DocumentMeasure>(fragmentsOf(document), CYCLE, EMPTY);
  let largest = EMPTY;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const ofVariables = (definition.variableDefinitions ?? []).reduce(
      (sum, variable) => sum + (variable.directives?.length ?? 0),
      0,
    );
    const own = measureSet(definition.selectionSet, memo);
    const directives = own.directives + ofVariables + (definition.directives?.length ?? 0);
    const isOperation = definition.kind === Kind.OPERATION_DEFINITION;
    largest = largestOf(largest, { ...own, directives, rootFields: isOperation ? own.rootFields : 0 });
  }
  return largest;
}

function measureSet(set: SelectionSetNode, memo: FragmentMemo<DocumentMeasure>): DocumentMeasure {
  let depth = 0;
  let rootFields = 0;
  let aliases = 0;
  let directives = 0;
  let isIntrospection = false;
  for (const selection of set.selections) {
    const own = measureSelection(selection, memo);
    depth = Math.max(depth, own.depth);
    rootFields += own.rootFields;
    aliases += own.aliases;
    directives += own.directives + (selection.directives?.length ?? 0);
    isIntrospection ||= own.isIntrospection;
  }
  return { depth, rootFields, aliases, directives, isIntrospection };
}

function measureSelection(selection: SelectionNode, memo: FragmentMemo<DocumentMeasure>): DocumentMeasure {
  if (selection.kind === Kind.INLINE_FRAGMENT) return measureSet(selection.selectionSet, memo);
  if (selection.kind === Kind.FRAGMENT_SPREAD) {
    return memo.get(selection.name.value, (fragment) => {
      const own = measureSet(fragment.selectionSet, memo);
      return { ...own, directives: own.directives + (fragment.directives?.length ?? 0) };
    });
  }
  const below = selection.selectionSet ? measureSet(selection.selectionSet, memo) : EMPTY;
  const isIntrospection = isIntrospectionField(selection.name.value);
  const ownDepth = below.depth + 1;
  return {
    depth: isIntrospection ? Math.max(1, ownDepth - INTROSPECTION_DEPTH_ALLOWANCE) : ownDepth,
    rootFields: 1,
    aliases: below.aliases + (selection.alias ? 1 : 0),
    directives: below.directives,
    isIntrospection: isIntrospection || below.isIntrospection,
  };
}

/** `__typename` tells nothing that the asker did not know. */
export function isIntrospectionField(name: string): boolean {
  return name === '__schema' || name === '__type';
}

function largestOf(one: DocumentMeasure, other: DocumentMeasure): DocumentMeasure {
  return {
    depth: Math.max(one.depth, other.depth),
    rootFields: Math.max(one.rootFields, other.rootFields),
    aliases: Math.max(one.aliases, other.aliases),
    directives: Math.max(one.directives, other.directives),
    isIntrospection: one.isIntrospection || other.isIntrospection,
  };
}

import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from './fragments.ts';

export interface DuplicateKey {
  readonly key: string;
  readonly count: number;
}

/** Far beyond any honest document; where counting ends even if nobody limits the cost. */
const MOST_FIELDS = 200_000;

/**
 * The response key asked for more often than `most` at one place of the answer, or null. Selections that would be merged
 * are counted together (`a { b } a { b }` asks twice for `a` and twice for `a.b`): merging them is what validation pays for.
 * Call it after cost and depth are known to be bounded: fragments are walked where they are used.
 */
export function findDuplicateKey(document: DocumentNode, most: number): DuplicateKey | null {
  const walk: Walk = { fragments: fragmentsOf(document), most, fields: 0 };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const found = findIn([definition.selectionSet], walk);
    if (found) return found;
  }
  return null;
}

interface Walk {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly most: number;
  fields: number;
}

interface Asked {
  count: number;
  readonly below: SelectionSetNode[];
}

function findIn(sets: readonly SelectionSetNode[], walk: Walk): DuplicateKey | null {
  const asked = new Map<string, Asked>();
  const isOver = sets.some((set) => collect(set, asked, walk));
  const [worst] = [...asked].sort(([, one], [, other]) => other.count - one.count);
  if (worst && (isOver || worst[1].count > walk.most)) return { key: worst[0], count: worst[1].count };
  for (const { below } of asked.values()) {
    const found = below.length > 0 ? findIn(below, walk) : null;
    if (found) return found;
  }
  return null;
}

/** True when counting must end here. */
function collect(set: SelectionSetNode, asked: Map<string, Asked>, walk: Walk): boolean {
  for (const selection of set.selections) {
    walk.fields += 1;
    if (walk.fields > MOST_FIELDS) return true;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const one = asked.get(key) ?? { count: 0, below: [] };
      one.count += 1;
      if (selection.selectionSet) one.below.push(selection.selectionSet);
      asked.set(key, one);
    } else {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.fragments.get(selection.name.value);
      if (inner && collect(inner.selectionSet, asked, walk)) return true;
    }
  }
  return false;
}

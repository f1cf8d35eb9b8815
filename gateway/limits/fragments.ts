import { type DocumentNode, type FragmentDefinitionNode, Kind } from 'graphql';

/** Fragments of a document by name; of two with one name the first, as execution would take it. */
export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && !fragments.has(definition.name.value))
      fragments.set(definition.name.value, definition);
  }
  return fragments;
}

/**
 * Computes something about each fragment once, however often it is spread: what makes counting linear where fragments
 * double each other. A fragment that spreads itself gets `ofCycle`.
 */
export class FragmentMemo<T> {
  private readonly known = new Map<string, T>();
  private readonly running = new Set<string>();

  constructor(
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly ofCycle: T,
    private readonly ofUnknown: T,
  ) {}

  get(name: string, compute: (fragment: FragmentDefinitionNode) => T): T {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const fragment = this.fragments.get(name);
    if (!fragment) return this.ofUnknown;
    if (this.running.has(name)) return this.ofCycle;
    this.running.add(name);
    const value = compute(fragment);
    this.running.delete(name);
    this.known.set(name, value);
    return value;
  }
}

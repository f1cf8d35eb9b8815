import type { Json } from '../primitives/canonical-json.ts';
import type { Leaf, Section } from './snapshot-format.ts';
import { fromTagged, toOrdered, toTagged } from './tagged-json.ts';

const LIST = '@list';
const MAP = '@map';

/**
 * A document as leaves, so that a changed line is named by what it is about: one for each member, and where a member is a
 * list or a map, one for it (`{"@list":<n>}`, `{"@map":<n>}`) and one for each entry, in its order. `isOrdered` where something
 * may rest on the order of an object's members.
 */
export function documentLeaves(section: Section, name: string, document: object, isOrdered = false): Leaf[] {
  const members = Object.entries(document).filter(([, value]) => value !== undefined);
  const write = isOrdered ? toOrdered : toTagged;
  return members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([member, value]) => memberLeaves({ section, key: `${name}/${member}` }, value, write));
}

function memberLeaves(
  { section, key }: Omit<Leaf, 'content'>,
  value: unknown,
  write: (value: unknown) => Json,
): Leaf[] {
  const isMap = value instanceof Map;
  const entries: unknown[] = isMap ? [...value] : Array.isArray(value) ? value : [];
  if (!isMap && (!Array.isArray(value) || entries.every((entry) => typeof entry !== 'object')))
    return [{ section, key, content: write(value) }];
  return [
    { section, key, content: { [isMap ? MAP : LIST]: entries.length } },
    ...entries.map((entry, at) => ({ section, key: `${key}/${numbered(at)}`, content: write(entry) })),
  ];
}

/** Numbers in keys have seven digits, so that their order as text is that of the numbers. */
export function numbered(at: number): string {
  return String(at).padStart(7, '0');
}

/** Puts a document together again from its leaves, given in their order. */
export class DocumentReader {
  private readonly members = new Map<string, unknown>();
  private open: unknown[] = [];
  private maps = new Map<string, unknown[]>();

  /** Takes a leaf in; `path` is its key after the name of the document. */
  add(path: string, content: Json): void {
    const [member = '', entry] = path.split('/');
    if (entry !== undefined) {
      this.open.push(fromTagged(content));
      return;
    }
    const kind = kindOf(content);
    if (kind === null) {
      this.members.set(member, fromTagged(content));
      return;
    }
    this.open = [];
    if (kind === MAP) this.maps.set(member, this.open);
    else this.members.set(member, this.open);
  }

  /** The document; of which type is for the caller to say. */
  document(): Record<string, unknown> {
    const maps = [...this.maps].map(([member, entries]) => [member, new Map(entries.filter(isEntry))] as const);
    return Object.fromEntries([...this.members, ...maps]);
  }
}

function kindOf(content: Json): typeof LIST | typeof MAP | null {
  if (content === null || typeof content !== 'object' || Array.isArray(content)) return null;
  const keys = Object.keys(content);
  if (keys.length !== 1) return null;
  const [only] = Object.entries(content);
  if (only === undefined || typeof only[1] !== 'number') return null;
  return only[0] === LIST ? LIST : only[0] === MAP ? MAP : null;
}

function isEntry(value: unknown): value is [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

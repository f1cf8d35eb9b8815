import { canonicalJson, type Json } from '../primitives/canonical-json.ts';
import { type Leaf, leafText } from './snapshot-format.ts';

/** A leaf with the line it stands on, and the line itself. */
export interface PlacedLeaf extends Leaf {
  readonly line: number;
  readonly text: string;
}

/** The first place at which what a snapshot says of a subject is not what is calculated from it. */
export interface ReplayDifference {
  readonly subject: string;
  /** Code of the indicator in its framework; null where the difference is elsewhere in the result. */
  readonly indicator: string | null;
  /** Place in the result, for example `indicators/0000004 score.value`. */
  readonly path: string;
  /** What the snapshot says, and what the replay says, as JSON; null where one has nothing there. */
  readonly sealed: string | null;
  readonly replayed: string | null;
  /** Line of the file; null where the snapshot has none. */
  readonly line: number | null;
}

/** The first difference of two results of a subject; of an indicator rather than of what follows from it. */
export function findDifference(
  subject: string,
  sealed: readonly PlacedLeaf[],
  replayed: readonly Leaf[],
): ReplayDifference | null {
  const calculated = new Map(replayed.map((leaf) => [leaf.key, leaf]));
  const differing = sealed.filter((leaf) => {
    const other = calculated.get(leaf.key);
    calculated.delete(leaf.key);
    return other === undefined || leafText(other) !== leaf.text;
  });
  const [surplus] = calculated.values();
  const first = differing.find(isOfIndicator) ?? differing[0];
  if (first === undefined) return surplus === undefined ? null : toDifference(subject, null, surplus);
  const other = replayed.find(({ key }) => key === first.key);
  return toDifference(subject, first, other ?? null);
}

function toDifference(subject: string, sealed: PlacedLeaf | null, replayed: Leaf | null): ReplayDifference {
  const key = (sealed ?? replayed)?.key ?? '';
  const place = key.slice(`${subject}/result/`.length);
  const at = sealed === null || replayed === null ? '' : pathTo(sealed.content, replayed.content);
  const named = sealed ?? replayed;
  return {
    subject,
    indicator: named !== null && isOfIndicator(named) ? codeOf(named.content) : null,
    path: at === '' ? place : `${place} ${at}`,
    sealed: sealed && canonicalJson(memberAt(sealed.content, at) ?? null),
    replayed: replayed && canonicalJson(memberAt(replayed.content, at) ?? null),
    line: sealed?.line ?? null,
  };
}

/** Way to the first member in which two contents differ, as `score.value`; empty where they differ as a whole. */
function pathTo(a: Json | undefined, b: Json | undefined): string {
  if (!isRecord(a) || !isRecord(b)) return '';
  for (const key of Object.keys({ ...a, ...b }).sort()) {
    if (canonicalJson(a[key] ?? null) === canonicalJson(b[key] ?? null)) continue;
    const rest = pathTo(a[key], b[key]);
    return rest === '' ? key : `${key}.${rest}`;
  }
  return '';
}

function memberAt(content: Json, path: string): Json | undefined {
  if (path === '') return content;
  let member: Json | undefined = content;
  for (const step of path.split('.')) member = isRecord(member) ? member[step] : undefined;
  return member;
}

function isOfIndicator({ key }: Pick<Leaf, 'key'>): boolean {
  return key.includes('/result/indicators/');
}

function codeOf(content: Json): string | null {
  return isRecord(content) && typeof content['code'] === 'string' ? content['code'] : null;
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

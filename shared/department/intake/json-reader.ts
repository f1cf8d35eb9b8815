import type { Issue } from '../../primitives/issue.ts';
import { err, ok, type Result } from '../../primitives/result.ts';
import { forbiddenColumn } from '../validation/forbidden-columns.ts';
import { readText } from './cells.ts';
import { COLUMNS, type Column, columnOf, nearestColumn } from './columns.ts';
import type { IntakeItem, LineReader } from './intake.ts';
import type { Place } from './file-issue.ts';
import { fileErrors } from './file.errors.ts';
import { headerErrors } from './header.errors.ts';
import { lineErrors } from './line.errors.ts';
import { readRow } from './read-row.ts';
import type { TextLine } from './split-lines.ts';

/** Members told of one object at most. */
const OBJECT_FAULTS = 20;

/** A name and whether a colon follows: all texts of a line, told apart from what stands within them. */
const TEXTS = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/** Reads rows from NDJSON text: one object a line, empty lines passed over. */
export class JsonReader implements LineReader {
  readonly #limit: number;
  #isFirst = true;

  constructor(lineBytes: number) {
    this.#limit = lineBytes;
  }

  *end(): Generator<IntakeItem> {}

  *read({ text, number: line, isTooLong }: TextLine): Generator<IntakeItem> {
    if (isTooLong) return yield toFault(lineErrors.tooLong(line, this.#limit));
    if (text.trim() === '') return;
    const beginning = this.#isFirst ? checkFirst(text) : null;
    this.#isFirst = false;
    if (beginning !== null) return yield beginning;
    const members = parseObject(text);
    if (members === null) return yield toFault(lineErrors.notAnObject(line));
    yield* readObject(members, text, line);
  }
}

function checkFirst(text: string): IntakeItem | null {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) return fileErrors.jsonArray();
  if (trimmed === '{') return fileErrors.objectOverLines();
  return !trimmed.startsWith('{') && trimmed.split(/[,\t]/).some((name) => columnOf(name) !== null)
    ? fileErrors.csvAsJson()
    : null;
}

function* readObject(members: Readonly<Record<string, unknown>>, source: string, line: number): Generator<IntakeItem> {
  const texts: Partial<Record<Column, string>> = {};
  const faults: Issue[] = [];
  for (const [name, member] of Object.entries(members).slice(0, COLUMNS.length + OBJECT_FAULTS)) {
    const column = columnOf(name);
    const place: Place = { line, column: column ?? name.slice(0, 100) };
    const text = column === null ? err(unknownMember(place, name)) : readMember(member, column, place);
    if (!text.ok) faults.push(text.error);
    else if (column !== null && texts[column] === undefined) texts[column] = text.value;
    else faults.push(lineErrors.memberRepeated(line));
  }
  if (faults.length === 0 && countNames(source) !== Object.keys(members).length + innerNames(members))
    faults.push(lineErrors.memberRepeated(line));
  if (faults.length > 0) for (const issue of faults) yield toFault(issue);
  else yield* readRow(texts, line);
}

/**
 * A number of JSON is refused as a value even where it is whole: when it is here, `1` cannot be told from
 * `1.00000000000000000001`.
 */
function readMember(member: unknown, column: Column, place: Place): Result<string, Issue> {
  if (member === null) return ok('');
  if (typeof member === 'string') return readText(member, column, place);
  if (column === 'value' && typeof member === 'boolean') return ok(String(member));
  if (column === 'value' && typeof member === 'number') return err(lineErrors.valueIsNumber(place));
  if (column === 'expectedRevision' && Number.isSafeInteger(member)) return ok(String(member));
  if (column !== 'dimensions' || typeof member !== 'object') return err(lineErrors.memberNotText(place));
  const pairs = Array.isArray(member) ? pairsOf(member) : Object.entries(member);
  const text = pairs === null ? null : writePairs(pairs);
  return text === null ? err(lineErrors.dimensionsMalformed(place)) : readText(text, column, place);
}

function pairsOf(parts: readonly unknown[]): readonly (readonly [unknown, unknown])[] | null {
  const pairs: (readonly [unknown, unknown])[] = [];
  for (const part of parts) {
    if (!isObject(part) || Object.keys(part).length !== 2) return null;
    pairs.push([part['key'], part['code']]);
  }
  return pairs;
}

/** The coordinates as a CSV cell has them, so that all forms are held to the same; null where they cannot be written so. */
function writePairs(pairs: readonly (readonly [unknown, unknown])[]): string | null {
  const texts: string[] = [];
  for (const [key, code] of pairs) {
    if (typeof key !== 'string' || typeof code !== 'string' || /[;=；＝]/.test(key + code)) return null;
    texts.push(`${key}=${code}`);
  }
  return texts.join(';');
}

function unknownMember(place: Place, name: string): Issue {
  const personal = forbiddenColumn(name);
  return personal === null
    ? headerErrors.columnUnknown(place, nearestColumn(name))
    : headerErrors.columnForbidden(place, personal);
}

/** Members the source names, those of inner objects too; more than were parsed where a name is there twice. */
function countNames(source: string): number {
  let count = 0;
  for (const [, colon] of source.matchAll(TEXTS)) if (colon !== undefined) count += 1;
  return count;
}

/** Names within `dimensions`, by now known to be flat; no other member holds objects. */
function innerNames(members: Readonly<Record<string, unknown>>): number {
  let count = 0;
  for (const member of Object.values(members)) {
    if (typeof member !== 'object' || member === null) continue;
    for (const part of Array.isArray(member) ? member : [member]) if (isObject(part)) count += Object.keys(part).length;
  }
  return count;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toFault(issue: Issue): IntakeItem {
  return { kind: 'fault', issue, endsReading: false };
}

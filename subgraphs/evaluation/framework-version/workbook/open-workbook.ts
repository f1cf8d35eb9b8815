import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import readWorkbook from 'read-excel-file/node';
import type { Sheet } from '../../../../shared/catalogue/workbook/sheet.ts';
import { err, ok, type Result } from '../../../../shared/primitives/result.ts';
import { inspectSheet } from './inspect-sheet.ts';
import { WORKBOOK_LIMITS } from './workbook-limits.ts';
import { type WorkbookRefusal, workbookRefusals } from './workbook-refusals.ts';

const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** What of a workbook is read; everything else, macros and pictures with it, is left aside. */
const PARTS =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(workbook|sharedStrings|styles)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[\w-]+\.xml)$/;

/**
 * The sheets of an .xlsx file as texts. The file may be anybody's: it is unpacked into a bounded amount of memory, looked
 * through, and only what was looked through is handed to the reader.
 */
export async function openWorkbook(bytes: Uint8Array): Promise<Result<readonly Sheet[], readonly WorkbookRefusal[]>> {
  if (bytes.length > WORKBOOK_LIMITS.bytes) return err([workbookRefusals.tooLarge()]);
  const unpacked = unpack(bytes);
  if (!unpacked.ok) return unpacked;
  const refusals = inspect(unpacked.value);
  if (refusals.length > 0) return err(refusals);
  return read(unpacked.value);
}

type Parts = ReadonlyMap<string, string>;

function unpack(bytes: Uint8Array): Result<Parts, readonly WorkbookRefusal[]> {
  if (!ZIP.every((byte, index) => bytes[index] === byte)) return err([workbookRefusals.notWorkbook()]);
  let [entries, size] = [0, 0];
  const isWithin = (): boolean => entries <= WORKBOOK_LIMITS.entries && size <= WORKBOOK_LIMITS.unpackedBytes;
  try {
    // What is unpacked goes into a buffer of the stated size: a file that states less is cut off, not let in.
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        entries += 1;
        size += PARTS.test(name) ? originalSize : 0;
        return PARTS.test(name) && isWithin();
      },
    });
    if (!isWithin()) return err([workbookRefusals.tooLarge()]);
    const parts = new Map(Object.entries(files).map(([name, content]) => [name, strFromU8(content)]));
    return parts.has('xl/workbook.xml') ? ok(parts) : err([workbookRefusals.notWorkbook()]);
  } catch {
    return err([workbookRefusals.notWorkbook()]);
  }
}

function inspect(parts: Parts): WorkbookRefusal[] {
  const isPlain = [...parts.values()].every((xml) => !xml.includes('\0') && !/<!DOCTYPE|<!ENTITY/i.test(xml));
  if (!isPlain) return [workbookRefusals.notWorkbook()];
  const sheets = [...parts].filter(([name]) => name.startsWith('xl/worksheets/'));
  if (sheets.length > WORKBOOK_LIMITS.sheets) return [workbookRefusals.tooManySheets(sheets.length)];
  const names = sheetNames(parts);
  let cells = 0;
  const refusals = sheets.flatMap(([file, xml]) => {
    const found = inspectSheet(names.get(file) ?? file, xml);
    cells += found.cells;
    return found.refusals;
  });
  return cells > WORKBOOK_LIMITS.cells ? [workbookRefusals.tooManyCells(), ...refusals] : refusals;
}

/** Names of sheets by the file that holds them, for faults. */
function sheetNames(parts: Parts): Map<string, string> {
  const targets = new Map<string, string>();
  for (const [tag] of (parts.get('xl/_rels/workbook.xml.rels') ?? '').matchAll(/<Relationship\b[^>]*>/g)) {
    const [id, target] = [attribute(tag, 'Id'), attribute(tag, 'Target')];
    if (id !== null && target !== null) targets.set(id, `xl/${target.replace(/^\/?(xl\/)?/, '')}`);
  }
  const names = new Map<string, string>();
  for (const [tag] of (parts.get('xl/workbook.xml') ?? '').matchAll(/<sheet\b[^>]*>/g)) {
    const [file, name] = [targets.get(attribute(tag, 'r:id') ?? ''), attribute(tag, 'name')];
    if (file !== undefined && name !== null) names.set(file, name);
  }
  return names;
}

function attribute(tag: string, name: string): string | null {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? null;
}

async function read(parts: Parts): Promise<Result<readonly Sheet[], readonly WorkbookRefusal[]>> {
  // A stated extent would be believed by the reader; the cells themselves say how far a sheet goes.
  const clean = [...parts].map(([name, xml]) => [name, strToU8(xml.replace(/<dimension\b[^>]*>/g, ''))] as const);
  try {
    const sheets = await readWorkbook(Buffer.from(zipSync(Object.fromEntries(clean), { level: 0 })), {
      parseNumber: (text: string) => text,
    });
    return ok(sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(textOf)) })));
  } catch {
    return err([workbookRefusals.notWorkbook()]);
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
}

import { type DimensionValue, parseDimensions } from '../../primitives/dimensions.ts';
import type { Issue } from '../../primitives/issue.ts';
import { err, ok, type Result } from '../../primitives/result.ts';
import { restoreCell } from '../../primitives/spreadsheet-cell.ts';
import type { FigureStage } from '../validation/row.ts';
import { cleanCode, cleanFigure, cleanProse } from './clean-text.ts';
import type { Column } from './columns.ts';
import { isFormula } from './formula.ts';
import type { Place } from './file-issue.ts';
import { lineErrors } from './line.errors.ts';

/** Most cells need no cleaning and can be no formula: codes and figures in plain ASCII, prose that begins with a word. */
const PLAIN = /^[0-9A-Za-z](?:[\x20-\x7e]*[\x21-\x7e])?$/;
const PLAIN_PROSE = /^[\p{L}\p{N}](?:[^\p{C}\ufffd]*[^\p{C}\ufffd\s])?$/u;
const CONTROL = /[\p{Cc}\p{Cs}]/u;
/** In prose people break lines. */
const CONTROL_IN_PROSE = /(?![\t\r\n])\p{Cc}|\p{Cs}/u;

/** A text as it is kept for the column; a fault where it holds what cannot be a text of it. */
export function readText(text: string, column: Column, place: Place): Result<string, Issue> {
  if (isPlain(text, column)) return ok(text);
  if (text.includes('\ufffd')) return err(lineErrors.encodingBroken(place));
  const clean = cleanOf(column)(text);
  const control = column === 'explanation' ? CONTROL_IN_PROSE : CONTROL;
  return control.test(clean) ? err(lineErrors.controlCharacter(place)) : ok(clean);
}

/** The same of a CSV cell, where formulas are refused and the apostrophe of an export is taken off. */
export function readCell(cell: string, column: Column, place: Place): Result<string, Issue> {
  if (isPlain(cell, column)) return ok(cell);
  const restored = restoreCell(cell.trim());
  const text = readText(restored ?? cell, column, place);
  return text.ok && restored === null && isFormula(text.value) ? err(lineErrors.formula(place, text.value)) : text;
}

/** Coordinates written `key=code;key=code`; null where they are not. */
export function readDimensions(text: string): readonly DimensionValue[] | null {
  const values = parseDimensions(text.replace(/;\s*$/, '')).map(({ key, code }) => ({
    key: key.trim(),
    code: code.trim(),
  }));
  return values.every(({ key, code }) => key !== '' && code !== '') ? values : null;
}

const STAGES: ReadonlyMap<string, FigureStage> = new Map([
  ['PRELIMINARY', 'PRELIMINARY'],
  ['初步数', 'PRELIMINARY'],
  ['初步', 'PRELIMINARY'],
  ['FINAL', 'FINAL'],
  ['最终数', 'FINAL'],
  ['最终', 'FINAL'],
]);

/** The stage a text names; undefined where there is none of that name, null of an empty text. */
export function readStage(text: string): FigureStage | null | undefined {
  return text === '' ? null : STAGES.get(text.toUpperCase());
}

/** The revision a text names; undefined where it names none, null of an empty text. */
export function readRevision(text: string): number | null | undefined {
  if (text === '') return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function isPlain(text: string, column: Column): boolean {
  return column === 'explanation' ? PLAIN_PROSE.test(text) : PLAIN.test(text);
}

function cleanOf(column: Column): (text: string) => string {
  if (column === 'explanation') return cleanProse;
  return column === 'value' ? cleanFigure : cleanCode;
}

import { z } from 'zod';
import { decimal, isDecimalString, toDecimalString } from '../../primitives/decimal.ts';

/** A text that says something. */
export const text = z.string().regex(/\S/);

/** Code or key in kebab-case. */
export const slug = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);

/** Number of a pillar, group or indicator, as a text. */
export const ordinal = z.string().regex(/^[1-9]\d{0,3}$/);

/** Code of a dimension value or unit of measure; a value may begin with a digit. */
export const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** A figure in plain decimal notation, such as `0.90`. */
export const figure = z.string().refine(isDecimalString, { error: '应为十进制数字文本，如 "2.5"' });

/** A weight, brought to its canonical form: `3.0` reads `3`. */
export const weight = figure.transform((value) => toDecimalString(decimal(value)));

export const day = z.iso.date();
export const dataStatus = z.enum(['official', 'derived']);
export const confidence = z.enum(['high', 'medium', 'low']);
export const subjectKind = z.enum(['province', 'district', 'member-unit', 'township', 'enterprise']);
export const direction = z.enum(['higher', 'lower', 'stable-or-higher', 'informational']);
export const frequency = z.enum(['annual', 'quarterly', 'monthly']);

/** A word of a code list in both languages. */
export const coded = z.strictObject({ code, zh: text, en: text });

/** What every file says about itself. */
export const provenance = { status: dataStatus, source: text, replaceBy: text.nullable() };
